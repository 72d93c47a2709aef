import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to Redis that does as little as can be done. */
final class BareRedis implements AutoCloseable {
    private final Socket socket;
    private final BufferedInputStream input;
    private int consumed;

    BareRedis(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** A command as it is sent. */
    static byte[] encode(List<byte[]> words) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (byte[] word : words) {
            bytes.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(word);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    void send(byte[] commands) throws IOException {
        socket.getOutputStream().write(commands);
    }

    /** Takes this many bytes of answers and throws them away. */
    void skip(int bytes, byte[] buffer) throws IOException {
        for (int rest = bytes; rest > 0; ) {
            int read = input.read(buffer, 0, Math.min(rest, buffer.length));
            if (read < 0) {
                throw new EOFException("Redis closed the connection");
            }
            rest -= read;
        }
    }

    /** Takes this many answers and says how many bytes they are. */
    int sizeOf(int answers) throws IOException {
        consumed = 0;
        for (int i = 0; i < answers; i++) {
            answer();
        }
        return consumed;
    }

    /** The answer to a command: {@code byte[]}, null, or a list of such. */
    Object call(byte[]... words) throws IOException {
        send(encode(List.of(words)));
        return answer();
    }

    Object call(String... words) throws IOException {
        return call(List.of(words).stream()
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new));
    }

    private Object answer() throws IOException {
        var line = line();
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> {
                return rest.getBytes(StandardCharsets.UTF_8);
            }
            case '$' -> {
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    return null;
                }
                var bytes = input.readNBytes(length);
                consumed += length;
                line();
                return bytes;
            }
            case '*' -> {
                var elements = new ArrayList<Object>();
                for (int count = Integer.parseInt(rest); count > 0; count--) {
                    elements.add(answer());
                }
                return elements;
            }
            default -> throw new IOException("Redis: " + line);
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            consumed++;
            if (next != '\r') {
                line.write(next);
            }
        }
        consumed++;
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The bytes of all that Redis keeps. */
    long usedMemory() throws IOException {
        return Long.parseLong(info("memory", "used_memory"));
    }

    /** What Redis says of itself. */
    String info(String section, String name) throws IOException {
        var info = new String((byte[]) call("INFO", section), StandardCharsets.US_ASCII);
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
