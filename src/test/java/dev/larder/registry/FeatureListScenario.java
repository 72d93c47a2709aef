package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Specs.feature;
import static dev.larder.testing.Specs.newProject;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.ArchiveOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.core.CoreServiceProto.GetOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.GetOnlineStoreResponse;
import feast.proto.core.CoreServiceProto.ListFeaturesRequest;
import feast.proto.core.CoreServiceProto.ListOnlineStoresRequest;
import feast.proto.core.CoreServiceProto.RegisterOnlineStoreRequest;
import feast.proto.core.CoreServiceProto.RegisterOnlineStoreResponse;
import feast.proto.core.OnlineStoreProto.OnlineStore;
import feast.proto.core.OnlineStoreProto.StoreType;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is listed by reference: features, and the online store. */
abstract class FeatureListScenario {
    private final String project = newProject();

    @BeforeEach
    void tables() {
        for (var entity : List.of("driver", "customer")) {
            core().applyEntity(ApplyEntityRequest.newBuilder()
                    .setProject(project)
                    .setSpec(Specs.entity(entity, ValueType.Enum.INT64))
                    .build());
        }
        apply("by_driver", "driver");
        apply("by_both", "driver", "customer");
    }

    @Test
    void withoutAFilterAllAreListed() {
        assertEquals(
                Set.of("by_driver:cost", "by_driver:count", "by_both:cost", "by_both:count"),
                list(List.of(), Map.of()));
    }

    @Test
    void theEntitiesMustBeTheSame() {
        assertEquals(Set.of("by_driver:cost", "by_driver:count"), list(List.of("driver"), Map.of()));
        assertEquals(Set.of("by_both:cost", "by_both:count"), list(List.of("customer", "driver"), Map.of()));
        assertEquals(Set.of(), list(List.of("customer"), Map.of()));
    }

    @Test
    void everyLabelOfTheFeatureMustBeTheSame() {
        assertEquals(Set.of("by_driver:cost", "by_both:cost"), list(List.of(), Map.of("unit", "euro")));
        assertEquals(Set.of(), list(List.of(), Map.of("unit", "euro", "pii", "yes")));
    }

    @Test
    void entitiesAndLabelsWorkTogether() {
        assertEquals(Set.of("by_driver:cost"), list(List.of("driver"), Map.of("unit", "euro")));
    }

    @Test
    void featuresOfADeletedTableAreNotListed() {
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName("by_both")
                .build());
        assertEquals(Set.of("by_driver:cost", "by_driver:count"), list(List.of(), Map.of()));
    }

    @Test
    void aWildcardIsNoProject() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for project resource, *: argument must only contain alphanumeric characters, dashes, or underscores.",
                () -> core().listFeatures(ListFeaturesRequest.newBuilder()
                        .setFilter(ListFeaturesRequest.Filter.newBuilder().setProject("*"))
                        .build()));
    }

    @Test
    void thereIsOneOnlineStore() {
        var stores = core().listOnlineStores(ListOnlineStoresRequest.getDefaultInstance())
                .getOnlineStoreList();
        assertEquals(1, stores.size());
        assertEquals(StoreType.REDIS, stores.get(0).getType());
        var read = core().getOnlineStore(
                        GetOnlineStoreRequest.newBuilder().setName("online").build());
        assertEquals(stores.get(0), read.getOnlineStore());
        assertEquals(GetOnlineStoreResponse.Status.ACTIVE, read.getStatus());
        var registered = core().registerOnlineStore(RegisterOnlineStoreRequest.newBuilder()
                .setOnlineStore(OnlineStore.newBuilder().setName("online").setType(StoreType.REDIS))
                .build());
        assertEquals(RegisterOnlineStoreResponse.Status.NO_CHANGE, registered.getStatus());
    }

    @Test
    void anotherOnlineStoreCannotBeHad() {
        var text = "Larder has one online store, named online; choose its Redis with quarkus.redis.hosts.";
        assertFails(
                Status.Code.NOT_FOUND,
                "Online store second does not exist. Larder has one, named online.",
                () -> core().getOnlineStore(GetOnlineStoreRequest.newBuilder()
                        .setName("second")
                        .build()));
        assertFails(Status.Code.UNIMPLEMENTED, text, () -> core().registerOnlineStore(
                        RegisterOnlineStoreRequest.newBuilder()
                                .setOnlineStore(OnlineStore.newBuilder()
                                        .setName("second")
                                        .setType(StoreType.REDIS))
                                .build()));
        assertFails(Status.Code.UNIMPLEMENTED, text, () -> core().archiveOnlineStore(
                        ArchiveOnlineStoreRequest.newBuilder().setName("online").build()));
    }

    private void apply(String name, String... entities) {
        core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                .setProject(project)
                .setTableSpec(Specs.table(name, entities)
                        .clearFeatures()
                        .addFeatures(feature("cost", ValueType.Enum.FLOAT)
                                .putLabels("unit", "euro")
                                .putLabels("pii", "no"))
                        .addFeatures(feature("count", ValueType.Enum.INT64)))
                .build());
    }

    private Set<String> list(List<String> entities, Map<String, String> labels) {
        var filter = ListFeaturesRequest.Filter.newBuilder()
                .setProject(project)
                .addAllEntities(entities)
                .putAllLabels(labels);
        return core().listFeatures(
                        ListFeaturesRequest.newBuilder().setFilter(filter).build())
                .getFeaturesMap()
                .keySet();
    }
}
