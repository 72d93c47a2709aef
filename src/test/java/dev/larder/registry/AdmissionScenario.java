package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.GrpcDoor.registry;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.HttpDoor.request;
import static dev.larder.testing.HttpDoor.yaml;
import static dev.larder.testing.Specs.newProject;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.larder.proto.v1.ApplyRequest;
import dev.larder.proto.v1.Definition;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.core.OnlineStoreProto.OnlineStore;
import feast.proto.core.OnlineStoreProto.StoreType;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a definition must be so that jobs can do something with it, and how it is refused at each door. */
abstract class AdmissionScenario {
    private static final String DRIVER = "spec: {name: driver, valueType: INT64}\n";
    private static final String WAYS = "Rename it; with field_mapping it is still read from the column it has.";

    final String project = newProject();
    final String base = "/api/v1/projects/" + project;

    private static String table(String name, String feature, String type, String more) {
        return """
                spec:
                  name: %s
                  entities: [driver]
                  features: [{name: %s, valueType: %s}]
                  batchSource:
                    type: BATCH_FILE
                    eventTimestampColumn: ts
                    fileOptions: {fileUrl: "file:///lake", fileFormat: {parquetFormat: {}}}
                %s"""
                .formatted(name, feature, type, more);
    }

    private ValidatableResponse apply(String... documents) {
        return yaml(String.join("---\n", documents)).post(base + "/apply").then();
    }

