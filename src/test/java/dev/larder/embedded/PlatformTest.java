package dev.larder.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,aarch64", "Mac OS X,x86_64", "Mac OS X,aarch64"})
    void bothServersArePackaged(String os, String arch) {
        var platform = Platform.of(os, arch, false);
        var classLoader = Platform.class.getClassLoader();
        assertNotNull(classLoader.getResource(platform.postgresArchive()), platform::postgresArchive);
        assertNotNull(classLoader.getResource(platform.redisProgram().orElseThrow()), platform::toString);
    }

    @Test
    void postgresForMuslIsPackagedAndRedisIsNot() {
        var alpine = Platform.of("Linux", "amd64", true);
        assertNotNull(Platform.class.getClassLoader().getResource(alpine.postgresArchive()));
        assertEquals(Optional.empty(), alpine.redisProgram());
    }

    @Test
    void anUnsupportedPlatformIsToldWhatToSet() {
        var programs = new ServerPrograms(folder, Platform.of("Plan 9", "mips", false));
        assertEquals(
                """
                There is no embedded PostgreSQL for this platform, plan 9/mips (no postgres-plan 9-mips.txz in the package).
                Run one yourself and set QUARKUS_DATASOURCE_JDBC_URL.""",
                assertThrows(EmbeddedStartException.class, programs::postgres).getMessage());
        assertEquals(
                """
                There is no embedded Redis for this platform, plan 9/mips (no redis-server-plan 9-mips in the package).
                Run one yourself and set QUARKUS_REDIS_HOSTS.""",
                assertThrows(EmbeddedStartException.class, programs::redis).getMessage());
    }
}
