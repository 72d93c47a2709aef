package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the images without building them. */
class DockerfileTest {
    private static final Path FOLDER = Path.of("src/main/docker");
    private static final Path IGNORED = Path.of(".dockerignore");
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT");

    private record Instruction(String name, String arguments) {
        /** Without flags, separated by spaces. */
        List<String> words() {
            return Arrays.stream(arguments.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }
    }

    private static List<Instruction> read(String name) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve(name))) {
            var text = lines.filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
            return Pattern.compile("\\\\\n")
                    .matcher(text)
                    .replaceAll(" ")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\\s+", 2))
                    .map(parts -> new Instruction(parts[0], parts[1]))
                    .toList();
        }
    }

    private static Instruction only(List<Instruction> instructions, String name) {
        var found = instructions.stream().filter(one -> one.name().equals(name)).toList();
        assertEquals(1, found.size(), () -> name + ": " + found);
        return found.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void anImageIsMadeOfWhatTheBuildLeftAndRunsWithoutRights(String name) throws IOException {
        var instructions = read(name);
        assertEquals("FROM", instructions.get(0).name());
        instructions.forEach(one -> assertTrue(INSTRUCTIONS.contains(one.name()), one::toString));
        assertTrue(only(instructions, "FROM").arguments().matches("\\S+:\\S+"), "the base has a tag");
        assertTrue(only(instructions, "USER").arguments().matches("[1-9]\\d*:[1-9]\\d*"), "a number, and not root's");
        assertEquals(List.of("8080", "6565"), only(instructions, "EXPOSE").words());
        var started =
                new ObjectMapper().readValue(only(instructions, "ENTRYPOINT").arguments(), String[].class);
        assertTrue(started[0].startsWith("/"), "a program by its whole path, not a line for a shell");
        var letThrough = Files.readAllLines(IGNORED).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        for (Instruction copy : instructions) {
            if (copy.name().equals("COPY")) {
                var source = copy.words().get(0);
                assertTrue(letThrough.stream().anyMatch(one -> contains(one, source)), () -> source + " is ignored");
            }
        }
    }

    private static boolean contains(String letThrough, String source) {
        var path = Path.of(source);
        return path.startsWith(letThrough)
                || FileSystems.getDefault().getPathMatcher("glob:" + letThrough).matches(path);
    }
}
