import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.OnlineStoreServiceGrpc.OnlineStoreServiceBlockingStub;
import dev.larder.proto.v1.WriteRowsRequest;
import feast.proto.serving.ServingAPIProto.FeatureReferenceV2;
import feast.proto.serving.ServingAPIProto.FieldList;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequest;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequestV2;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponse;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponseV2;
import feast.proto.types.ValueProto.RepeatedValue;
import feast.proto.types.ValueProto.Value;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data of the online benchmarks: 25 tables of 10 INT64 features, all keyed by one INT64 entity. Each value follows from its entity,
 * table and feature, so answers can be checked. Values are 0 to 9999; event times have microseconds.
 */
final class OnlineData {
    static final int ENTITIES = 10_000;
    static final int TABLES = 25;
    static final int FEATURES = 10;

    private static final String ENTITY = "driver";
    private static final String PROJECT = "default";
    private static final int ROWS_PER_CALL = 500;
    private static final long EVENT_SECONDS = 1_750_000_000L;
    private static final int VALUES = 10_000;
    private static final int MAX_RETRIES = 20;
    private static final long RETRY_NANOS = 250_000_000;

    private OnlineData() {}

    static long value(long entity, int table, int feature) {
        long mixed = (entity * 1_000 + table * 31L + feature) * 0x9E3779B97F4A7C15L;
        return (mixed >>> 33) % VALUES;
    }

    private static Value int64(long number) {
        return Value.newBuilder().setInt64Val(number).build();
    }

    private static String table(int table) {
        return "table_" + table;
    }

    private static String feature(int feature) {
        return "feature_" + feature;
    }

    static void define(Application application) throws IOException, InterruptedException {
        var path = "/api/v1/projects/" + PROJECT;
        application.send(application.request(
                "PUT",
                path + "/entities/" + ENTITY,
                "{\"spec\": {\"name\": \"%s\", \"valueType\": \"INT64\"}}".formatted(ENTITY)));
        for (int table = 0; table < TABLES; table++) {
            application.send(application.request("PUT", path + "/feature-tables/" + table(table), definition(table)));
        }
    }

    private static String definition(int table) {
        var features = IntStream.range(0, FEATURES)
                .mapToObj(feature -> "{\"name\": \"%s\", \"valueType\": \"INT64\"}".formatted(feature(feature)))
                .collect(Collectors.joining(", "));
        return """
                {"spec": {"name": "%s", "entities": ["%s"], "features": [%s],
                 "batchSource": {"type": "BATCH_FILE", "eventTimestampColumn": "ts",
                  "fileOptions": {"fileUrl": "file:///lake", "fileFormat": {"parquetFormat": {}}}}}}
                """
                .formatted(table(table), ENTITY, features);
    }

    /**
     * Writes every row.
     *
     * @return how many calls had to be made again, because the store was not available
     */
    static int fill(OnlineStoreServiceBlockingStub store) {
        int retries = 0;
        for (int table = 0; table < TABLES; table++) {
            for (int first = 0; first < ENTITIES; first += ROWS_PER_CALL) {
                var request = WriteRowsRequest.newBuilder().setProject(PROJECT).setFeatureTable(table(table));
                for (int entity = first; entity < first + ROWS_PER_CALL; entity++) {
                    request.addRows(row(entity, table));
                }
                retries += write(store, request.build());
            }
        }
        return retries;
    }

    private static int write(OnlineStoreServiceBlockingStub store, WriteRowsRequest request) {
        for (int retries = 0; ; retries++) {
            try {
                var answer = store.writeRows(request);
                if (answer.getWritten() != ROWS_PER_CALL) {
                    throw new IllegalStateException(answer.toString());
                }
                return retries;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || retries == MAX_RETRIES) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static WriteRowsRequest.Row row(long entity, int table) {
        var row = WriteRowsRequest.Row.newBuilder()
                .putEntities(ENTITY, int64(entity))
                .setEventTimestamp(Timestamp.newBuilder()
                        .setSeconds(EVENT_SECONDS + entity)
                        .setNanos(123_456_000 + table * 1_000));
        for (int feature = 0; feature < FEATURES; feature++) {
            row.putFeatures(feature(feature), int64(value(entity, table, feature)));
        }
        return row.build();
    }

    /** Different entities, any of them. */
    static List<Long> someEntities(int count, Random random) {
        return random.longs(0, ENTITIES).distinct().limit(count).boxed().toList();
    }

    /** A columnar request for the first features. */
    static GetOnlineFeaturesRequest columns(List<Long> entities, int features) {
        var names = FieldList.newBuilder();
        for (int i = 0; i < features; i++) {
            names.addVal(table(i / FEATURES) + ":" + feature(i % FEATURES));
        }
        var values = RepeatedValue.newBuilder();
        entities.forEach(entity -> values.addVal(int64(entity)));
        return GetOnlineFeaturesRequest.newBuilder()
                .setFeatures(names)
                .putEntities(ENTITY, values.build())
                .build();
    }

    /** The same, row-wise. */
    static GetOnlineFeaturesRequestV2 rows(List<Long> entities, int features) {
        var request = GetOnlineFeaturesRequestV2.newBuilder().setProject(PROJECT);
        for (int i = 0; i < features; i++) {
            request.addFeatures(FeatureReferenceV2.newBuilder()
                    .setFeatureTable(table(i / FEATURES))
                    .setName(feature(i % FEATURES)));
        }
        entities.forEach(entity -> request.addEntityRows(
                GetOnlineFeaturesRequestV2.EntityRow.newBuilder().putFields(ENTITY, int64(entity))));
        return request.build();
    }

    /** What the answer to {@link #columns} or {@link #rows} must hold, feature by feature. */
    static List<List<Value>> expected(List<Long> entities, int features) {
        var expected = new ArrayList<List<Value>>();
        for (int i = 0; i < features; i++) {
            int table = i / FEATURES;
            int feature = i % FEATURES;
            expected.add(entities.stream()
                    .map(entity -> int64(value(entity, table, feature)))
                    .toList());
        }
        return expected;
    }

    static List<List<Value>> valuesOfColumns(byte[] answer) throws InvalidProtocolBufferException {
        return GetOnlineFeaturesResponseV2.parseFrom(answer).getResultsList().stream()
                .map(GetOnlineFeaturesResponseV2.FieldVector::getValuesList)
                .toList();
    }

    static List<List<Value>> valuesOfRows(byte[] answer, int features) throws InvalidProtocolBufferException {
        var rows = GetOnlineFeaturesResponse.parseFrom(answer).getFieldValuesList();
        var values = new ArrayList<List<Value>>();
        for (int i = 0; i < features; i++) {
            var name = table(i / FEATURES) + ":" + feature(i % FEATURES);
            values.add(rows.stream().map(row -> row.getFieldsOrThrow(name)).toList());
        }
        return values;
    }
}
