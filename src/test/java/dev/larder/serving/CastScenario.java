package dev.larder.serving;

import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.HttpDoor.json;
import static dev.larder.testing.Rows.ago;
import static dev.larder.testing.Rows.int64;
import static dev.larder.testing.Rows.row;
import static dev.larder.testing.Rows.text;
import static dev.larder.testing.Rows.write;
import static dev.larder.testing.Specs.entity;
import static dev.larder.testing.Specs.feature;
import static dev.larder.testing.Specs.newProject;
import static dev.larder.testing.Specs.parquet;
import static dev.larder.testing.Specs.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.larder.proto.v1.WriteRowsRequest;
import dev.larder.row.ValueCast;
import dev.larder.row.ValueLayout;
import dev.larder.testing.Asking;
import dev.larder.testing.CastCase;
import dev.larder.testing.GrpcDoor;
import dev.larder.wire.ValueReader;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.BoolList;
import feast.proto.types.ValueProto.BytesList;
import feast.proto.types.ValueProto.DoubleList;
import feast.proto.types.ValueProto.FloatList;
import feast.proto.types.ValueProto.Int32List;
import feast.proto.types.ValueProto.Int64List;
import feast.proto.types.ValueProto.StringList;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a value of one kind where another type is registered: the golden matrix, at each of serving's doors. */
abstract class CastScenario {
    private final String project = newProject();

    @BeforeEach
    void define() {
        applyEntity("driver", ValueType.Enum.INT64);
        var types = FeatureTableSpec.newBuilder()
                .setName("types")
                .addEntities("driver")
                .setBatchSource(parquet());
        for (ValueLayout type : ValueLayout.values()) {
            types.addFeatures(feature(type.name(), ValueType.Enum.valueOf(type.name())));
        }
        apply(types);
    }

    // Features

    @Test
    void rowsOverHttpAreReadByTheMatrix() throws IOException {
        var cases = CastCase.all().filter(given -> given.json() != null).toList();
        assertTrue(cases.size() > 150, "most of the cases can be said in JSON");
        var report = writeOverHttp(IntStream.range(0, cases.size())
                .mapToObj(i -> httpRow(i, cases.get(i).type(), cases.get(i).json()))
                .collect(Collectors.joining(",")));
        var errors = new HashMap<Integer, String>();
        report.<Map<String, Object>>getList("errors")
                .forEach(error -> errors.put((Integer) error.get("row"), (String) error.get("reason")));
        assertStored(cases, errors);
    }

    @Test
    void rowsOverGrpcAreReadByTheMatrix() throws IOException {
        var cases =
                CastCase.all().filter(given -> message(given.value()) != null).toList();
        assertTrue(cases.size() > 150, "most of the cases can be said in protobuf");
        var rows = IntStream.range(0, cases.size())
                .mapToObj(i -> row(
                        driver(i),
                        ago(Duration.ofSeconds(1)),
                        Map.of(cases.get(i).type().name(), message(cases.get(i).value()))))
                .toArray(WriteRowsRequest.Row[]::new);
        var errors = new HashMap<Integer, String>();
        write(project, "types", rows).getErrorsList().forEach(error -> errors.put(error.getRow(), error.getReason()));
        assertStored(cases, errors);
    }

