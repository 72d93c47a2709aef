package dev.larder.serving.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.larder.module.Modules;
import dev.larder.proto.v1.DeleteRowsRequest;
import dev.larder.proto.v1.DeleteRowsResponse;
import dev.larder.proto.v1.MutinyOnlineStoreServiceGrpc;
import dev.larder.proto.v1.WriteRowsRequest;
import dev.larder.proto.v1.WriteRowsResponse;
import dev.larder.serving.RowIntake;
import dev.larder.serving.Unreadable;
import dev.larder.wire.ReadableMessages;
import dev.larder.wire.ValueReader;
import feast.proto.types.ValueProto.Value;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of the online store, written and deleted directly. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_SERVING, stringValue = Modules.YES, lookupIfMissing = true)
public class OnlineStoreGrpcService extends MutinyOnlineStoreServiceGrpc.OnlineStoreServiceImplBase {
    private final RowIntake intake;

    OnlineStoreGrpcService(RowIntake intake) {
        this.intake = intake;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<WriteRowsResponse> writeRows(WriteRowsRequest request) {
        var rows =
                request.getRowsList().stream().map(OnlineStoreGrpcService::row).toList();
        return Uni.createFrom()
                .completionStage(() -> intake.write(request.getProject(), request.getFeatureTable(), rows))
                .map(OnlineStoreGrpcService::message);
    }

    private static RowIntake.Row row(WriteRowsRequest.Row row) {
        return new RowIntake.Row(
                values(row.getEntitiesMap()),
                row.hasEventTimestamp() ? micros(row.getEventTimestamp()) : null,
                values(row.getFeaturesMap()));
    }

    /** What is no valid timestamp is no valid event time either. */
    private static Object micros(Timestamp time) {
        return Timestamps.isValid(time)
                ? (Object) Timestamps.toMicros(time)
                : new Unreadable("has %d seconds and %d nanos; it must be a time between the years 1 and 9999."
                        .formatted(time.getSeconds(), time.getNanos()));
    }

    private static Map<String, Object> values(Map<String, Value> messages) {
        var values = new HashMap<String, Object>();
        messages.forEach((name, value) -> values.put(name, ValueReader.read(value)));
        return values;
    }

    /** The HTTP door answers with the same message. */
    public static WriteRowsResponse message(RowIntake.Report report) {
        return WriteRowsResponse.newBuilder()
                .setWritten(report.written())
                .setOlder(report.older())
                .setTooOld(report.tooOld())
                .addAllErrors(report.errors().stream()
                        .map(error -> WriteRowsResponse.RowError.newBuilder()
                                .setRow(error.row())
                                .setReason(error.reason())
                                .setField(error.field())
                                .setMessage(error.message())
                                .build())
                        .toList())
                .build();
    }

    @Override
    public Uni<DeleteRowsResponse> deleteRows(DeleteRowsRequest request) {
        List<Map<String, Object>> keys = request.getKeysList().stream()
                .map(key -> values(key.getEntitiesMap()))
                .toList();
        return Uni.createFrom()
                .completionStage(() -> intake.delete(request.getProject(), request.getFeatureTable(), keys))
                .map(deleted ->
                        DeleteRowsResponse.newBuilder().setDeleted(deleted).build());
    }
}