    private static ValidatableResponse refused(ValidatableResponse answer, String reason, String field) {
        return answer.statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("INVALID_ARGUMENT"))
                .body("reason", equalTo(reason))
                .body("field", equalTo(field));
    }

    // Given twice

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size | DOUBLE | '' | features.size.value_type is INT64 and DOUBLE",
                "size | INT64 | 'labels: {team: a}' | labels.team is not given and a",
                "size | INT64 | 'maxAge: 60s' | max_age is not given and PT1M",
                "length | INT64 | '' | features.length.value_type is not given and INT64; features.size.value_type is INT64 and not given",
            })
    void aTableThatIsGivenTwiceAndDifferentlyIsRefused(String feature, String type, String more, String difference) {
        var second = table("jup", feature, type, more.isEmpty() ? "" : "  " + more + "\n");
        refused(apply(DRIVER, table("jup", "size", "INT64", ""), second), "GIVEN_TWICE", "definitions[2]")
                .body(
                        "detail",
                        equalTo(
                                "The request defines feature table jup twice and differently, as definitions[1] and definitions[2]: "
                                        + difference + ". Leave one of them out."));
        request().get(base + "/entities/driver").then().statusCode(404);
    }

    @Test
    void anEntityThatIsGivenTwiceAndDifferentlyIsRefused() {
        refused(
                        apply(
                                DRIVER,
                                "kind: entity\nspec: {name: driver, valueType: INT64, description: who drives}\n"),
                        "GIVEN_TWICE",
                        "definitions[1]")
                .body(
                        "detail",
                        equalTo(
                                "The request defines entity driver twice and differently, as definitions[0] and definitions[1]: "
                                        + "description is not given and who drives. Leave one of them out."));
        json("""
                [{"spec": {"name": "driver", "valueType": "INT64"}}, {"spec": {"name": "driver", "valueType": "STRING"}}]
                """)
                .queryParam("dry-run", true)
                .post(base + "/apply")
                .then()
                .statusCode(400)
                .body("detail", containsString("value_type is INT64 and STRING"));
    }

    @Test
    void whatIsGivenTwiceOverGrpcIsRefused() {
        var driver = Definition.newBuilder().setEntity(Specs.entity("driver", ValueType.Enum.INT64));
        var trips = Specs.table("trips", "driver");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The request defines feature table trips twice and differently, as definitions[1] and definitions[3]: "
                        + "features.trip_count.value_type is INT64 and INT32; max_age is PT1H and PT1M. Leave one of them out.",
                () -> registry()
                        .apply(ApplyRequest.newBuilder()
                                .setProject(project)
                                .addDefinitions(driver)
                                .addDefinitions(Definition.newBuilder().setFeatureTable(trips))
                                .addDefinitions(driver)
                                .addDefinitions(Definition.newBuilder()
                                        .setFeatureTable(trips.clone()
                                                .setFeatures(1, Specs.feature("trip_count", ValueType.Enum.INT32))
                                                .setMaxAge(com.google.protobuf.Duration.newBuilder()
                                                        .setSeconds(60))))
                                .build()));
    }

    @Test
    void whatIsGivenTwiceAndSaysTheSameIsTakenOnce() {
        var jup = table("jup", "size", "INT64", "");
        apply(DRIVER, jup, DRIVER, jup)
                .statusCode(200)
                .body("changes.name", contains(project, "driver", "jup"))
                .body("changes.kind", contains("PROJECT", "ENTITY", "FEATURE_TABLE"));
    }

    @Test
    void anEntityAndATableMayShareAName() {
        apply(DRIVER, table("driver", "size", "INT64", "")).statusCode(200);
    }

    // Names

    @ParameterizedTest
    @CsvSource({
        "rate, Rate, 'Feature Rate differs from feature rate'",
        "RATE, rate, 'Feature rate differs from feature RATE'",
        "rate, Driver, 'Feature Driver differs from entity driver'",
        "rate, Event_Timestamp, 'Feature Event_Timestamp differs from the reserved name event_timestamp'",
        "rate, CREATED_TIMESTAMP, 'Feature CREATED_TIMESTAMP differs from the reserved name created_timestamp'",
    })
    void namesThatDifferOnlyInCaseAreRefused(String one, String other, String text) {
        apply(DRIVER).statusCode(200);
        var both = table("rates", one + ", valueType: INT64}, {name: " + other, "INT64", "");
        var detail = text + " only in upper and lower case, which not every store tells apart. " + WAYS;
        refused(apply(both), "NAME_DIFFERS_IN_CASE", "features." + other).body("detail", equalTo(detail));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                detail,
                () -> applyTable(Specs.table("rates", "driver")
                        .clearFeatures()
                        .addFeatures(Specs.feature(one, ValueType.Enum.INT64))
                        .addFeatures(Specs.feature(other, ValueType.Enum.INT64))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_file", "_pos", "_partition", "_spec_id", "_deleted", "_ROW_ID"})
    void namesThatTablesOfTheOfflineStoreHaveAreRefused(String name) {
        apply(DRIVER).statusCode(200);
        refused(apply(table("rates", name, "INT64", "")), "RESERVED_NAME", "features." + name)
                .body(
                        "detail",
                        equalTo("Feature %s has the name of a column that every table of the offline store has. %s"
                                .formatted(name, WAYS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_source", "_reason", "_metadata", "_", "select", "__index__"})
    void otherNamesAreTaken(String name) {
        apply(DRIVER, table("rates", name, "INT64", "")).statusCode(200);
    }

    // Labels

    @ParameterizedTest
    @ValueSource(strings = {"1h", "-5s", "3600", "soon"})
    void aMaxAheadThatIsNoDurationIsRefused(String value) {
        apply(DRIVER).statusCode(200);
        refused(
                        apply(table("rates", "rate", "INT64", "  labels: {max_ahead: \"%s\"}\n".formatted(value))),
                        "INVALID_LABEL",
                        "labels.max_ahead")
                .body("detail", containsString("The label max_ahead is \"%s\"; it must be".formatted(value)));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "The label max_ahead is \"%s\"; it must be a number of seconds such as \"3600s\" or \"0.5s\", not finer than a microsecond and not above 10,000 years."
                        .formatted(value),
                () -> applyTable(Specs.table("rates", "driver").putLabels("max_ahead", value)));
    }

    @Test
    void aMaxAheadIsTaken() {
        apply(DRIVER, table("rates", "rate", "INT64", "  labels: {max_ahead: 3600s}\n"))
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | is no JSON from line 1, column 1 on",
                "[] | must be a JSON object with a list \"expectations\"",
                "{\"expectation\": []} | must be a JSON object with a list \"expectations\"",
                "{\"expectations\": [{\"expectation_type\": \"expect_luck\"}]} | has the unknown expectation \"expect_luck\"; known are",
                "{\"expectations\": [{\"expectation_type\": \"expect_column_values_to_not_be_null\", \"kwargs\": {\"column\": \"rat\"}}]} | of column \"rat\", which is neither an entity nor a feature of the table",
                "{\"expectations\": [{\"expectation_type\": \"expect_column_values_to_be_between\", \"kwargs\": {\"column\": \"rate\", \"min_value\": \"1\"}}]} | has the min_value \"1\" for column rate; it must be a number",
            })
    void expectationsThatCannotBeUnderstoodAreRefused(String label, String text) {
        apply(DRIVER).statusCode(200);
        refused(
                        apply(table("rates", "rate", "INT64", "  labels: {_expectations: '%s'}\n".formatted(label))),
                        "INVALID_LABEL",
                        "labels._expectations")
                .body("detail", containsString(text))
                .body("detail", containsString("The label _expectations "));
    }

    @Test
    void expectationsAreTaken() {
        apply(
                        DRIVER,
                        table(
                                "rates",
                                "rate",
                                "INT64",
                                """
                                  labels:
                                    _expectations: >
                                      {"expectation_suite_name": "s", "meta": {}, "expectations": [
                                        {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "driver"}},
                                        {"expectation_type": "expect_column_values_to_be_between",
                                         "kwargs": {"column": "rate", "min_value": 0, "max_value": null}}]}
                                """))
                .statusCode(200);
    }

    // What YAML of Feast may hold

    @Test
    void aTableForAStoreThatLarderDoesNotHaveIsToldWhatToDo() {
        var text = "online_store.type is BIGTABLE, and Larder has one online store, named online, of the type REDIS. "
                + "Leave online_store out, or set its type to REDIS.";
        apply(DRIVER).statusCode(200);
        refused(
                        apply(table("rates", "rate", "INT64", "  onlineStore: {name: big, type: BIGTABLE}\n")),
                        "UNKNOWN_STORE_TYPE",
                        "online_store.type")
                .body("detail", equalTo(text));
        yaml(table("rates", "rate", "INT64", "  online_store: {type: BIGTABLE}\n"))
                .put(base + "/feature-tables/rates")
                .then()
                .statusCode(400)
                .body("detail", equalTo(text));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                text,
                () -> applyTable(Specs.table("rates", "driver")
                        .setOnlineStore(OnlineStore.newBuilder().setType(StoreType.BIGTABLE))));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                text.replace("BIGTABLE", "7"),
                () -> applyTable(Specs.table("rates", "driver")
                        .setOnlineStore(OnlineStore.newBuilder().setTypeValue(7))));
        apply(table("rates", "rate", "INT64", "  onlineStore: {name: online, type: REDIS}\n"))
                .statusCode(200);
    }

    @Test
    void aLabelWithoutAValueIsToldWhatToWrite() {
        refused(
                        apply(DRIVER + "\n---\nspec:\n  name: zone\n  valueType: STRING\n  labels:\n    team:\n"),
                        "INVALID_VALUE",
                        "spec.labels.team")
                .body(
                        "detail",
                        endsWith(
                                "spec.labels.team has no value; write one after it, or \"\" for an empty text, or leave it out"));
        apply("spec: {name: zone, valueType: STRING, labels: {team: \"\"}}\n").statusCode(200);
    }

    @Test
    void aWrongTypeIsOfferedTheTypesThereAre() {
        refused(apply("spec: {name: zone, valueType: TEXT}\n"), "INVALID_VALUE", "spec.valueType")
                .body("detail", containsString("spec.valueType is \"TEXT\"; it must be one of BYTES, STRING, INT32"));
        refused(apply(DRIVER.replace("INT64", "INVALID")), "INVALID_VALUE_TYPE", "value_type")
                .body("detail", equalTo("Entity driver needs a value_type, such as INT64."));
    }

    private void applyTable(FeatureTableSpec.Builder spec) {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity("driver", ValueType.Enum.INT64))
                .build());
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(spec)
                .build());
    }
}
