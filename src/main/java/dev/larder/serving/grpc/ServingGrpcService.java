package dev.larder.serving.grpc;

import dev.larder.module.Modules;
import dev.larder.serving.Dialect;
import dev.larder.serving.OnlineServing;
import dev.larder.wire.RawCalls;
import dev.larder.wire.ReadableMessages;
import feast.proto.serving.MutinyServingServiceGrpc;
import feast.proto.serving.ServingAPIProto.FeastServingType;
import feast.proto.serving.ServingAPIProto.GetFeastServingInfoRequest;
import feast.proto.serving.ServingAPIProto.GetFeastServingInfoResponse;
import feast.proto.serving.ServingServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Feast Serving. The two calls that read features are answered from bytes with bytes, on the event loop that received them; see
 * {@link RowsDialect} and {@link ColumnsDialect}.
 */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_SERVING, stringValue = Modules.YES, lookupIfMissing = true)
public class ServingGrpcService extends MutinyServingServiceGrpc.ServingServiceImplBase {
    /** In which project to look, for requests that cannot say. */
    private static final Metadata.Key<String> PROJECT =
            Metadata.Key.of("x-larder-project", Metadata.ASCII_STRING_MARSHALLER);

    private final RowsDialect rows;
    private final ColumnsDialect columns;
    private final String version;

    ServingGrpcService(
            OnlineServing serving, Clock clock, @ConfigProperty(name = "quarkus.application.version") String version) {
        rows = new RowsDialect(serving, clock);
        columns = new ColumnsDialect(serving, clock);
        this.version = version;
    }

    @Override
    public ServerServiceDefinition bindService() {
        var service = ReadableMessages.only(super.bindService());
        var info = ServingServiceGrpc.getGetFeastServingInfoMethod().getFullMethodName();
        var methods = java.util.List.of(
                service.getMethod(info),
                RawCalls.define(ServingServiceGrpc.getGetOnlineFeaturesV2Method(), this::inRows),
                RawCalls.define(ServingServiceGrpc.getGetOnlineFeaturesMethod(), this::inColumnsOrVectors));
        var described = service.getServiceDescriptor();
        var descriptor =
                ServiceDescriptor.newBuilder(described.getName()).setSchemaDescriptor(described.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(definition::addMethod);
        return definition.build();
    }

    @Override
    public Uni<GetFeastServingInfoResponse> getFeastServingInfo(GetFeastServingInfoRequest request) {
        return Uni.createFrom()
                .item(GetFeastServingInfoResponse.newBuilder()
                        .setVersion(version)
                        .setType(FeastServingType.FEAST_SERVING_TYPE_ONLINE)
                        .build());
    }

    private CompletionStage<RawCalls.Answer> inRows(byte[] request, Metadata headers) {
        return rows.answer(request, project(headers), Dialect.ROWS);
    }

    private CompletionStage<RawCalls.Answer> inColumnsOrVectors(byte[] request, Metadata headers) {
        return RowsDialect.isIn(request)
                ? rows.answer(request, project(headers), Dialect.VECTORS)
                : columns.answer(request, project(headers));
    }

    private static String project(Metadata headers) {
        var project = headers.get(PROJECT);
        return project == null ? "" : project;
    }
}
