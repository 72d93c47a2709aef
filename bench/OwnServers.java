import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Redis and PostgreSQL on the data that an application made with embedded servers, and by its unpacked programs, but as children of this
 * process, which stops and starts them as it likes.
 */
final class OwnServers {
    private static final String NAME = "larder";
    private static final long LOOK_MILLIS = 10;

    private final Sandbox sandbox;
    private final Path data;
    private final int redisPort = Sandbox.freePort();
    private final int postgresPort = Sandbox.freePort();
    private Process redis;
    private Process postgres;

    OwnServers(Sandbox sandbox, Path data) throws IOException {
        this.sandbox = sandbox;
        this.data = data;
    }

    /** Where they are, for the application. */
    Map<String, String> environment() throws IOException {
        return Map.of(
                "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + redisPort,
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + NAME,
                "QUARKUS_DATASOURCE_USERNAME", NAME,
                "QUARKUS_DATASOURCE_PASSWORD", Files.readString(data.resolve("postgres.password")).strip());
    }

    void startRedis() throws IOException {
        redis = sandbox.start(
                "redis.log",
                new ProcessBuilder(
                        program("redis", "redis-server").toString(),
                        "--bind", "127.0.0.1",
                        "--port", Integer.toString(redisPort),
                        "--dir", data.resolve("redis").toString(),
                        "--appendonly", "yes",
                        "--save", ""));
    }

    void startPostgres() throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to be root. In a user namespace of its own it is somebody else.
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(
                program("postgres", "postgres").toString(),
                "-D", data.resolve("postgres").toString(),
                "-p", Integer.toString(postgresPort),
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories="));
        postgres = sandbox.start("postgres.log", new ProcessBuilder(command));
    }

    /** Returns when Redis has loaded its data. */
    void awaitRedis() throws InterruptedException {
        while (true) {
            try (var connection = new BareRedis(redisPort)) {
                connection.call("PING");
                return;
            } catch (IOException e) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Returns when PostgreSQL accepts connections. */
    void awaitPostgres() throws IOException, InterruptedException {
        var pidFile = data.resolve("postgres/postmaster.pid");
        while (!Files.exists(pidFile) || Files.readAllLines(pidFile).stream().noneMatch(line -> line.strip().equals("ready"))) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Path program(String server, String name) throws IOException {
        try (var files = Files.find(
                data.resolve("bin").resolve(server),
                3,
                (path, attributes) -> attributes.isRegularFile() && path.getFileName().toString().startsWith(name))) {
            return files.min((one, other) -> one.toString().length() - other.toString().length()).orElseThrow();
        }
    }

    /** As if the power failed. */
    void killRedis() throws InterruptedException {
        redis.destroyForcibly().waitFor();
    }

    /** It lives, and the system takes what is sent to it, but it does nothing. */
    void freezeRedis() throws IOException, InterruptedException {
        signal(redis, "STOP");
    }

    void thawRedis() throws IOException, InterruptedException {
        signal(redis, "CONT");
    }

    /** Ends all sessions and stops. */
    void stopPostgres() throws IOException, InterruptedException {
        signal(postgres, "INT");
        if (!postgres.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("PostgreSQL does not stop");
        }
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }
}
