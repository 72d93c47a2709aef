package dev.larder.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between pages lead to files and headings that are there, and every page can be found from the README. */
class LinksTest {
    private static final Path README = Path.of("README.md");
    private static final Path DOCS = Path.of("docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                var parts = link.split("#", 2);
                var target = parts[0].isEmpty()
                        ? page
                        : page.toAbsolutePath().resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)) {
                    broken.add("%s: %s is no file".formatted(page, link));
                } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                    broken.add("%s: %s is no heading".formatted(page, link));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void theReadmeLinksEveryPage() throws IOException {
        var linked = links(README);
        for (Path page : pages()) {
            assertTrue(
                    page.equals(README) || linked.contains(page.toString()), () -> "README.md has no link to " + page);
        }
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.list(DOCS)) {
            return Stream.concat(Stream.of(README), docs.filter(page -> page.toString()
                            .endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    /** To files of this project. */
    private static Set<String> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .collect(Collectors.toSet());
    }

    /** As GitHub makes them: in lower case, without punctuation, with dashes for blanks. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
