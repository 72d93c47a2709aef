package dev.larder.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.embedded.EmbeddedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md names every setting with its true default. */
class ConfigurationPageTest {
    private static final String PART = "settings of Larder";
    private static final String WRITE = "larder.docs.write";
    private static final Pattern SETTING = Pattern.compile("`([^`]+)`<br>`([^`]+)`");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern KEY = Pattern.compile("\"[^\"]*\"");

    /** What the application reads by itself, past {@code @ConfigMapping}: by its name in the code. */
    private static final Pattern READ_DIRECTLY = Pattern.compile(
            "(?:@ConfigProperty\\(\\s*name = |System\\.getenv\\(|System\\.getProperty\\()\"([^\"]+)\"|\"(larder\\.embedded\\.[^\"]+)\"");

    /** Not for operators: facts of the build and of the machine, and what Larder tells itself. */
    private static final List<String> NO_SETTINGS = List.of(
            "quarkus.application.version",
            "os.name",
            "os.arch",
            "user.name",
            "larder.embedded.postgres-folder",
            "larder.embedded.redis-folder");

    @Test
    void itsTablesAreWhatTheCodeSays() throws IOException {
        var page = Page.read("configuration.md");
        var expected = "\n" + new Settings().markdown() + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(page.path(), page.withGenerated(PART, expected).text());
        } else if (!page.generated(PART).equals(expected)) {
            fail(
                    """
                    docs/configuration.md is not what the @ConfigMapping interfaces say. Write it anew, and look at what changed, with
                      mvn test -Dtest=%s -D%s=true
                    %s"""
                            .formatted(
                                    ConfigurationPageTest.class.getSimpleName(),
                                    WRITE,
                                    difference(page.generated(PART), expected)));
        }
    }

    private static String difference(String found, String expected) {
        var there = List.of(found.split("\n"));
        var wanted = List.of(expected.split("\n"));
        return there.stream()
                        .filter(line -> !wanted.contains(line))
                        .map(line -> "in docs/:   " + line + "\n")
                        .collect(Collectors.joining())
                + wanted.stream()
                        .filter(line -> !there.contains(line))
                        .map(line -> "in the code: " + line + "\n")
                        .collect(Collectors.joining());
    }

    /** A setting of Quarkus can be given to the built application, and has the default that the page tells. */
    @Test
    void settingsOfQuarkusExistAndHaveTheDefaultsOfThisApplication() throws IOException {
        var known = quarkusSettings();
        var ours = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
            ours.load(file);
        }
        var rows = settingRows("quarkus.");
        assertTrue(rows.size() > 20, "the tables of docs/configuration.md are not read: " + rows.keySet());
        rows.forEach((name, row) -> {
            var setting = known.get(anyKey(name));
            assertTrue(setting != null, () -> "docs/configuration.md: Quarkus has no setting " + name);
            assertEquals(
                    "RUN_TIME",
                    setting.path("phase").asText(),
                    () -> "docs/configuration.md: %s is fixed when the application is built".formatted(name));
            var quarkus = setting.path("defaultValue").asText("");
            assertEquals(
                    ours.getProperty(name, quarkus),
                    code(row.get(2)),
                    () -> "docs/configuration.md: default of " + name);
        });
    }

    @Test
    void environmentVariablesAreSpelledAsTheyAreRead() throws IOException {
        settingRows("")
                .forEach((name, row) -> assertEquals(
                        Settings.variable(name),
                        variable(row.get(0)),
                        () -> "docs/configuration.md: environment variable of " + name));
    }

    @Test
    void whatIsReadWithoutAMappingIsThereToo() throws IOException {
        var page = Page.read("configuration.md").text();
        var read = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                READ_DIRECTLY
                        .matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .forEach(read::add);
            }
        }
        assertTrue(read.containsAll(List.of("SPARK_HOME", EmbeddedSettings.DATA_DIR)), () -> "found only " + read);
        NO_SETTINGS.forEach(read::remove);
        read.forEach(name -> assertTrue(
                page.contains("`" + name + "`"), () -> "docs/configuration.md does not name the setting " + name));
    }

    @Test
    void theEmbeddedServersHaveTheDefaultOfThePage() throws IOException {
        var row = settingRows(EmbeddedSettings.DATA_DIR).get(EmbeddedSettings.DATA_DIR);
        assertEquals(
                EmbeddedSettings.from(EmbeddedSettings.configuration())
                        .dataDirectory()
                        .toString(),
                code(row.get(2)));
    }

    private static Map<String, List<String>> settingRows(String prefix) throws IOException {
        var rows = new HashMap<String, List<String>>();
        for (List<String> row : Page.read("configuration.md").rows()) {
            var setting = SETTING.matcher(row.get(0));
            if (setting.matches() && setting.group(1).startsWith(prefix)) {
                rows.put(setting.group(1), row);
            }
        }
        return rows;
    }

    private static String variable(String cell) {
        var setting = SETTING.matcher(cell);
        return setting.matches() ? setting.group(2) : "";
    }

    private static String code(String cell) {
        var code = CODE.matcher(cell);
        return code.find() ? code.group(1) : "";
    }

    private static String anyKey(String name) {
        return KEY.matcher(name).replaceAll("\"\"");
    }

    /** As the extensions themselves describe them, by name, with "" for any key. */
    private static Map<String, JsonNode> quarkusSettings() throws IOException {
        var settings = new HashMap<String, JsonNode>();
        var models = Thread.currentThread()
                .getContextClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json");
        for (var model : Collections.list(models)) {
            try (var json = model.openStream()) {
                collect(new ObjectMapper().readTree(json), settings);
            }
        }
        return settings;
    }

    private static void collect(JsonNode node, Map<String, JsonNode> settings) {
        if (node.path("path").has("property")) {
            settings.put(anyKey(node.at("/path/property").asText()), node);
        }
        node.forEach(child -> collect(child, settings));
    }
}
