package dev.larder.registry.grpc;

import dev.larder.definition.OnlineStore;
import dev.larder.definition.Project;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.module.Modules;
import dev.larder.registry.Page;
import dev.larder.registry.Registry;
import dev.larder.registry.RegistryWriter;
import dev.larder.registry.TablePrecondition;
import dev.larder.wire.Caller;
import dev.larder.wire.DefinitionReader;
import dev.larder.wire.DefinitionWriter;
import dev.larder.wire.ReadableMessages;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyEntityResponse;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableResponse;
import feast.proto.core.CoreServiceProto.ArchiveOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.ArchiveOnlineStoreResponse;
import feast.proto.core.CoreServiceProto.ArchiveProjectRequest;
import feast.proto.core.CoreServiceProto.ArchiveProjectResponse;
import feast.proto.core.CoreServiceProto.CreateProjectRequest;
import feast.proto.core.CoreServiceProto.CreateProjectResponse;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableResponse;
import feast.proto.core.CoreServiceProto.GetEntityRequest;
import feast.proto.core.CoreServiceProto.GetEntityResponse;
import feast.proto.core.CoreServiceProto.GetFeastCoreVersionRequest;
import feast.proto.core.CoreServiceProto.GetFeastCoreVersionResponse;
import feast.proto.core.CoreServiceProto.GetFeatureTableRequest;
import feast.proto.core.CoreServiceProto.GetFeatureTableResponse;
import feast.proto.core.CoreServiceProto.GetOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.GetOnlineStoreResponse;
import feast.proto.core.CoreServiceProto.ListEntitiesRequest;
import feast.proto.core.CoreServiceProto.ListEntitiesResponse;
import feast.proto.core.CoreServiceProto.ListFeatureTablesRequest;
import feast.proto.core.CoreServiceProto.ListFeatureTablesResponse;
import feast.proto.core.CoreServiceProto.ListFeaturesRequest;
import feast.proto.core.CoreServiceProto.ListFeaturesResponse;
import feast.proto.core.CoreServiceProto.ListOnlineStoresRequest;
import feast.proto.core.CoreServiceProto.ListOnlineStoresResponse;
import feast.proto.core.CoreServiceProto.ListProjectsRequest;
import feast.proto.core.CoreServiceProto.ListProjectsResponse;
import feast.proto.core.CoreServiceProto.ListStoresRequest;
import feast.proto.core.CoreServiceProto.ListStoresResponse;
import feast.proto.core.CoreServiceProto.RegisterOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.RegisterOnlineStoreResponse;
import feast.proto.core.CoreServiceProto.UpdateStoreRequest;
import feast.proto.core.CoreServiceProto.UpdateStoreResponse;
import feast.proto.core.MutinyCoreServiceGrpc;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Feast Core, as clients of Feast 0.9 call it. Lists are unpaged, as the protocol has no pages. */
@GrpcService
@LookupUnlessProperty(name = Modules.NO_REGISTRY, stringValue = Modules.YES, lookupIfMissing = true)
@Blocking
public class CoreGrpcService extends MutinyCoreServiceGrpc.CoreServiceImplBase {
    private final Registry registry;
    private final RegistryWriter writer;
    private final Caller caller;
    private final String version;

    CoreGrpcService(
            Registry registry,
            RegistryWriter writer,
            Caller caller,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.writer = writer;
        this.caller = caller;
        this.version = version;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ReadableMessages.only(super.bindService());
    }

    @Override
    public Uni<GetFeastCoreVersionResponse> getFeastCoreVersion(GetFeastCoreVersionRequest request) {
        return answer(
                GetFeastCoreVersionResponse.newBuilder().setVersion(version).build());
    }

    @Override
    public Uni<CreateProjectResponse> createProject(CreateProjectRequest request) {
        writer.createProject(caller.principal(), request.getName());
        return answer(CreateProjectResponse.getDefaultInstance());
    }

    @Override
    public Uni<ArchiveProjectResponse> archiveProject(ArchiveProjectRequest request) {
        writer.archiveProject(caller.principal(), request.getName());
        return answer(ArchiveProjectResponse.getDefaultInstance());
    }

    @Override
    public Uni<ListProjectsResponse> listProjects(ListProjectsRequest request) {
        return answer(ListProjectsResponse.newBuilder()
                .addAllProjects(registry.projects(Page.Request.ALL).items().stream()
                        .map(Project::name)
                        .toList())
                .build());
    }

    @Override
    public Uni<ApplyEntityResponse> applyEntity(ApplyEntityRequest request) {
        var entity = DefinitionReader.entity(request.getSpec());
        var registered = writer.applyEntity(caller.principal(), request.getProject(), entity);
        return answer(ApplyEntityResponse.newBuilder()
                .setEntity(RegistryMessages.entity(registered))
                .build());
    }

