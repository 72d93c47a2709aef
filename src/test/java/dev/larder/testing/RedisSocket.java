package dev.larder.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Redis as it is, past everything of ours. An answer is a {@code Long}, {@code byte[]}, {@code String} (a status), list or null. */
public final class RedisSocket implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream input;

    public RedisSocket(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(LIMIT_MILLIS);
            input = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Redis answered to the command is an error. */
    public static final class RedisError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RedisError(String message) {
            super(message);
        }
    }

    /** @param command its words: {@code byte[]}, or anything that can be written as text */
    public Object call(Object... command) {
        try {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(ascii("*" + command.length + "\r\n"));
            for (Object word : command) {
                var content = word instanceof byte[] raw ? raw : ascii(word.toString());
                bytes.writeBytes(ascii("$" + content.length + "\r\n"));
                bytes.writeBytes(content);
                bytes.writeBytes(ascii("\r\n"));
            }
            socket.getOutputStream().write(bytes.toByteArray());
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object answer() throws IOException {
        var line = line();
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+':
                return rest;
            case '-':
                throw new RedisError(rest);
            case ':':
                return Long.parseLong(rest);
            case '$':
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    return null;
                }
                var content = input.readNBytes(length);
                input.skipNBytes(2);
                return content;
            case '*':
                int count = Integer.parseInt(rest);
                if (count < 0) {
                    return null;
                }
                var list = new ArrayList<Object>(count);
                for (int i = 0; i < count; i++) {
                    list.add(answer());
                }
                return list;
            default:
                throw new IOException("no RESP: " + line);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = input.read(); next != '\r'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) next);
        }
        input.skipNBytes(1);
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