    private void assertStored(List<CastCase> cases, Map<Integer, String> errors) {
        var drivers =
                IntStream.range(0, cases.size()).mapToObj(CastScenario::driver).toList();
        var names = java.util.Arrays.stream(ValueLayout.values())
                .map(type -> "types:" + type)
                .toArray(String[]::new);
        var answer = Asking.IN_COLUMNS.ask(GrpcDoor.largeChannel(), project, drivers, names);
        for (int i = 0; i < cases.size(); i++) {
            var given = cases.get(i);
            var stored =
                    ValueReader.read(answer.cell(i, "types:" + given.type()).value());
            assertEquals(given.expected(), CastCase.shown(stored), given.toString());
            assertEquals(
                    given.expected().equals(CastCase.REFUSED) ? "WRONG_TYPE" : "none",
                    errors.getOrDefault(i, "none"),
                    given.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INT64 | 1.5 | features.INT64 is the number 1.5 and cannot be read as INT64.",
                "INT64 | 1e400 | features.INT64 is the number 1E+400 and cannot be read as INT64.",
                "INT32 | 99999999999999999999 | features.INT32 is the number 99999999999999999999 and cannot be read as INT32.",
                "DOUBLE | 1e400 | features.DOUBLE is the number 1E+400 and cannot be read as DOUBLE.",
                "DOUBLE | -1e999999999 | features.DOUBLE is the number -1E+999999999 and cannot be read as DOUBLE.",
                "DOUBLE | 9007199254740993 | features.DOUBLE is the number 9007199254740993 and cannot be read as DOUBLE.",
                "FLOAT | 16777217 | features.FLOAT is the number 16777217 and cannot be read as FLOAT.",
                "BOOL | `\"yes\"` | features.BOOL is the text \"yes\" and cannot be read as BOOL.",
                "STRING | true | features.STRING is true and cannot be read as STRING.",
                "STRING | [] | features.STRING is a list of 0 and cannot be read as STRING.",
                "INT64_LIST | 1 | features.INT64_LIST is the number 1 and cannot be read as INT64_LIST.",
                "INT64_LIST | [1, 1.5] | features.INT64_LIST[1] is the number 1.5 and cannot be read as INT64.",
                "INT64_LIST | [1, null] | features.INT64_LIST[1] is null; a list holds no nulls.",
                "BYTES | `\"?\"` | features.BYTES is of type BYTES and must be base64.",
                "BYTES_LIST | `[\"AQ==\", \"?\"]` | features.BYTES_LIST[1] is of type BYTES and must be base64.",
                "STRING | {} | features.STRING is an object; a value is a number, a text, true, false, null or an array."
            })
    void whatDoesNotSurviveIsNamedAndTheOtherRowsAreWritten(String type, String value, String message) {
        var report = writeOverHttp(
                httpRow(1, ValueLayout.valueOf(type), value) + "," + httpRow(2, ValueLayout.INT64, "5.0"));
        assertEquals(1, report.getInt("written"));
        assertEquals(List.of(0), report.getList("errors.row"));
        assertEquals(List.of("WRONG_TYPE"), report.getList("errors.reason"));
        assertEquals(List.of(message), report.getList("errors.message"));
    }

    @ParameterizedTest
    @CsvSource({
        "INT64, 9007199254740993.0, 9007199254740993",
        "INT64, 9223372036854775807.000, 9223372036854775807",
        "INT64, 90071992547409930e-1, 9007199254740993",
        "DOUBLE, 9007199254740993.0, 9.007199254740992E15",
        "DOUBLE, 9007199254740993e0, 9.007199254740992E15",
        "DOUBLE, 1e-999999999, 0.0",
        "FLOAT, 16777217.0, 1.6777216E7"
    })
    void numbersOverHttpAreExactlyWhatTheySay(String type, String value, String stored) {
        assertEquals(
                1, writeOverHttp(httpRow(1, ValueLayout.valueOf(type), value)).getInt("written"));
        assertEquals(
                stored,
                CastCase.shown(ValueReader.read(Asking.IN_COLUMNS
                        .ask(project, List.of(driver(1)), "types:" + type)
                        .cell(0, "types:" + type)
                        .value())));
    }

    @Test
    void aNumberBeyondAllNumbersIsAMistakeOfTheBody() {
        json("{\"rows\": [" + httpRow(1, ValueLayout.DOUBLE, "1e99999999999") + "]}")
                .post(path())
                .then()
                .statusCode(400)
                .body("reason", org.hamcrest.Matchers.equalTo("MALFORMED_JSON"));
    }

    // Entities of requests

    @Test
    void entitiesOfRequestsAreReadByTheMatrix() throws IOException {
        var written = new HashMap<ValueLayout, List<WriteRowsRequest.Row>>();
        for (ValueLayout type : ValueLayout.values()) {
            applyEntity("e_" + type, ValueType.Enum.valueOf(type.name()));
            apply(table("by_" + type, "e_" + type));
            written.put(type, new ArrayList<>());
        }
        var cases =
                CastCase.all().filter(given -> message(given.value()) != null).toList();
        for (CastCase given : cases) {
            var key = key(given);
            if (key != null) {
                written.get(given.type())
                        .add(row(
                                Map.of("e_" + given.type(), message(key)),
                                ago(Duration.ofSeconds(1)),
                                Map.of("trip_count", int64(1))));
            }
        }
        written.forEach((type, rows) -> assertEquals(
                rows.size(),
                write(project, "by_" + type, rows.toArray(WriteRowsRequest.Row[]::new))
                        .getWritten()));
        for (CastCase given : cases) {
            assertFound(given, key(given) != null);
        }
    }

    private void assertFound(CastCase given, boolean survives) {
        var entity = "e_" + given.type();
        var name = "by_" + given.type() + ":trip_count";
        var rows = List.of(Map.of(entity, message(given.value())));
        assertEquals(
                List.of(survives ? "PRESENT" : "NOT_FOUND"),
                Asking.IN_ROWS.ask(project, rows, name).statuses(name),
                given + " in rows");
        try {
            assertEquals(
                    List.of("PRESENT"),
                    Asking.IN_COLUMNS.ask(project, rows, name).statuses(name),
                    given + " in columns");
            assertTrue(survives, given + " in columns");
        } catch (StatusRuntimeException e) {
            assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode(), given + " in columns");
            assertTrue(
                    e.getStatus().getDescription().startsWith("entities." + entity + "[0]") && !survives,
                    given + " in columns: " + e.getStatus().getDescription());
        }
        if (given.json() != null) {
            json("{\"entities\": {\"%s\": [%s]}, \"features\": [\"%s\"]}".formatted(entity, given.json(), name))
                    .post("/p/" + project + "/get-online-features")
                    .then()
                    .statusCode(survives ? 200 : 422)
                    .body(org.hamcrest.Matchers.containsString(survives ? "PRESENT" : "entities." + entity + "[0]"));
        }
    }