    @Override
    public Uni<GetEntityResponse> getEntity(GetEntityRequest request) {
        var registered = registry.entity(request.getProject(), request.getName());
        return answer(GetEntityResponse.newBuilder()
                .setEntity(RegistryMessages.entity(registered))
                .build());
    }

    @Override
    public Uni<ListEntitiesResponse> listEntities(ListEntitiesRequest request) {
        var filter = request.getFilter();
        var entities = registry.entities(filter.getProject(), filter.getLabelsMap(), Page.Request.ALL);
        return answer(ListEntitiesResponse.newBuilder()
                .addAllEntities(
                        entities.items().stream().map(RegistryMessages::entity).toList())
                .build());
    }

    @Override
    public Uni<ApplyFeatureTableResponse> applyFeatureTable(ApplyFeatureTableRequest request) {
        var table = DefinitionReader.featureTable(request.getTableSpec());
        var registered =
                writer.applyFeatureTable(caller.principal(), request.getProject(), table, TablePrecondition.NONE);
        return answer(ApplyFeatureTableResponse.newBuilder()
                .setTable(RegistryMessages.featureTable(registered))
                .build());
    }

    @Override
    public Uni<GetFeatureTableResponse> getFeatureTable(GetFeatureTableRequest request) {
        var registered = registry.featureTable(request.getProject(), request.getName());
        return answer(GetFeatureTableResponse.newBuilder()
                .setTable(RegistryMessages.featureTable(registered))
                .build());
    }

    @Override
    public Uni<ListFeatureTablesResponse> listFeatureTables(ListFeatureTablesRequest request) {
        var filter = request.getFilter();
        var tables = registry.featureTables(filter.getProject(), filter.getLabelsMap(), Page.Request.ALL);
        return answer(ListFeatureTablesResponse.newBuilder()
                .addAllTables(tables.items().stream()
                        .map(RegistryMessages::featureTable)
                        .toList())
                .build());
    }

    @Override
    public Uni<DeleteFeatureTableResponse> deleteFeatureTable(DeleteFeatureTableRequest request) {
        writer.deleteFeatureTable(caller.principal(), request.getProject(), request.getName(), TablePrecondition.NONE);
        return answer(DeleteFeatureTableResponse.getDefaultInstance());
    }

    @Override
    public Uni<ListFeaturesResponse> listFeatures(ListFeaturesRequest request) {
        var filter = request.getFilter();
        return answer(RegistryMessages.features(
                registry.features(filter.getProject(), filter.getEntitiesList(), filter.getLabelsMap())));
    }

    @Override
    public Uni<ListOnlineStoresResponse> listOnlineStores(ListOnlineStoresRequest request) {
        return answer(ListOnlineStoresResponse.newBuilder()
                .addOnlineStore(DefinitionWriter.onlineStore(OnlineStore.DEFAULT))
                .build());
    }

    @Override
    public Uni<GetOnlineStoreResponse> getOnlineStore(GetOnlineStoreRequest request) {
        if (!request.getName().equals(OnlineStore.DEFAULT.name())) {
            throw LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "ONLINE_STORE_NOT_FOUND",
                    "Online store %s does not exist. Larder has one, named %s."
                            .formatted(request.getName(), OnlineStore.DEFAULT.name()));
        }
        return answer(GetOnlineStoreResponse.newBuilder()
                .setOnlineStore(DefinitionWriter.onlineStore(OnlineStore.DEFAULT))
                .setStatus(GetOnlineStoreResponse.Status.ACTIVE)
                .build());
    }

    /** A client that registers the store there is may go on; another store cannot be had. */
    @Override
    public Uni<RegisterOnlineStoreResponse> registerOnlineStore(RegisterOnlineStoreRequest request) {
        var store = DefinitionReader.onlineStore(request.getOnlineStore());
        if (!store.name().equals(OnlineStore.DEFAULT.name())) {
            throw oneStore();
        }
        return answer(RegisterOnlineStoreResponse.newBuilder()
                .setOnlineStore(DefinitionWriter.onlineStore(OnlineStore.DEFAULT))
                .setStatus(RegisterOnlineStoreResponse.Status.NO_CHANGE)
                .build());
    }

    @Override
    public Uni<ArchiveOnlineStoreResponse> archiveOnlineStore(ArchiveOnlineStoreRequest request) {
        throw oneStore();
    }

    @Override
    public Uni<ListStoresResponse> listStores(ListStoresRequest request) {
        throw oneStore();
    }

    @Override
    public Uni<UpdateStoreResponse> updateStore(UpdateStoreRequest request) {
        throw oneStore();
    }

    private static LarderException oneStore() {
        return LarderException.of(
                ErrorCode.UNIMPLEMENTED,
                "ONE_ONLINE_STORE",
                "Larder has one online store, named %s; choose its Redis with quarkus.redis.hosts."
                        .formatted(OnlineStore.DEFAULT.name()));
    }

    private static <T> Uni<T> answer(T message) {
        return Uni.createFrom().item(message);
    }
}
