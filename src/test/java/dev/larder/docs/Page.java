package dev.larder.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of docs/. */
record Page(Path path, String text) {
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

    static Page read(String name) throws IOException {
        var path = Path.of("docs", name);
        return new Page(path, Files.readString(path));
    }

    /** The cells of all tables' rows, without their heads. */
    List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        boolean body = false;
        for (String line : text.split("\n")) {
            if (!line.startsWith("|")) {
                body = false;
            } else if (line.startsWith("|--")) {
                body = true;
            } else if (body) {
                var cells = CELLS.split(line, -1);
                rows.add(List.of(cells).subList(1, cells.length - 1).stream()
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    /** The part between the two lines that mark it as generated. */
    String generated(String name) {
        return text.substring(begin(name), end(name));
    }

    Page withGenerated(String name, String part) {
        return new Page(path, text.substring(0, begin(name)) + part + text.substring(end(name)));
    }

    private int begin(String name) {
        var mark = "<!-- generated: %s -->\n".formatted(name);
        int at = text.indexOf(mark);
        if (at < 0) {
            throw new AssertionError("%s has no line %s".formatted(path, mark));
        }
        return at + mark.length();
    }

    private int end(String name) {
        var mark = "<!-- end of %s -->".formatted(name);
        int at = text.indexOf(mark);
        if (at < begin(name)) {
            throw new AssertionError("%s has no line %s".formatted(path, mark));
        }
        return at;
    }
}
