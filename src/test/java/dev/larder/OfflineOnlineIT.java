package dev.larder;

import static dev.larder.testing.GrpcDoor.channel;
import static dev.larder.testing.GrpcDoor.core;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import dev.larder.proto.v1.HistoricalRetrieval.Origin;
import dev.larder.proto.v1.Job;
import dev.larder.proto.v1.JobWork;
import dev.larder.testing.Asking;
import dev.larder.testing.JobDoor;
import dev.larder.testing.Parquet;
import dev.larder.testing.Rows;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.DataFormatProto.FileFormat;
import feast.proto.core.DataSourceProto.DataSource;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.types.ValueProto.Value;
import feast.proto.types.ValueProto.ValueType;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a feature store is for: what a model is trained with is what it is served. Spark writes rows of all value types into both stores;
 * serving's answer must be that of the point-in-time join for the present, from the batch source and from the offline store.
 */
@QuarkusIntegrationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfflineOnlineIT {
    private static final int ENTITIES = 60;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** The columns of the source: value type to SQL of row number i. Each seventh value is null. */
    private static final Map<ValueType.Enum, String> COLUMNS = new TreeMap<>(Map.ofEntries(
            Map.entry(ValueType.Enum.BYTES, "encode('b' || i)"),
            Map.entry(ValueType.Enum.STRING, "'é\u0001' || i"),
            Map.entry(ValueType.Enum.INT32, "(i * 7919 - 100000)::int"),
            Map.entry(ValueType.Enum.INT64, "i * 4611686018427 - 9223372036854775807"),
            Map.entry(
                    ValueType.Enum.DOUBLE,
                    "case i % 5 when 0 then 'nan'::double when 1 then '-infinity'::double else i / 7 end"),
            Map.entry(ValueType.Enum.FLOAT, "(i / 3)::float"),
            Map.entry(ValueType.Enum.BOOL, "i % 2 = 0"),
            Map.entry(ValueType.Enum.BYTES_LIST, "[encode('x' || i), encode('')]"),
            Map.entry(ValueType.Enum.STRING_LIST, "['s' || i, '']"),
            Map.entry(ValueType.Enum.INT32_LIST, "[(-i)::int, 0::int, 2147483647::int]"),
            Map.entry(ValueType.Enum.INT64_LIST, "[i, -i, 9223372036854775807]"),
            Map.entry(ValueType.Enum.DOUBLE_LIST, "[i / 3, 'nan'::double]"),
            Map.entry(
                    ValueType.Enum.FLOAT_LIST, "case when i % 4 = 0 then []::float[] else [i::float, 0.1::float] end"),
            Map.entry(ValueType.Enum.BOOL_LIST, "[i % 2 = 0, true, false]")));

    private static final Path FOLDER = Path.of("target", "offline-online").toAbsolutePath();

    private final String project = Specs.newProject();

    @BeforeAll
    void definitionsAndRows() throws Exception {
        Parquet.assumeSparkIsBuilt();
        var columns = new ArrayList<String>();
        int n = 0;
        for (var column : COLUMNS.entrySet()) {
            columns.add("case when (i + %d) %% 7 = 0 then null else %s end as %s"
                    .formatted(n++, column.getValue(), feature(column.getKey())));
        }
        // Three rows for each entity, an hour apart, the newest of entity k being k minutes old; those of the last ten
        // are too old.
        Parquet.write(
                FOLDER.resolve("rows"),
                """
                select %s, k as driver, 'z' || (k %% 3) as zone,
                  timestamptz '%s' - to_minutes(k) - to_hours(h) - to_hours(case when k >= %d then 48 else 0 end) as event_time,
                  event_time + interval 1 second as created_time
                from (select k, h, k * 3 + h as i from range(%d) entities(k), range(3) hours(h))
                """
                        .formatted(String.join(", ", columns), NOW, ENTITIES - 10, ENTITIES));
        Parquet.write(
                FOLDER.resolve("entities"),
                "select k as driver, 'z' || (k %% 3) as zone, timestamptz '%s' as event_timestamp from range(%d) entities(k)"
                        .formatted(NOW, ENTITIES + 5));
        for (var entity : Map.of("driver", ValueType.Enum.INT64, "zone", ValueType.Enum.STRING)
                .entrySet()) {
            core().applyEntity(ApplyEntityRequest.newBuilder()
                    .setProject(project)
                    .setSpec(Specs.entity(entity.getKey(), entity.getValue()))
                    .build());
        }
        var table = FeatureTableSpec.newBuilder()
                .setName("all_types")
                .addAllEntities(List.of("driver", "zone"))
                .setMaxAge(Duration.newBuilder().setSeconds(24 * 3600))
                .setBatchSource(source("rows", "event_time").setCreatedTimestampColumn("created_time"));
        COLUMNS.keySet().forEach(type -> table.addFeatures(Specs.feature(feature(type), type)));
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(table)
                .build());
    }

    private static String feature(ValueType.Enum type) {
        return "f_" + type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private DataSource.Builder source(String name, String eventTime) {
        var source = DataSource.newBuilder()
                .setType(DataSource.SourceType.BATCH_FILE)
                .setEventTimestampColumn(eventTime);
        source.getFileOptionsBuilder()
                .setFileUrl(FOLDER.resolve(name).toUri().toString())
                .setFileFormat(FileFormat.newBuilder().setParquetFormat(FileFormat.ParquetFormat.getDefaultInstance()));
        return source;
    }

    @Test
    void servingEqualsTheJoinOfTheSourceAndOfTheOfflineStore() throws Exception {
        var start = NOW.minus(7, ChronoUnit.DAYS);
        var end = NOW.plus(1, ChronoUnit.DAYS);
        var online = JobDoor.start(channel(), project, JobDoor.toOnline("all_types", start, end));
        var offline = JobDoor.start(channel(), project, JobDoor.toOffline("all_types", start, end));
        var onlineEnd = JobDoor.awaitEnd(channel(), online, Job.State.DONE).getProgress();
        assertEquals(ENTITIES * 3, onlineEnd.getRowsRead());
        assertEquals(ENTITIES - 10, onlineEnd.getRowsWritten());
        assertEquals(30, onlineEnd.getRowsTooOld());
        assertEquals((ENTITIES - 10) * 2, onlineEnd.getRowsOlder());
        var offlineEnd = JobDoor.awaitEnd(channel(), offline, Job.State.DONE).getProgress();
        assertEquals(ENTITIES * 3, offlineEnd.getRowsWritten());

        var fromSource = JobDoor.start(channel(), project, retrieval(Origin.BATCH_SOURCE));
        var fromStore = JobDoor.start(channel(), project, retrieval(Origin.OFFLINE_STORE));
        var source = JobDoor.awaitEnd(channel(), fromSource, Job.State.DONE);
        var store = JobDoor.awaitEnd(channel(), fromStore, Job.State.DONE);
        assertEquals(ENTITIES + 5, source.getProgress().getRowsWritten());
        assertEquals(
                offlineEnd.getSnapshotsOrThrow("all_types"), store.getProgress().getSnapshotsOrThrow("all_types"));

        assertServed(trainingSet(source));
        assertServed(trainingSet(store));
    }

    private JobWork retrieval(Origin origin) {
        var work = JobWork.newBuilder();
        work.getHistoricalRetrievalBuilder()
                .addAllFeatures(COLUMNS.keySet().stream()
                        .map(type -> "all_types:" + feature(type))
                        .toList())
                .setEntitySource(source("entities", "event_timestamp"))
                .setOrigin(origin);
        return work.build();
    }

    private static List<Map<String, Object>> trainingSet(Job job) throws Exception {
        return Parquet.read(job.getWork().getHistoricalRetrieval().getOutputLocation(), "order by driver");
    }

    private void assertServed(List<Map<String, Object>> trainingSet) throws Exception {
        assertEquals(ENTITIES + 5, trainingSet.size());
        var entities = trainingSet.stream()
                .map(row -> Map.of(
                        "driver", Rows.int64((Long) row.get("driver")), "zone", Rows.text((String) row.get("zone"))))
                .toList();
        var features = COLUMNS.keySet().stream()
                .map(type -> "all_types:" + feature(type))
                .toArray(String[]::new);
        for (Asking asking : Asking.values()) {
            var answer = asking.ask(channel(), project, entities, features);
            int present = 0;
            for (int row = 0; row < trainingSet.size(); row++) {
                for (var type : COLUMNS.keySet()) {
                    var cell = answer.cell(row, "all_types:" + feature(type));
                    var trained = trainingSet.get(row).get("all_types__" + feature(type));
                    var where = "%s of row %d, %s".formatted(type, row, cell.status());
                    if (trained == null) {
                        assertEquals(Value.getDefaultInstance(), cell.value(), where);
                        assertTrue(
                                List.of("NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE")
                                        .contains(cell.status()),
                                where);
                    } else {
                        assertEquals("PRESENT", cell.status(), where);
                        assertEqual(trained, type, cell.value(), where);
                        present++;
                    }
                }
            }
            assertTrue(present > 500, "values compared: " + present);
        }
    }

    private static void assertEqual(Object trained, ValueType.Enum type, Value served, String where) throws Exception {
        if (trained instanceof Array list) {
            var expected = Arrays.asList((Object[]) list.getArray());
            var actual = list(type, served);
            assertEquals(expected.size(), actual.size(), where);
            for (int i = 0; i < actual.size(); i++) {
                assertSame(expected.get(i), actual.get(i), where);
            }
        } else {
            assertSame(trained, single(type, served), where);
        }
    }

    private static void assertSame(Object expected, Object actual, String where) throws Exception {
        if (expected instanceof Blob blob) {
            assertArrayEquals(blob.getBytes(1, (int) blob.length()), (byte[]) actual, where);
        } else {
            assertEquals(expected, actual, where);
        }
    }

    private static Object single(ValueType.Enum type, Value value) {
        return switch (type) {
            case BYTES -> value.getBytesVal().toByteArray();
            case STRING -> value.getStringVal();
            case INT32 -> value.getInt32Val();
            case INT64 -> value.getInt64Val();
            case DOUBLE -> value.getDoubleVal();
            case FLOAT -> value.getFloatVal();
            case BOOL -> value.getBoolVal();
            default -> throw new AssertionError(type);
        };
    }

    private static List<?> list(ValueType.Enum type, Value value) {
        return switch (type) {
            case BYTES_LIST -> value.getBytesListVal().getValList().stream()
                    .map(bytes -> bytes.toByteArray())
                    .toList();
            case STRING_LIST -> value.getStringListVal().getValList();
            case INT32_LIST -> value.getInt32ListVal().getValList();
            case INT64_LIST -> value.getInt64ListVal().getValList();
            case DOUBLE_LIST -> value.getDoubleListVal().getValList();
            case FLOAT_LIST -> value.getFloatListVal().getValList();
            case BOOL_LIST -> value.getBoolListVal().getValList();
            default -> throw new AssertionError(type);
        };
    }
}
