package dev.larder.wire;

import static dev.larder.definition.Refusal.assertInvalid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import dev.larder.proto.v1.Definition;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.core.DataSourceProto.DataSource.SourceType;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.core.FeatureProto.FeatureSpecV2;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.ValueType.Enum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final String ENTITY_FIELDS = "name, valueType, description, labels";
    private static final String TABLE_FIELDS =
            "name, entities, features, labels, maxAge, batchSource, streamSource, stalenessThreshold, onlineStore";
    private static final String SOURCE_FIELDS =
            "type, fieldMapping, eventTimestampColumn, datePartitionColumn, createdTimestampColumn, fileOptions, bigqueryOptions, kafkaOptions, kinesisOptions";
    private static final String NO_ANCHORS = "YAML anchors and aliases are not supported; write it out";

    static final String TABLE_YAML =
            """
            kind: feature_table
            spec:
              name: driver_trips
              entities:
                - driver_id
              features:
                - name: trip_cost
                  valueType: DOUBLE
                - name: tip
                  valueType: FLOAT
                  labels:
                    unit: EUR
              labels:
                version: 1.10
              maxAge: 3600s
              batchSource:
                type: BATCH_FILE
                eventTimestampColumn: event_ts
                fieldMapping:
                  tip: tip_amount
                fileOptions:
                  fileFormat:
                    parquetFormat: {}
                  fileUrl: file:///data/trips
            """;

    private static final FeatureTableSpec TABLE = FeatureTableSpec.newBuilder()
            .setName("driver_trips")
            .addEntities("driver_id")
            .addFeatures(FeatureSpecV2.newBuilder().setName("trip_cost").setValueType(Enum.DOUBLE))
            .addFeatures(FeatureSpecV2.newBuilder()
                    .setName("tip")
                    .setValueType(Enum.FLOAT)
                    .putLabels("unit", "EUR"))
            .putLabels("version", "1.10")
            .setMaxAge(Duration.newBuilder().setSeconds(3600))
            .setBatchSource(DataSource.newBuilder()
                    .setType(SourceType.BATCH_FILE)
                    .setEventTimestampColumn("event_ts")
                    .putFieldMapping("tip", "tip_amount")
                    .setFileOptions(DataSource.FileOptions.newBuilder()
                            .setFileFormat(FileFormat.newBuilder()
                                    .setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()))
                            .setFileUrl("file:///data/trips")))
            .build();

    private static List<Definition> yaml(String text) {
        return Documents.read("application/yaml", text);
    }

    private static List<Definition> json(String text) {
        return Documents.read("application/json", text);
    }

    private static Definition entity(String name) {
        return Definition.newBuilder()
                .setEntity(EntitySpecV2.newBuilder().setName(name).setValueType(Enum.INT64))
                .build();
    }

    private static Definition table(FeatureTableSpec spec) {
        return Definition.newBuilder().setFeatureTable(spec).build();
    }

    private static void assertWrongYaml(String reason, String field, String text, String yaml) {
        assertInvalid(reason, field, text, () -> yaml(yaml));
    }

    private static void assertMalformedYaml(String text, String yaml) {
        assertInvalid("MALFORMED_DOCUMENT", text, () -> yaml(yaml));
    }

    private static void assertMalformedJson(String text, String json) {
        assertInvalid("MALFORMED_DOCUMENT", text, () -> json(json));
    }

    // What is read

    @Test
    void aWholeFeatureTableIsRead() {
        assertEquals(List.of(table(TABLE)), yaml(TABLE_YAML));
    }

    @Test
    void snakeCaseSaysTheSame() {
        var snakeCase = TABLE_YAML
                .replace("valueType", "value_type")
                .replace("maxAge", "max_age")
                .replace("batchSource", "batch_source")
                .replace("eventTimestampColumn", "event_timestamp_column")
                .replace("fieldMapping", "field_mapping")
                .replace("fileOptions", "file_options")
                .replace("fileFormat", "file_format")
                .replace("parquetFormat", "parquet_format")
                .replace("fileUrl", "file_url");
        assertEquals(List.of(table(TABLE)), yaml(snakeCase));
    }

    @Test
    void whatIsPrintedAsYamlOrJsonCanBeRead() {
        var document = feast.proto.core.FeatureTableProto.FeatureTable.newBuilder()
                .setSpec(TABLE)
                .setMeta(feast.proto.core.FeatureTableProto.FeatureTableMeta.newBuilder()
                        .setRevision(3)
                        .setHash("abc"))
                .build();
        assertEquals(List.of(table(TABLE)), yaml(ProtoJson.yaml(document)));
        assertEquals(List.of(table(TABLE)), json(ProtoJson.json(document)));
    }

    @Test
    void severalYamlDocumentsAreReadInTheirOrder() {
        assertEquals(
                List.of(entity("a"), entity("b"), table(TABLE)),
                yaml("spec: {name: a, valueType: INT64}\n---\nkind: entity\nspec: {name: b, valueType: INT64}\n---\n"
                        + TABLE_YAML));
    }

    @Test
    void emptyDocumentsBetweenOthersAreSkipped() {
        assertEquals(
                List.of(entity("a"), entity("b")),
                yaml(
                        "---\n---\nspec: {name: a, valueType: INT64}\n---\n# nothing\n---\nspec: {name: b, valueType: INT64}\n---\n"));
    }

    @Test
    void aYamlListOfDefinitionsIsRead() {
        assertEquals(
                List.of(entity("a"), entity("b")),
                yaml("- spec: {name: a, valueType: INT64}\n- spec: {name: b, valueType: INT64}\n"));
    }

    @Test
    void aJsonObjectIsRead() {
        assertEquals(List.of(entity("a")), json("{\"spec\": {\"name\": \"a\", \"valueType\": \"INT64\"}}"));
    }

    @Test
    void aJsonArrayIsReadInItsOrder() {
        assertEquals(
                List.of(entity("b"), entity("a")),
                json(
                        "[{\"spec\": {\"name\": \"b\", \"valueType\": 4}}, {\"spec\": {\"name\": \"a\", \"value_type\": \"INT64\"}}]"));
    }

    @Test
    void tabsInJsonAreWhiteSpace() {
        assertEquals(
                List.of(entity("a")), json("{\t\"spec\":\n\t{\"name\":\t\"a\",\r\n\t\"valueType\": \"INT64\"}\t}\t\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "APPLICATION/YAML; charset=utf-8", "text/x-yaml", "application/x-yaml"})
    void whateverNamesYamlIsYaml(String mediaType) {
        assertEquals(List.of(entity("a")), Documents.read(mediaType, "spec: {name: a, valueType: INT64}"));
    }

    @Test
    void whateverElseOrNothingIsJson() {
        var json = "{\"spec\": {\"name\": \"a\", \"valueType\": \"INT64\"}}";
        assertEquals(List.of(entity("a")), Documents.read("text/plain", json));
        assertEquals(List.of(entity("a")), Documents.read(null, json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature_table", "featureTable", "feature-table"})
    void theKindOfAFeatureTableHasThreeSpellings(String kind) {
        assertEquals(
                List.of(table(FeatureTableSpec.newBuilder().setName("t").build())),
                yaml("kind: " + kind + "\nspec: {name: t}"));
    }

    @Test
    void theKindOfAnEntityMayBeGiven() {
        assertEquals(
                List.of(Definition.newBuilder()
                        .setEntity(EntitySpecV2.newBuilder().setName("a"))
                        .build()),
                yaml("kind: entity\nspec: {name: a}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entities: [driver_id]",
                "features: []",
                "batchSource: {}",
                "batch_source: {}",
                "maxAge: 0s",
                "max_age: 0s"
            })
    void theSpecTellsAFeatureTable(String onlyInTables) {
        var definition = yaml("spec:\n  name: t\n  " + onlyInTables).get(0);
        assertEquals(Definition.KindCase.FEATURE_TABLE, definition.getKindCase());
    }

    @Test
    void anEmptyKindIsNoKind() {
        assertEquals(List.of(entity("a")), yaml("kind:\nspec: {name: a, valueType: INT64}"));
    }

    @Test
    void metaIsNotRead() {
        assertEquals(
                List.of(entity("a")),
                yaml("spec: {name: a, valueType: INT64}\nmeta: {createdTimestamp: yesterday, whatever: [1]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.10",
        "1_000, 1_000",
        "0x1F, 0x1F",
        "yes, yes",
        "True, True",
        "2020-01-01, 2020-01-01",
        ".inf, .inf",
        "'\"~\"', ~",
        "'\"\"', ''",
        "'''null''', null",
        "'!!int 5', 5",
        "1e3, 1e3",
        "+1, +1"
    })
    void theValueOfALabelIsTheTextAsItIsWritten(String written, String read) {
        assertEquals(
                read,
                yaml("kind: entity\nspec:\n  labels:\n    key: " + written)
                        .get(0)
                        .getEntity()
                        .getLabelsOrThrow("key"));
    }

    @Test
    void aNumberInJsonIsTextWhereTextIsAskedFor() {
        assertEquals(
                "1.10",
                json("{\"kind\": \"entity\", \"spec\": {\"labels\": {\"version\": 1.10}}}")
                        .get(0)
                        .getEntity()
                        .getLabelsOrThrow("version"));
    }

    @Test
    void whatIsNullOrLeftEmptyIsNotGiven() {
        var spec = yaml("kind: feature_table\nspec:\n  name: t\n  maxAge:\n  streamSource: null\n  features: ~\n")
                .get(0)
                .getFeatureTable();
        assertEquals(FeatureTableSpec.newBuilder().setName("t").build(), spec);
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(List.of(entity("a")), yaml("\uFEFFspec: {name: a, valueType: INT64}"));
        assertEquals(List.of(entity("a")), json("\uFEFF{\"spec\": {\"name\": \"a\", \"valueType\": \"INT64\"}}"));
    }

    @Test
    void anyLanguageCanBeWritten() {
        var labels = yaml("kind: entity\nspec:\n  description: Fährt 🚗\n  labels: {市: 北京, 😀: \"\\U0001F600\"}")
                .get(0)
                .getEntity();
        assertEquals("Fährt 🚗", labels.getDescription());
        assertEquals("北京", labels.getLabelsOrThrow("市"));
        assertEquals("😀", labels.getLabelsOrThrow("😀"));
    }

    @Test
    void placesCountLettersOfAnyLanguageOnce() {
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.äö",
                "line 2, column 17: unknown field \"äö\" in spec; there are: " + ENTITY_FIELDS,
                "kind: entity\nspec: {name: ü, äö: 1}");
    }

    // Wrong fields and values

    @Test
    void anUnknownFieldAtTheTopNamesItsPlace() {
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "version",
                "line 2, column 1: unknown field \"version\"; there are: kind, spec, meta",
                "kind: entity\nversion: 1\nspec: {}");
    }

    @Test
    void anUnknownFieldInTheSpecNamesItsPlace() {
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.maxage",
                "line 4, column 3: unknown field \"maxage\" in spec; there are: " + TABLE_FIELDS,
                "kind: feature_table\nspec:\n  name: t\n  maxage: 5s\n");
    }

    @Test
    void anUnknownFieldInAListItemNamesItsPlace() {
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.features[1].type",
                "line 10, column 7: unknown field \"type\" in spec.features[1]; there are: name, valueType, labels",
                TABLE_YAML.replace("valueType: FLOAT", "type: FLOAT"));
    }

    @Test
    void anUnknownFieldInADataSourceNamesItsPlace() {
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.batchSource.timestamp",
                "line 18, column 5: unknown field \"timestamp\" in spec.batchSource; there are: " + SOURCE_FIELDS,
                TABLE_YAML.replace("eventTimestampColumn", "timestamp"));
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.batchSource.fileOptions.path",
                "line 24, column 7: unknown field \"path\" in spec.batchSource.fileOptions; there are: fileFormat, fileUrl",
                TABLE_YAML.replace("fileUrl", "path"));
    }

    @Test
    void anUnknownFieldInJsonNamesItsPlace() {
        assertInvalid(
                "UNKNOWN_FIELD",
                "spec.type",
                "line 2, column 12: unknown field \"type\" in spec; there are: " + ENTITY_FIELDS,
                () -> json("{\"kind\": \"entity\",\n \"spec\": { \"type\": \"INT64\"}}"));
    }

    @Test
    void aFieldGivenTwiceNamesTheSecondPlace() {
        assertWrongYaml(
                "DUPLICATE_FIELD",
                "name",
                "line 4, column 3: field \"name\" is given twice",
                "kind: entity\nspec:\n  name: a\n  name: b\n");
        assertInvalid(
                "DUPLICATE_FIELD",
                "spec",
                "line 1, column 14: field \"spec\" is given twice",
                () -> json("{\"spec\": {}, \"spec\": {}}"));
    }

    @Test
    void aFieldGivenUnderBothItsNamesIsRefused() {
        assertWrongYaml(
                "DUPLICATE_FIELD",
                "spec.value_type",
                "line 4, column 3: field \"value_type\" cannot stand beside \"valueType\"; give only one of them",
                "spec:\n  name: a\n  valueType: INT64\n  value_type: INT64\n");
    }

    @Test
    void optionsOfTwoKindsOfSourceAreRefused() {
        assertWrongYaml(
                "DUPLICATE_FIELD",
                "spec.batchSource.kafkaOptions",
                "line 4, column 5: field \"kafkaOptions\" cannot stand beside \"fileOptions\"; give only one of them",
                "spec:\n  batchSource:\n    fileOptions: {}\n    kafkaOptions: {}\n");
    }

    @Test
    void aWrongEnumNamesItsPlaceAndTheRightOnes() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.features[0].valueType",
                "line 8, column 18: spec.features[0].valueType is \"DOUBL\"; it must be one of BYTES, STRING, INT32, "
                        + "INT64, DOUBLE, FLOAT, BOOL, BYTES_LIST, STRING_LIST, INT32_LIST, INT64_LIST, DOUBLE_LIST, "
                        + "FLOAT_LIST, BOOL_LIST",
                TABLE_YAML.replace("DOUBLE", "DOUBL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "3600", "abcs", "s", "99999999999999999999s", "315576000001s", "1,5s"})
    void aWrongDurationNamesItsPlaceAndARightOne(String duration) {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.maxAge",
                "line 2, column 11: spec.maxAge is \"%s\"; it must be a number of seconds followed by s, such as \"3600s\""
                        .formatted(duration),
                "spec:\n  maxAge: " + duration);
    }

    @Test
    void aLongWrongValueIsShortened() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.maxAge",
                "line 2, column 11: spec.maxAge is \"%s...\"; it must be a number of seconds followed by s, such as \"3600s\""
                        .formatted("x".repeat(77)),
                "spec:\n  maxAge: " + "x".repeat(100_000));
    }

    @Test
    void aListWhereAMappingMustStandNamesItsPlace() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.batchSource",
                "line 3, column 5: spec.batchSource must be a mapping of field names to values",
                "spec:\n  batchSource:\n    - type: BATCH_FILE\n");
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.labels",
                "line 3, column 11: spec.labels must be a mapping of keys to values",
                "kind: entity\nspec:\n  labels: [a, b]\n");
        assertWrongYaml(
                "INVALID_VALUE",
                "spec",
                "line 2, column 7: spec must be a mapping of field names to values",
                "kind: entity\nspec: [a]\n");
    }

    @Test
    void aMappingWhereAListMustStandNamesItsPlace() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.features",
                "line 3, column 5: spec.features must be a list",
                "spec:\n  features:\n    name: trip_cost\n");
    }

    @Test
    void aSingleValueWhereAMappingOrAListMustStandNamesItsPlace() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.batchSource",
                "line 2, column 16: spec.batchSource must be a mapping of field names to values",
                "spec:\n  batchSource: file:///data\n");
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.features[1]",
                "line 4, column 7: spec.features[1] must be a mapping of field names to values",
                "spec:\n  features:\n    - name: tip\n    - trip_cost\n");
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.entities",
                "line 2, column 13: spec.entities must be a list",
                "spec:\n  entities: driver_id\n");
    }

    @Test
    void aMappingWhereASingleValueMustStandNamesItsPlace() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.entities[0]",
                "line 3, column 7: spec.entities[0] must be a single value, not a list and not a mapping",
                "spec:\n  entities:\n    - name: driver_id\n");
    }

    @Test
    void aLabelOrAnEntityWithoutAValueNamesItsPlace() {
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.labels.team",
                "line 4, column 11: spec.labels.team has no value; write one after it, or \"\" for an empty text, or leave it out",
                "kind: entity\nspec:\n  labels: \n    team: ~\n");
        assertWrongYaml(
                "INVALID_VALUE",
                "spec.entities[1]",
                "line 2, column 17: spec.entities[1] has no value; write one after it, or \"\" for an empty text, or leave it out",
                "spec:\n  entities: [a, null]\n");
    }

    // Wrong documents

    @ParameterizedTest
    @ValueSource(
            strings = {"kind: entity\n", "kind: entity\nspec:\n", "kind: entity\nspec: null\n", "meta: {}\n", "{}"})
    void aDefinitionNeedsASpec(String yaml) {
        assertWrongYaml(
                "MISSING_SPEC",
                "spec",
                "line 1, column 1: the definition has no spec; put its fields under spec:",
                yaml);
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "Entity", "[entity]", "{entity: 1}", "''"})
    void anUnknownKindNamesItsPlace(String kind) {
        assertWrongYaml(
                "UNKNOWN_KIND",
                "kind",
                "line 2, column 7: kind must be \"entity\" or \"feature_table\"",
                "spec: {valueType: INT64}\nkind: " + kind);
    }

    @Test
    void aKindThatTheSpecDoesNotTellMustBeGiven() {
        assertWrongYaml(
                "UNKNOWN_KIND",
                "kind",
                "line 2, column 3: the spec tells neither an entity (valueType) nor a feature table (entities, features); add kind:",
                "spec:\n  name: a\n  labels: {}\n");
    }

    @ParameterizedTest
    @CsvSource({"driver, 1", "5, 1", "'[a]', 2", "'[[{spec: {}}]]', 2", "'[null]', 2"})
    void whatIsNoMappingIsNoDefinition(String yaml, int column) {
        assertInvalid(
                "INVALID_VALUE",
                "line 1, column %d: a definition must be a mapping with a spec".formatted(column),
                () -> yaml(yaml));
    }

    @Test
    void theSecondDocumentsMistakesNameTheLineOfTheWholeText() {
        assertWrongYaml(
                "UNKNOWN_KIND",
                "kind",
                "line 3, column 7: kind must be \"entity\" or \"feature_table\"",
                "spec: {name: a, valueType: INT64}\n---\nkind: x\nspec: {}");
    }

    @Test
    void anchorsAndAliasesAreRefused() {
        assertInvalid(
                "UNSUPPORTED_YAML",
                "line 1, column 7: " + NO_ANCHORS,
                () -> yaml("spec: &a {name: a, valueType: INT64}\nmeta: {}"));
        assertInvalid(
                "UNSUPPORTED_YAML",
                "line 2, column 7: " + NO_ANCHORS,
                () -> yaml("spec: {name: a, valueType: INT64}\nmeta: *a"));
    }

    @Test
    void mergeKeysAreRefused() {
        assertInvalid(
                "UNSUPPORTED_YAML",
                "line 2, column 7: " + NO_ANCHORS,
                () -> yaml("spec:\n  <<: *defaults\n  valueType: INT64"));
        assertWrongYaml(
                "UNKNOWN_FIELD",
                "spec.<<",
                "line 2, column 3: unknown field \"<<\" in spec; there are: " + ENTITY_FIELDS,
                "spec:\n  <<: {name: a}\n  valueType: INT64");
    }

    @Test
    void anAliasAsAKeyIsRefused() {
        assertMalformedYaml(
                "line 2, column 5: Expected a field name (Scalar value in YAML)",
                "spec:\n  *a : x\n  valueType: INT64");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30})
    void aFewLinesThatWouldUnfoldToGigabytesAreRefused(int lines) {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < lines; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        assertInvalid("UNSUPPORTED_YAML", "line 1, column 5: " + NO_ANCHORS, () -> yaml(bomb.toString()));
    }

    @Test
    void malformedYamlNamesThePlaceOfTheMistake() {
        assertMalformedYaml("line 1, column 8: expected the node content, but found '<stream end>'", "spec: {");
        assertMalformedYaml("line 1, column 12: expected ',' or ']', but got <stream end>", "spec: [a, b");
        assertMalformedYaml("line 1, column 5: mapping values are not allowed here", "a: b: c");
        assertMalformedYaml("line 3, column 1: found unexpected end of stream", "spec:\n  name: \"a\n");
        assertMalformedYaml(
                "line 2, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                "spec:\n\tname: a");
        assertMalformedYaml(
                "line 3, column 2: expected <block end>, but found '<block mapping start>'",
                "spec:\n  name: a\n name: b");
        assertMalformedYaml("line 1, column 1: special characters are not allowed", "\u0001");
        assertMalformedYaml("line 1, column 4: Expected a field name (Scalar value in YAML)", "? [a]\n: b");
    }

    @Test
    void malformedJsonNamesThePlaceOfTheMistake() {
        assertMalformedJson(
                "line 2, column 1: Unexpected end-of-input: expected close marker for Object (start marker at line 1, column 1)",
                "{\n");
        assertMalformedJson(
                "line 1, column 3: Unexpected close marker ']': expected '}' (for Object starting at line 1, column 2)",
                "[{]");
        assertMalformedJson(
                "line 2, column 8: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
                "{\n\"a\": 1,}");
        assertMalformedJson(
                "line 1, column 19: Illegal unquoted character (code 10): has to be escaped using backslash to be "
                        + "included in string value",
                "{\"spec\":{\"name\":\"a\nb\"}}");
    }

    @Test
    void whateverFollowsTheJsonIsRefused() {
        var object = "{\"spec\":{\"name\":\"a\",\"valueType\":\"INT64\"}}";
        assertMalformedJson(
                "line 1, column 43: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', "
                        + "'true' or 'false')",
                object + " x");
        assertMalformedJson("line 1, column 42: Unexpected close marker '}': no open Object to close", object + "}");
        assertMalformedJson(
                "line 2, column 1: the JSON has ended; several objects must stand in one array",
                object + "\n" + object);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "null", "[]"})
    void anEmptyJsonBodyIsRefused(String json) {
        assertInvalid("EMPTY_BODY", "The body holds no definition. Send a document with a spec.", () -> json(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only\n# comments\n", "---\n---\n", "[]", "~"})
    void anEmptyYamlBodyIsRefused(String yaml) {
        assertInvalid("EMPTY_BODY", "The body holds no definition. Send a document with a spec.", () -> yaml(yaml));
    }

    @Test
    void aThousandDefinitionsAreReadAndNoMore() {
        var one = "spec: {name: a, valueType: INT64}\n---\n";
        assertEquals(1_000, yaml(one.repeat(1_000)).size());
        assertInvalid(
                "TOO_MANY_DEFINITIONS",
                "The body holds 1,001 definitions; at most 1,000 are allowed.",
                () -> yaml(one.repeat(1_001)));
        assertInvalid(
                "TOO_MANY_DEFINITIONS",
                "The body holds 1,002 definitions; at most 1,000 are allowed.",
                () -> json("[" + "{},".repeat(1_001) + "{}]"));
    }

    @ParameterizedTest
    @CsvSource({"'[', 102", "'- ', 201", "'{a: ', 402"})
    void tenThousandLevelsOfYamlAreRefused(String level, int column) {
        assertMalformedYaml(
                "line 1, column %d: Document nesting depth (101) exceeds the maximum allowed (100)".formatted(column),
                level.repeat(10_000));
    }

    @ParameterizedTest
    @CsvSource({"'[', 102", "'{\"a\":', 502"})
    void tenThousandLevelsOfJsonAreRefused(String level, int column) {
        assertMalformedJson(
                "line 1, column %d: Document nesting depth (101) exceeds the maximum allowed (100)".formatted(column),
                level.repeat(10_000));
    }

    @Test
    void fourMegabytesOfYamlAreRefused() {
        assertMalformedYaml(
                "line 1, column 4000001: The incoming YAML document exceeds the limit: 3145728 code points.",
                "x".repeat(4_000_000));
    }
}
