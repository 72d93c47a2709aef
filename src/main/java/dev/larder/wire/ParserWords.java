package dev.larder.wire;

import java.util.regex.Pattern;

/** What parsers of JSON and YAML complain about, without what only says something to who knows their code. */
final class ParserWords {
    private static final Pattern PLACE = Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");
    private static final Pattern INTERNALS = Pattern.compile(
            ", from `[^`]*`|, got this instead: .*|: enable `[^`]*` to allow| \\(bound as `[^`]*`\\)|: not allowed as per `[^`]*`| \\(of type \\w+\\)| \\(not recognized as one since [^)]*\\)");
    private static final Pattern CONTROL = Pattern.compile("\\(\\(CTRL-CHAR, code (\\d+)\\)\\)");

    private ParserWords() {}

    static String plain(String message) {
        var firstLine = message.lines().findFirst().orElse("it cannot be read");
        var place = PLACE.matcher(firstLine).replaceAll("line $1, column $2");
        return CONTROL.matcher(INTERNALS.matcher(place).replaceAll("")).replaceAll("(code $1)");
    }
}