    /** What the matrix says; but an integer where STRING is registered is its decimal text. */
    private static Object key(CastCase given) {
        if (given.kind().equals("integer") && given.type() == ValueLayout.STRING) {
            return given.value().toString();
        }
        if (given.kind().equals("integer") && given.type() == ValueLayout.STRING_LIST) {
            return ((List<?>) given.value()).stream().map(Object::toString).toList();
        }
        return ValueCast.cast(given.type(), given.value());
    }

    @Test
    void anIntegerIsTheTextOfAnEntityButOfNoFeature() {
        applyEntity("customer", ValueType.Enum.STRING);
        apply(table("visits", "customer"));
        write(
                project,
                "visits",
                row(Map.of("customer", text("1001")), ago(Duration.ofSeconds(1)), Map.of("trip_count", int64(7))));
        json("{\"entities\": {\"customer\": [1001, \"1001\", 1002]}, \"features\": [\"visits:trip_count\"]}")
                .post("/p/" + project + "/get-online-features")
                .then()
                .statusCode(200)
                .body("results[0].values", org.hamcrest.Matchers.contains("1001", "1001", "1002"))
                .body("results[1].values", org.hamcrest.Matchers.contains(7, 7, null));
        assertEquals(
                List.of("features.STRING is the number 1001 and cannot be read as STRING."),
                writeOverHttp(httpRow(1, ValueLayout.STRING, "1001")).getList("errors.message"));
    }

    private static Value message(Object value) {
        var message = Value.newBuilder();
        if (value instanceof List<?> list) {
            return list(list, message);
        }
        if (value instanceof Boolean flag) {
            return message.setBoolVal(flag).build();
        }
        if (value instanceof Integer number) {
            return message.setInt32Val(number).build();
        }
        if (value instanceof Long number) {
            return message.setInt64Val(number).build();
        }
        if (value instanceof Float number) {
            return message.setFloatVal(number).build();
        }
        if (value instanceof Double number) {
            return message.setDoubleVal(number).build();
        }
        if (value instanceof byte[] bytes) {
            return message.setBytesVal(ByteString.copyFrom(bytes)).build();
        }
        return value instanceof String text ? message.setStringVal(text).build() : null;
    }

    private static Value list(List<?> list, Value.Builder message) {
        var elements = list.stream().map(CastScenario::message).toList();
        if (elements.stream().anyMatch(Objects::isNull)) {
            return null;
        }
        var kind =
                elements.isEmpty() ? Value.ValCase.INT64_VAL : elements.get(0).getValCase();
        switch (kind) {
            case BOOL_VAL -> elements.forEach(one -> message.setBoolListVal(
                    BoolList.newBuilder(message.getBoolListVal()).addVal(one.getBoolVal())));
            case INT32_VAL -> elements.forEach(one -> message.setInt32ListVal(
                    Int32List.newBuilder(message.getInt32ListVal()).addVal(one.getInt32Val())));
            case INT64_VAL -> {
                message.setInt64ListVal(Int64List.getDefaultInstance());
                elements.forEach(one -> message.setInt64ListVal(
                        Int64List.newBuilder(message.getInt64ListVal()).addVal(one.getInt64Val())));
            }
            case FLOAT_VAL -> elements.forEach(one -> message.setFloatListVal(
                    FloatList.newBuilder(message.getFloatListVal()).addVal(one.getFloatVal())));
            case DOUBLE_VAL -> elements.forEach(one -> message.setDoubleListVal(
                    DoubleList.newBuilder(message.getDoubleListVal()).addVal(one.getDoubleVal())));
            case BYTES_VAL -> elements.forEach(one -> message.setBytesListVal(
                    BytesList.newBuilder(message.getBytesListVal()).addVal(one.getBytesVal())));
            default -> elements.forEach(one -> message.setStringListVal(
                    StringList.newBuilder(message.getStringListVal()).addVal(one.getStringVal())));
        }
        return message.build();
    }

    private static Map<String, Value> driver(long id) {
        return Map.of("driver", int64(id));
    }

    private static String httpRow(long driver, ValueLayout type, String value) {
        return "{\"entities\": {\"driver\": %d}, \"event_timestamp\": \"%s\", \"features\": {\"%s\": %s}}"
                .formatted(driver, Instant.now().minusSeconds(1), type, value);
    }

    private JsonPath writeOverHttp(String rows) {
        return json("{\"rows\": [" + rows + "]}")
                .post(path())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String path() {
        return "/api/v1/projects/" + project + "/feature-tables/types/rows";
    }

    private void applyEntity(String name, ValueType.Enum type) {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(entity(name, type))
                .build());
    }

    private void apply(FeatureTableSpec.Builder table) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table)
                .build());
    }
}
