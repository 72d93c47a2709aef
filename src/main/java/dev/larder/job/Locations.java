package dev.larder.job;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Folders as Spark names them: a URL, or a path, which is made absolute because Spark has another working directory. */
public final class Locations {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

    private Locations() {}

    public static String absolute(String location) {
        return location.isEmpty() || SCHEME.matcher(location).matches()
                ? location
                : Path.of(location)
                        .toAbsolutePath()
                        .normalize()
                        .toUri()
                        .toString()
                        .replaceAll("/$", "");
    }

    static String below(String location, String name) {
        return absolute(location).replaceAll("/$", "") + "/" + name;
    }
}
