package dev.larder.registry.grpc;

import dev.larder.module.Modules;
import dev.larder.proto.v1.ApplyRequest;
import dev.larder.proto.v1.ApplyResponse;
import dev.larder.proto.v1.GetRevisionRequest;
import dev.larder.proto.v1.GetRevisionResponse;
import dev.larder.proto.v1.ListChangesRequest;
import dev.larder.proto.v1.ListChangesResponse;
import dev.larder.proto.v1.MutinyRegistryServiceGrpc;
import dev.larder.registry.Page;
import dev.larder.registry.Registry;
import dev.larder.registry.RegistryWriter;
import dev.larder.registry.TablePrecondition;
import dev.larder.wire.Caller;
import dev.larder.wire.DefinitionReader;
import dev.larder.wire.ReadableMessages;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** What Larder's registry can do that Feast has no call for. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_REGISTRY, stringValue = Modules.YES, lookupIfMissing = true)
@Blocking
public class RegistryGrpcService extends MutinyRegistryServiceGrpc.RegistryServiceImplBase {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;

    RegistryGrpcService(Registry registry, RegistryWriter writer, Caller caller) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<ApplyResponse> apply(ApplyRequest request) {
        var definitions = DefinitionReader.definitions(request.getDefinitionsList());
        var changes = request.getDryRun()
                ? writer.dryRun(caller.principal(), request.getProject(), definitions, TablePrecondition.NONE)
                : writer.apply(caller.principal(), request.getProject(), definitions);
        return Uni.createFrom().item(RegistryMessages.applied(changes, request.getDryRun()));
    }

    @Override
    public Uni<ListChangesResponse> listChanges(ListChangesRequest request) {
        var page = registry.changes(
                request.getProject(),
                RegistryMessages.kind(request.getKind()),
                request.getName(),
                Page.Request.of(request.getPageSize(), request.getPageToken()));
        return Uni.createFrom().item(RegistryMessages.changes(page));
    }

    @Override
    public Uni<GetRevisionResponse> getRevision(GetRevisionRequest request) {
        return Uni.createFrom()
                .item(GetRevisionResponse.newBuilder()
                        .setRevision(registry.revision())
                        .build());
    }
}
