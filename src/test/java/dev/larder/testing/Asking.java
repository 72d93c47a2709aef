package dev.larder.testing;

import feast.proto.serving.ServingAPIProto.FeatureReferenceV2;
import feast.proto.serving.ServingAPIProto.FieldList;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequest;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesRequestV2;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponse;
import feast.proto.serving.ServingAPIProto.GetOnlineFeaturesResponseV2;
import feast.proto.serving.ServingServiceGrpc;
import feast.proto.types.ValueProto.RepeatedValue;
import feast.proto.types.ValueProto.Value;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The three ways to ask for online features over gRPC, so that a test can ask the same in each of them. */
public enum Asking {
    /** GetOnlineFeaturesV2 of Feast 0.9. */
    IN_ROWS {
        @Override
        public Answer ask(Channel channel, String project, List<Map<String, Value>> entityRows, String... features) {
            var response = ServingServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .getOnlineFeaturesV2(rowsRequest(project, entityRows, features));
            return new Answer(
                    response.getFieldValuesList().stream().map(Asking::cells).toList());
        }
    },
    /** GetOnlineFeatures of Feast 0.9.6. */
    IN_VECTORS {
        @Override
        public Answer ask(Channel channel, String project, List<Map<String, Value>> entityRows, String... features) {
            var response = ClientCalls.blockingUnaryCall(
                    channel,
                    VECTORS,
                    io.grpc.CallOptions.DEFAULT.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS),
                    rowsRequest(project, entityRows, features));
            var names = response.getMetadata().getFieldNames().getValList();
            return new Answer(response.getResultsList().stream()
                    .map(vector -> {
                        var cells = new LinkedHashMap<String, Cell>();
                        for (int i = 0; i < names.size(); i++) {
                            cells.put(
                                    names.get(i),
                                    new Cell(
                                            vector.getValues(i),
                                            vector.getStatuses(i).name()));
                        }
                        return cells;
                    })
                    .<Map<String, Cell>>map(cells -> cells)
                    .toList());
        }
    },
    /** GetOnlineFeatures of today's Feast. */
    IN_COLUMNS {
        @Override
        public Answer ask(Channel channel, String project, List<Map<String, Value>> entityRows, String... features) {
            var response = askColumns(channel, project, entityRows, features);
            var names = response.getMetadata().getFieldNames().getValList();
            var rows = new ArrayList<Map<String, Cell>>();
            for (int row = 0; row < entityRows.size(); row++) {
                var cells = new LinkedHashMap<String, Cell>();
                for (int i = 0; i < names.size(); i++) {
                    var result = response.getResults(i);
                    cells.put(
                            names.get(i),
                            new Cell(
                                    result.getValues(row),
                                    result.getStatuses(row).name()));
                }
                rows.add(cells);
            }
            return new Answer(rows);
        }
    };

    private static final int LIMIT_SECONDS = 30;

    private static final MethodDescriptor<GetOnlineFeaturesRequestV2, GetOnlineFeaturesResponseV2> VECTORS =
            ServingServiceGrpc.getGetOnlineFeaturesMethod().toBuilder(
                            ProtoUtils.marshaller(GetOnlineFeaturesRequestV2.getDefaultInstance()),
                            ProtoUtils.marshaller(GetOnlineFeaturesResponseV2.getDefaultInstance()))
                    .build();

    /** A value and its status. */
    public record Cell(Value value, String status) {}

    /** For each entity row what was answered, by name. */
    public record Answer(List<Map<String, Cell>> rows) {
        public Cell cell(int row, String name) {
            return rows.get(row).get(name);
        }

        /** The statuses of one feature in all rows. */
        public List<String> statuses(String name) {
            return rows.stream().map(row -> row.get(name).status()).toList();
        }
    }

    /** @param features each {@code table:feature} */
    public abstract Answer ask(
            Channel channel, String project, List<Map<String, Value>> entityRows, String... features);

    public Answer ask(String project, List<Map<String, Value>> entityRows, String... features) {
        return ask(GrpcDoor.channel(), project, entityRows, features);
    }

    /** The whole reply to a request in columns. */
    public static GetOnlineFeaturesResponseV2 askColumns(
            Channel channel, String project, List<Map<String, Value>> entityRows, String... features) {
        return columns(channel, project).getOnlineFeatures(columnsRequest(entityRows, features));
    }

    public static ServingServiceGrpc.ServingServiceBlockingStub columns(Channel channel, String project) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-larder-project", Metadata.ASCII_STRING_MARSHALLER), project);
        return ServingServiceGrpc.newBlockingStub(
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    public static GetOnlineFeaturesRequest columnsRequest(List<Map<String, Value>> entityRows, String... features) {
        var columns = new TreeMap<String, RepeatedValue.Builder>();
        for (Map<String, Value> row : entityRows) {
            row.forEach((name, value) -> columns.computeIfAbsent(name, column -> RepeatedValue.newBuilder())
                    .addVal(value));
        }
        var request = GetOnlineFeaturesRequest.newBuilder()
                .setFeatures(FieldList.newBuilder().addAllVal(Arrays.asList(features)));
        columns.forEach((name, column) -> request.putEntities(name, column.build()));
        return request.build();
    }

    public static GetOnlineFeaturesRequestV2 rowsRequest(
            String project, List<Map<String, Value>> entityRows, String... features) {
        var request = GetOnlineFeaturesRequestV2.newBuilder().setProject(project);
        for (String feature : features) {
            var parts = feature.split(":", 2);
            request.addFeatures(
                    FeatureReferenceV2.newBuilder().setFeatureTable(parts[0]).setName(parts[1]));
        }
        entityRows.forEach(row -> request.addEntityRowsBuilder().putAllFields(row));
        return request.build();
    }

    private static Map<String, Cell> cells(GetOnlineFeaturesResponse.FieldValues values) {
        var cells = new LinkedHashMap<String, Cell>();
        values.getFieldsMap()
                .forEach((name, value) -> cells.put(
                        name, new Cell(value, values.getStatusesOrThrow(name).name())));
        return cells;
    }
}
