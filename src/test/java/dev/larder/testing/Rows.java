package dev.larder.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.larder.proto.v1.OnlineStoreServiceGrpc;
import dev.larder.proto.v1.WriteRowsRequest;
import dev.larder.proto.v1.WriteRowsResponse;
import feast.proto.types.ValueProto.Value;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Rows and values as clients send them. */
public final class Rows {
    private Rows() {}

    public static Value int64(long value) {
        return Value.newBuilder().setInt64Val(value).build();
    }

    public static Value int32(int value) {
        return Value.newBuilder().setInt32Val(value).build();
    }

    public static Value float32(float value) {
        return Value.newBuilder().setFloatVal(value).build();
    }

    public static Value float64(double value) {
        return Value.newBuilder().setDoubleVal(value).build();
    }

    public static Value text(String value) {
        return Value.newBuilder().setStringVal(value).build();
    }

    public static Value bytes(byte... value) {
        return Value.newBuilder().setBytesVal(ByteString.copyFrom(value)).build();
    }

    /** No member set. */
    public static Value nothing() {
        return Value.getDefaultInstance();
    }

    public static Timestamp ago(Duration age) {
        return timestamp(Instant.now().minus(age));
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static WriteRowsRequest.Row row(
            Map<String, Value> entities, Timestamp eventTime, Map<String, Value> features) {
        return WriteRowsRequest.Row.newBuilder()
                .putAllEntities(entities)
                .setEventTimestamp(eventTime)
                .putAllFeatures(features)
                .build();
    }

    public static WriteRowsResponse write(String project, String table, WriteRowsRequest.Row... rows) {
        return write(GrpcDoor.channel(), project, table, Arrays.asList(rows));
    }

    public static WriteRowsResponse write(
            Channel channel, String project, String table, List<WriteRowsRequest.Row> rows) {
        return store(channel)
                .writeRows(WriteRowsRequest.newBuilder()
                        .setProject(project)
                        .setFeatureTable(table)
                        .addAllRows(rows)
                        .build());
    }

    public static OnlineStoreServiceGrpc.OnlineStoreServiceBlockingStub store(Channel channel) {
        return OnlineStoreServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }
}
