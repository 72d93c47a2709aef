package dev.larder.definition;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String WORD_RULE = "argument must only contain alphanumeric characters and underscores.";
    private static final String PROJECT_RULE =
            "argument must only contain alphanumeric characters, dashes, or underscores.";

    private static void assertRefused(String name) {
        assertInvalid(
                "INVALID_NAME",
                "name",
                "invalid value for entity resource, %s: %s".formatted(name, WORD_RULE),
                () -> Names.resource("name", "entity", name));
    }

    private static void assertProjectRefused(String name) {
        assertInvalid(
                "INVALID_NAME",
                "project",
                "invalid value for project resource, %s: %s".formatted(name, PROJECT_RULE),
                () -> Names.project(name));
    }

    private static void assertClassPathRefused(String path) {
        assertInvalid(
                "INVALID_NAME",
                "class_path",
                "invalid value for FeatureTable resource, %s: argument must be a valid Java Classpath".formatted(path),
                () -> Names.classPath("class_path", path));
    }

    private static void assertTableRefRefused(String reference) {
        assertInvalid(
                "INVALID_NAME",
                "table_ref",
                "invalid value for FeatureTable resource, %s: argument must be in the form of <project:dataset.table> ."
                        .formatted(reference),
                () -> Names.tableRef("table_ref", reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver_id", "Driver", "_", "_driver", "d2", "redis_cluster_9", "D"})
    void lettersDigitsAndUnderscoresMakeAName(String name) {
        assertEquals(name, Names.resource("name", "entity", name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "9lives", "driver-id", "-", "a b", " a", "a ", "a.b", "*", "a*", "ä", "a\n", "a\u0000"})
    void anythingElseIsNoName(String name) {
        assertRefused(name);
    }

    @Test
    void theTextNamesTheKindThatWasAskedFor() {
        assertInvalid(
                "INVALID_NAME",
                "table",
                "invalid value for featureTable resource, a-b: " + WORD_RULE,
                () -> Names.resource("table", "featureTable", "a-b"));
    }

    @Test
    void aNameMayHave255Characters() {
        var longest = "n".repeat(255);
        assertEquals(longest, Names.resource("name", "entity", longest));
        assertInvalid(
                "INVALID_NAME",
                "name",
                "invalid value for entity resource, %s...: argument has 256 characters; at most 255 are allowed."
                        .formatted("n".repeat(40)),
                () -> Names.resource("name", "entity", longest + "n"));
    }

    @Test
    void aMillionCharactersAreRefusedWithAShortText() {
        assertInvalid(
                "INVALID_NAME",
                "project",
                "invalid value for project resource, %s...: argument has 1,000,000 characters; at most 255 are allowed."
                        .formatted("-".repeat(40)),
                () -> Names.project("-".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "fraud-detection", "a-", "_-_", "p1"})
    void aProjectMayHaveDashesAfterTheFirstCharacter(String name) {
        assertEquals(name, Names.project(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "1p", "*", "a.b", "a/b", " ", "ä"})
    void anythingElseIsNoProject(String name) {
        assertProjectRefused(name);
    }

    @Test
    void anEmptyProjectMeansTheDefaultOne() {
        assertEquals("default", Names.project(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.foo", "com.example", "Trip", "com.example.Outer$Inner", "_a.$b.c1"})
    void dottedIdentifiersMakeAClassPath(String path) {
        assertEquals(path, Names.classPath("class_path", path));
    }

    @Test
    void anEmptyClassPathIsRefused() {
        assertClassPathRefused("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "com.1example", "1com.example"})
    void aClassPathHasNoLeadingDigits(String path) {
        assertClassPathRefused(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com^example", "com.example-trip", "com..example", ".com", "com.", "com example", "a/b"})
    void aClassPathHasNoSpecialCharacters(String path) {
        assertClassPathRefused(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"project:dataset.table", "my-project-1:data_set.table_1", "1:2.3"})
    void aTableReferenceIsProjectDatasetAndTable(String reference) {
        assertEquals(reference, Names.tableRef("table_ref", reference));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "invalid.bq:path", "project:dataset", "dataset.table", "project:data-set.table", "p:d.t;drop"
            })
    void anythingElseIsNoTableReference(String reference) {
        assertTableRefRefused(reference);
    }
}
