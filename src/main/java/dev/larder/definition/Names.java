package dev.larder.definition;

import dev.larder.error.LarderException;
import java.util.regex.Pattern;

/** The rules for names. Each method returns the name it was given, or throws INVALID_ARGUMENT. */
public final class Names {
    public static final String DEFAULT_PROJECT = "default";

    private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern PROJECT = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]*");
    private static final Pattern CLASS_PATH = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
    private static final Pattern TABLE_REF = Pattern.compile("[a-zA-Z0-9-]+:+[a-zA-Z0-9_]+\\.+[a-zA-Z0-9_]*");

    private Names() {}

    /** Letters, digits, underscores and, after the first character, dashes. Empty means {@value #DEFAULT_PROJECT}. */
    public static String project(String name) {
        if (name.isEmpty()) {
            return DEFAULT_PROJECT;
        }
        return matching(
                PROJECT,
                "project",
                "project",
                name,
                "argument must only contain alphanumeric characters, dashes, or underscores.");
    }

    /**
     * Letters, digits and underscores, no leading digit.
     *
     * @param field of the request that holds the name
     * @param kind how the text names the thing: {@code entity}, {@code Feature}, {@code FeatureTable} when it is applied,
     *     {@code featureTable} when it is looked up
     */
    public static String resource(String field, String kind, String name) {
        return matching(WORD, field, kind, name, "argument must only contain alphanumeric characters and underscores.");
    }

    /** Dotted Java identifiers. */
    static String classPath(String field, String value) {
        return matching(CLASS_PATH, field, "FeatureTable", value, "argument must be a valid Java Classpath");
    }

    /** A BigQuery table: {@code project:dataset.table}. */
    static String tableRef(String field, String value) {
        return matching(
                TABLE_REF, field, "FeatureTable", value, "argument must be in the form of <project:dataset.table> .");
    }

    private static String matching(Pattern pattern, String field, String kind, String value, String rule) {
        if (value.length() > Limits.NAME_LENGTH) {
            throw invalid(
                    field,
                    kind,
                    value.substring(0, 40) + "...",
                    "argument has %,d characters; at most %d are allowed."
                            .formatted(value.length(), Limits.NAME_LENGTH));
        }
        if (!pattern.matcher(value).matches()) {
            throw invalid(field, kind, value, rule);
        }
        return value;
    }

    private static LarderException invalid(String field, String kind, String value, String rule) {
        return LarderException.invalid(
                "INVALID_NAME", field, "invalid value for %s resource, %s: %s".formatted(kind, value, rule));
    }
}
