package dev.larder.embedded;

import static redis.embedded.model.OsArchitecture.MAC_OS_X_ARM64;
import static redis.embedded.model.OsArchitecture.MAC_OS_X_x86_64;
import static redis.embedded.model.OsArchitecture.UNIX_AARCH64;
import static redis.embedded.model.OsArchitecture.UNIX_x86_64;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The system this process runs on, and the server programs for it: names of resources that may or may not be packaged. */
record Platform(String os, String arch, boolean musl) {
    private static final Map<String, OsArchitecture> REDIS = Map.of(
            "linux/x86_64", UNIX_x86_64,
            "linux/arm_64", UNIX_AARCH64,
            "darwin/x86_64", MAC_OS_X_x86_64,
            "darwin/arm_64", MAC_OS_X_ARM64);

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"), runsOnMusl());
    }

    static Platform of(String osName, String osArch, boolean musl) {
        var os = osName.toLowerCase(Locale.ROOT);
        var arch = osArch.toLowerCase(Locale.ROOT);
        return new Platform(
                os.startsWith("mac") ? "darwin" : os,
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> arch;
                },
                musl);
    }

    private static boolean runsOnMusl() {
        return Files.exists(Path.of("/etc/alpine-release"));
    }

    String postgresArchive() {
        return "postgres-%s-%s%s.txz".formatted(os, arch, musl ? "-alpine_linux" : "");
    }

    /** Empty where there is none, or none new enough: Larder needs Redis 6.2, and the program for Windows is older. */
    Optional<String> redisProgram() {
        return Optional.ofNullable(REDIS.get(os + "/" + arch))
                .filter(known -> !musl)
                .map(ExecutableProvider.newProvidedVersionsMap()::get)
                .map(resource -> resource.substring(1));
    }

    @Override
    public String toString() {
        return os + "/" + arch + (musl ? " (musl)" : "");
    }
}
