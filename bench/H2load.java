import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The load generator h2load, calling gRPC methods: HTTP/2 without TLS, one body for all calls, one call at a time on each connection. */
final class H2load {
    static final int CONNECTIONS = 8;

    /** In front of a gRPC message: one byte that says "not compressed", four of length. */
    static final int FRAME_HEADER = 5;

    private static final Pattern RATE = Pattern.compile("finished in .*, ([0-9.]+) req/s");
    private static final Pattern REQUESTS = Pattern.compile("requests: .* ([0-9]+) succeeded, 0 failed, 0 errored, 0 timeout");
    private static final Pattern DATA = Pattern.compile("\\(([0-9]+)\\) data");

    private final Sandbox sandbox;
    private final String method;
    private final Path body;
    private final int answerSize;
    private final int port;

    /**
     * @param method such as {@code package.Service/Method}
     * @param message the request
     * @param answerSize of the message that answers it
     */
    H2load(Sandbox sandbox, int port, String method, byte[] message, int answerSize) throws IOException {
        this.sandbox = sandbox;
        this.port = port;
        this.method = method;
        this.answerSize = answerSize;
        var frame = ByteBuffer.allocate(FRAME_HEADER + message.length);
        frame.put((byte) 0).putInt(message.length).put(message);
        body = Files.write(sandbox.resolve("body"), frame.array());
    }

    record Result(double requestsPerSecond, int requests, double p50Millis, double p99Millis) {}

    static void requireInstalled() {
        try {
            new ProcessBuilder("h2load", "--version").start().waitFor();
        } catch (IOException | InterruptedException e) {
            System.err.println("There is no h2load. It is in Debian's and Ubuntu's package nghttp2-client: apt-get install nghttp2-client");
            System.exit(1);
        }
    }

    /** Calls as fast as it can. */
    Result during(double seconds) throws IOException, InterruptedException {
        return result(run("--duration=" + Math.round(seconds)));
    }

    /** Calls that many times, as fast as it can; every answer must be complete and of the right size. */
    Result times(int requests) throws IOException, InterruptedException {
        var output = run("--requests=" + requests);
        long expected = (long) requests * (FRAME_HEADER + answerSize);
        long received = (long) number(DATA, output);
        if (received != expected || number(REQUESTS, output) != requests) {
            throw new IllegalStateException("%d bytes of answers instead of %d:%n%s".formatted(received, expected, output));
        }
        return result(output);
    }

    /** Calls at a steady rate. */
    Result atRate(double requestsPerSecond, double seconds) throws IOException, InterruptedException {
        double perConnection = requestsPerSecond / CONNECTIONS;
        return result(run("--duration=" + Math.round(seconds), "--rps=" + Math.max(1, Math.round(perConnection))));
    }

    private String run(String... options) throws IOException, InterruptedException {
        Files.deleteIfExists(log());
        Files.deleteIfExists(sandbox.resolve("h2load.out"));
        var command = new ArrayList<>(List.of("h2load", "--clients=" + CONNECTIONS, "--max-concurrent-streams=1"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--data=" + body,
                "--header=content-type: application/grpc",
                "--header=te: trailers",
                "--log-file=" + log(),
                "http://127.0.0.1:" + port + "/" + method));
        int status = sandbox.start("h2load.out", new ProcessBuilder(command)).waitFor();
        var output = Files.readString(sandbox.resolve("h2load.out"));
        if (status != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    private Path log() {
        return sandbox.resolve("h2load.log");
    }

    /** The log has a line for each answer: when it began, HTTP status, microseconds. */
    private Result result(String output) throws IOException {
        double[] millis;
        try (var lines = Files.lines(log())) {
            millis = lines.map(line -> line.split("\t"))
                    .peek(H2load::requireAnswer)
                    .mapToDouble(columns -> Long.parseLong(columns[2]) / 1e3)
                    .toArray();
        }
        Arrays.sort(millis);
        return new Result(
                number(RATE, output), millis.length, millis[millis.length / 2], millis[(int) (millis.length * 0.99)]);
    }

    private static void requireAnswer(String[] columns) {
        if (!columns[1].equals("200")) {
            throw new IllegalStateException("HTTP status " + columns[1]);
        }
    }

    private static double number(Pattern pattern, String output) {
        var matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
