package dev.larder.online.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Takes TLS connections in front of a Redis that has none. */
final class TlsProxy implements AutoCloseable {
    private static final String PASSWORD = "of-the-key-store";

    private final Vertx vertx = Vertx.vertx();
    private final Path keys;
    private final NetServer server;

    TlsProxy(Path folder, int target) throws IOException, InterruptedException {
        keys = keys(folder);
        server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setSsl(true).setKeyCertOptions(trust()))
                .connectHandler(client -> {
                    client.pause();
                    vertx.createNetClient()
                            .connect(target, "127.0.0.1")
                            .onFailure(failure -> client.close())
                            .onSuccess(redis -> {
                                client.pipeTo(redis);
                                redis.pipeTo(client);
                            });
                });
        server.listen(0).toCompletionStage().toCompletableFuture().join();
    }

    int port() {
        return server.actualPort();
    }

    /** The certificate of the proxy, to be trusted. */
    PfxOptions trust() {
        return new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD);
    }

    /** A key and a certificate for this computer, made by the JDK's own tool. */
    private static Path keys(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var output = Files.createTempFile(folder, "keytool", ".log");
        var process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(output));
        }
        return file;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
