package dev.larder.embedded;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Writes one row and one key, and reads them again, as any client would. */
record StoredProbe(Map<String, String> properties) {
    private static final String ROW = "kept in PostgreSQL";
    private static final String KEY = "kept-in-redis";

    void write() throws SQLException, IOException {
        sql("CREATE TABLE probe (text text)");
        sql("INSERT INTO probe VALUES ('" + ROW + "')");
        redis("SET probe " + KEY, "+OK\r\n");
    }

    /** Fails unless both are there. */
    void check() throws SQLException, IOException {
        setting("SELECT text FROM probe", ROW);
        redis("GET probe", "$%d\r\n%s\r\n".formatted(KEY.length(), KEY));
    }

    void setting(String query, String expected) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next() || !expected.equals(rows.getString(1))) {
                throw new AssertionError(query + " did not give " + expected);
            }
        }
    }

    private void sql(String text) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    void redis(String command, String expected) throws IOException {
        var uri = URI.create(properties.get("quarkus.redis.hosts"));
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(expected.length()), StandardCharsets.US_ASCII);
            if (!expected.equals(answer)) {
                throw new AssertionError(command + " gave " + answer);
            }
        }
    }

    private String url() {
        return properties.get("quarkus.datasource.jdbc.url");
    }

    private String user() {
        return properties.get("quarkus.datasource.username");
    }

    private String password() {
        return properties.get("quarkus.datasource.password");
    }
}
