package dev.larder.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The PostgreSQL cluster on disk: where it lies, how its programs are called, and how it comes into being, with one user and one database
 * named {@value #NAME} and a random password that only the owner of the data directory can read.
 */
record PostgresCluster(Path folder, Path passwordFile, Path programs) {
    static final String NAME = "larder";

    private static final int PASSWORD_BYTES = 24;

    /**
     * Opens the cluster of this data directory; creates it when there is none.
     *
     * @throws EmbeddedStartException if it cannot be created, with the output of the program that failed
     */
    static PostgresCluster open(DataDirectory data, Path programs) throws IOException {
        var cluster = new PostgresCluster(data.resolve("postgres"), data.resolve("postgres.password"), programs);
        if (!Files.exists(cluster.folder)) {
            cluster.create(data.resolve("postgres.creating"));
        } else if (!Files.exists(cluster.passwordFile)) {
            throw new EmbeddedStartException(
                    """
                    The password of the embedded PostgreSQL is gone: there is %s, but no %s.
                    Restore that file, or move the folder away to begin with an empty registry."""
                            .formatted(cluster.folder, cluster.passwordFile));
        }
        return cluster;
    }

    /** Creates the cluster beside its place and moves it there when it is complete, so that no half of one is ever taken for a whole. */
    private void create(Path unfinished) throws IOException {
        ServerPrograms.delete(unfinished);
        writePassword();
        succeed(
                "create its cluster",
                command(
                        "initdb",
                        List.of(
                                "--pgdata=" + unfinished,
                                "--username=" + NAME,
                                "--auth=scram-sha-256",
                                "--pwfile=" + passwordFile,
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums")),
                "");
        succeed(
                "create its database",
                command("postgres", List.of("--single", "-j", "-D", unfinished.toString(), "postgres")),
                "CREATE DATABASE " + NAME);
        Files.move(unfinished, folder, ATOMIC_MOVE);
    }

    private static void succeed(String what, Command command, String input) throws IOException {
        var outcome = command.run(input);
        if (!outcome.succeeded()) {
            throw failed("cannot " + what, outcome.output());
        }
    }

    /** The failure of a program, told with its own words. */
    static EmbeddedStartException failed(String what, String output) {
        var refusesRoot = output.contains("cannot be run as root") || output.contains("unshare: ");
        return new EmbeddedStartException(
                """
                The embedded PostgreSQL %s:
                %s
                %s, or run a PostgreSQL yourself and set QUARKUS_DATASOURCE_JDBC_URL."""
                        .formatted(
                                what,
                                LogFile.lastLines(output),
                                refusesRoot
                                        ? "PostgreSQL refuses to be root: run Larder as another user"
                                        : "Mend that"));
    }

    /** A call of one of PostgreSQL's programs. */
    Command command(String program, List<String> arguments) {
        var line = new ArrayList<String>();
        if (isRoot()) {
            // PostgreSQL refuses to be root. In a user namespace of its own it is somebody else.
            line.addAll(List.of("unshare", "--user"));
        }
        line.add(programs.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return new Command(line);
    }

    private static boolean isRoot() {
        return Files.exists(Path.of("/proc/self")) && new UnixSystem().getUid() == 0;
    }

    private void writePassword() throws IOException {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(random) + "\n");
    }

    String password() throws IOException {
        return Files.readString(passwordFile).strip();
    }
}
