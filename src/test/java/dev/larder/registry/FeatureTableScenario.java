package dev.larder.registry;

import static dev.larder.testing.GrpcDoor.assertFails;
import static dev.larder.testing.GrpcDoor.core;
import static dev.larder.testing.Specs.feature;
import static dev.larder.testing.Specs.newProject;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Duration;
import dev.larder.testing.Specs;
import feast.proto.core.CoreServiceProto.ApplyEntityRequest;
import feast.proto.core.CoreServiceProto.ApplyFeatureTableRequest;
import feast.proto.core.CoreServiceProto.ArchiveProjectRequest;
import feast.proto.core.CoreServiceProto.DeleteFeatureTableRequest;
import feast.proto.core.CoreServiceProto.GetFeatureTableRequest;
import feast.proto.core.CoreServiceProto.ListFeatureTablesRequest;
import feast.proto.core.FeatureTableProto.FeatureTable;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import feast.proto.core.OnlineStoreProto.OnlineStore;
import feast.proto.core.OnlineStoreProto.StoreType;
import feast.proto.types.ValueProto.ValueType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class FeatureTableScenario {
    private final String project = newProject();

    @BeforeEach
    void entities() {
        for (var name : new String[] {"driver", "customer"}) {
            applyEntity(project, name);
        }
    }

    @Test
    void tablesAreFilteredByLabels() {
        apply(trips());
        apply(Specs.table("rides", "driver").putLabels("tier", "gold"));
        assertEquals(Set.of("trips", "rides"), names(project, Map.of("team", "growth")));
        assertEquals(Set.of("rides"), names(project, Map.of("team", "growth", "tier", "gold")));
        assertEquals(Set.of(), names(project, Map.of("tier", "silver")));
    }

    @Test
    void tablesAreFilteredByProject() {
        apply(trips());
        assertEquals(Set.of("trips"), names(project, Map.of()));
        assertEquals(Set.of(), names(newProject(), Map.of()));
    }

    @Test
    void anUnspecifiedProjectIsTheDefaultProject() {
        applyEntity("", "driver");
        var name = newProject();
        apply("", Specs.table(name, "driver"));
        assertEquals(name, get("default", name).getSpec().getName());
        assertEquals(
                Set.of(name), names("", Map.of()).stream().filter(name::equals).collect(Collectors.toSet()));
        delete("", name);
    }

    @Test
    void aWildcardIsNoProject() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for project resource, *: argument must only contain alphanumeric characters, dashes, or underscores.",
                () -> names("*", Map.of()));
    }

    @Test
    void aMissingTableIsNotFound() {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: " + project + ", name: nothing)",
                () -> get(project, "nothing"));
    }

    @Test
    void aBadNameToLookUpIsRefused() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for featureTable resource, no-good: argument must only contain alphanumeric characters and underscores.",
                () -> get(project, "no-good"));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for featureTable resource, no-good: argument must only contain alphanumeric characters and underscores.",
                () -> delete(project, "no-good"));
    }

    @Test
    void aNewTableIsStoredAsItWasSent() {
        var spec = trips().build();
        var applied = apply(spec.toBuilder());
        assertEquals(spec, applied.getSpec());
        assertEquals(0, applied.getMeta().getRevision());
        assertEquals(8, applied.getMeta().getHash().length());
        assertEquals(applied, get(project, "trips"));
    }

    @Test
    void aTableWithoutMaxAgeAnswersWithZero() {
        var applied = apply(trips().clearMaxAge());
        assertEquals(Duration.getDefaultInstance(), applied.getSpec().getMaxAge());
        assertEquals(true, applied.getSpec().hasMaxAge());
    }

    @Test
    void theSameTableAgainChangesNothing() {
        var first = apply(trips());
        assertEquals(first, apply(trips()));
        assertEquals(first, get(project, "trips"));
    }

    @Test
    void theOrderOfEntitiesAndFeaturesSaysNothing() {
        var spec = Specs.table("trips", "driver", "customer").build();
        var first = apply(spec.toBuilder());
        var reordered = spec.toBuilder()
                .clearEntities()
                .addEntities("customer")
                .addEntities("driver")
                .clearFeatures()
                .addFeatures(spec.getFeatures(1))
                .addFeatures(spec.getFeatures(0));
        assertEquals(first.getMeta(), apply(reordered).getMeta());
    }

    @Test
    void entitiesCanChange() {
        apply(trips());
        assertChanged(trips().clearEntities().addEntities("customer").addEntities("driver"));
    }

    @Test
    void maxAgeCanChange() {
        apply(trips());
        assertChanged(trips().setMaxAge(Duration.newBuilder().setSeconds(7)));
    }

    @Test
    void theTypeOfAFeatureCanChange() {
        apply(trips());
        assertChanged(trips().setFeatures(0, feature("trip_cost", ValueType.Enum.DOUBLE)));
    }

    @Test
    void featuresCanBeAddedAndRemoved() {
        apply(trips());
        assertChanged(trips().addFeatures(feature("rating", ValueType.Enum.DOUBLE)));
        assertEquals(2, apply(trips().removeFeatures(1)).getMeta().getRevision());
        assertEquals(1, get(project, "trips").getSpec().getFeaturesCount());
    }

    @Test
    void labelsCanChange() {
        apply(trips());
        assertChanged(trips().clearLabels().putLabels("team", "risk"));
    }

    @Test
    void theBatchSourceCanChange() {
        apply(trips());
        assertChanged(trips().setBatchSource(Specs.bigQuery("project:dataset.table")));
    }

    @Test
    void theStreamSourceCanBeRemoved() {
        apply(trips());
        assertChanged(trips().clearStreamSource());
        assertEquals(false, get(project, "trips").getSpec().hasStreamSource());
    }

    @Test
    void theHashTellsWhatDecidesOnTheData() {
        var before = apply(trips()).getMeta().getHash();
        assertEquals(before, apply(trips().putLabels("team", "risk")).getMeta().getHash());
        assertNotEquals(
                before,
                apply(trips().setMaxAge(Duration.newBuilder().setSeconds(7)))
                        .getMeta()
                        .getHash());
    }

    @Test
    void everyValueTypeIsKept() {
        var spec = trips().clearFeatures();
        Arrays.stream(ValueType.Enum.values())
                .filter(type -> type != ValueType.Enum.INVALID && type != ValueType.Enum.UNRECOGNIZED)
                .forEach(type -> spec.addFeatures(
                        feature("f_" + type.name().toLowerCase(), type).putLabels("type", type.name())));
        apply(spec);
        assertEquals(14, spec.getFeaturesCount());
        assertEquals(spec.build(), get(project, "trips").getSpec());
    }

    @Test
    void fieldsOfLaterClientsAreKept() {
        var spec = trips().setStalenessThreshold(Duration.newBuilder().setSeconds(60))
                .setOnlineStore(OnlineStore.newBuilder().setName("online").setType(StoreType.REDIS));
        apply(spec);
        assertEquals(spec.build(), get(project, "trips").getSpec());
    }

    @Test
    void aTableInAStoreThatLarderDoesNotHaveIsRefused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "online_store.type is BIGTABLE, and Larder has one online store, named online, of the type REDIS. Leave online_store out, or set its type to REDIS.",
                trips().setOnlineStore(OnlineStore.newBuilder().setName("big").setType(StoreType.BIGTABLE)));
    }

    @Test
    void aBatchSourceIsNeeded() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT, "FeatureTable batch source cannot be empty.", trips().clearBatchSource());
    }

    @Test
    void aBigQueryTableIsNamedInFull() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for FeatureTable resource, project.dataset: argument must be in the form of <project:dataset.table> .",
                trips().setBatchSource(Specs.bigQuery("project.dataset")));
    }

    @Test
    void reservedNamesAreRefused() {
        var text = "Reserved names has been used as Feature(s) names. Reserved: [created_timestamp, event_timestamp]";
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                text,
                trips().addFeatures(feature("event_timestamp", ValueType.Enum.INT64)));
        assertRefused(Status.Code.INVALID_ARGUMENT, text, trips().addEntities("created_timestamp"));
    }

    @Test
    void badNamesAreRefused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for FeatureTable resource, f-1: argument must only contain alphanumeric characters and underscores.",
                trips().setName("f-1"));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "invalid value for Feature resource, 1st: argument must only contain alphanumeric characters and underscores.",
                trips().addFeatures(feature("1st", ValueType.Enum.INT64)));
        assertRefused(Status.Code.INVALID_ARGUMENT, "FeatureTable name must be provided", trips().setName(""));
    }

    @Test
    void anUnknownEntityIsRefused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "Feature Table refers to no existent Entity: (table: trips, entity: ghost, project: " + project + ")",
                trips().addEntities("ghost"));
    }

    @Test
    void anArchivedProjectTakesNoTables() {
        core().archiveProject(
                        ArchiveProjectRequest.newBuilder().setName(project).build());
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "Cannot apply Feature Table to archived Project: (table: trips, project: " + project + ")",
                trips());
    }

    @Test
    void whatIsEmptyIsRefused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT, "FeatureTable entities list cannot be empty.", trips().clearEntities());
        assertRefused(
                Status.Code.INVALID_ARGUMENT, "FeatureTable features list cannot be empty.", trips().clearFeatures());
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "FeatureTable cannot have labels with empty key.",
                trips().putLabels("", "x"));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "Features cannot have labels with empty key.",
                trips().addFeatures(feature("x", ValueType.Enum.INT64).putLabels("", "x")));
    }

    @Test
    void duplicateNamesAreRefused() {
        var text = "Entity and Feature names within a Feature Table should be unique.";
        assertRefused(
                Status.Code.INVALID_ARGUMENT, text, trips().addFeatures(feature("trip_cost", ValueType.Enum.INT64)));
        assertRefused(Status.Code.INVALID_ARGUMENT, text, trips().addFeatures(feature("driver", ValueType.Enum.INT64)));
        assertRefused(Status.Code.INVALID_ARGUMENT, text, trips().addEntities("driver"));
    }

    @Test
    void unreadableFormatsAreUnimplemented() {
        var noFileFormat = Specs.parquet();
        noFileFormat.getFileOptionsBuilder().clearFileFormat();
        assertRefused(
                Status.Code.UNIMPLEMENTED,
                "Unsupported File Format: FORMAT_NOT_SET",
                trips().setBatchSource(noFileFormat));
        var noMessageFormat = Specs.kafka();
        noMessageFormat.getKafkaOptionsBuilder().clearMessageFormat();
        assertRefused(
                Status.Code.UNIMPLEMENTED,
                "Unsupported Stream Format for Kafka Source Type: FORMAT_NOT_SET",
                trips().setStreamSource(noMessageFormat));
    }

    @Test
    void sourcesMustFitTheirPlace() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "batch_source.type is STREAM_KAFKA; it must be BATCH_FILE or BATCH_BIGQUERY.",
                trips().setBatchSource(Specs.kafka()));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "stream_source.type is BATCH_FILE; it must be STREAM_KAFKA or STREAM_KINESIS.",
                trips().setStreamSource(Specs.parquet()));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "stream_source.event_timestamp_column must not be empty.",
                trips().setStreamSource(Specs.kafka().clearEventTimestampColumn()));
    }

    @Test
    void aNegativeMaxAgeIsRefused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "max_age is PT-1S; it must not be negative, not finer than a microsecond and not above 10,000 years.",
                trips().setMaxAge(Duration.newBuilder().setSeconds(-1)));
    }

    @Test
    void anOversizedTableIsRefused() {
        var wide = trips().clearFeatures();
        for (int i = 0; i < 10_001; i++) {
            wide.addFeatures(feature("f" + i, ValueType.Enum.INT64));
        }
        assertRefused(Status.Code.INVALID_ARGUMENT, "features has 10,001 entries; at most 10,000 are allowed.", wide);
        var tooLong = trips().putLabels("long", "x".repeat(1 << 20));
        var refused = assertThrows(StatusRuntimeException.class, () -> apply(tooLong));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertThat(
                refused.getStatus().getDescription(),
                matchesPattern("trips has 1,04\\d,\\d{3} characters in its names, labels, mappings and options; "
                        + "at most 1,048,576 are allowed\\."));
    }

    @Test
    void aWideTableIsKept() {
        var wide = trips().clearFeatures();
        for (int i = 0; i < 10_000; i++) {
            wide.addFeatures(feature("f" + i, ValueType.Enum.INT64));
        }
        apply(wide);
        assertEquals(10_000, get(project, "trips").getSpec().getFeaturesCount());
    }

    @Test
    void aDeletedTableIsGone() {
        apply(trips());
        delete(project, "trips");
        assertEquals(Set.of(), names(project, Map.of()));
        assertFails(
                Status.Code.NOT_FOUND,
                "Feature Table has been deleted: (project: " + project + ", name: trips)",
                () -> get(project, "trips"));
    }

    @Test
    void deletingTwiceIsFine() {
        apply(trips());
        delete(project, "trips");
        delete(project, "trips");
        assertEquals(Set.of(), names(project, Map.of()));
    }

    @Test
    void aMissingTableCannotBeDeleted() {
        assertFails(
                Status.Code.NOT_FOUND,
                "No such Feature Table: (project: " + project + ", name: nothing)",
                () -> delete(project, "nothing"));
    }

    @Test
    void aDeletedTableIsRevivedByAnotherDefinition() {
        apply(trips());
        delete(project, "trips");
        var revived = apply(trips().putLabels("new", "yes"));
        assertEquals(1, revived.getMeta().getRevision());
        assertEquals(revived, get(project, "trips"));
    }

    @Test
    void aDeletedTableIsRevivedByTheSameDefinition() {
        apply(trips());
        delete(project, "trips");
        var revived = apply(trips());
        assertEquals(1, revived.getMeta().getRevision());
        assertEquals(Set.of("trips"), names(project, Map.of()));
    }

    private void assertChanged(FeatureTableSpec.Builder spec) {
        var changed = apply(spec);
        assertEquals(1, changed.getMeta().getRevision());
        assertEquals(spec.build(), changed.getSpec());
        assertEquals(changed, get(project, "trips"));
        assertEquals(changed.getMeta(), apply(spec).getMeta(), "the same again changes nothing");
    }

    private void assertRefused(Status.Code code, String text, FeatureTableSpec.Builder spec) {
        var before = new HashSet<>(names(project, Map.of()));
        assertFails(code, text, () -> apply(spec));
        assertEquals(before, names(project, Map.of()), "nothing is stored");
    }

    private static FeatureTableSpec.Builder trips() {
        return Specs.table("trips", "driver");
    }

    private FeatureTable apply(FeatureTableSpec.Builder spec) {
        return apply(project, spec);
    }

    private static FeatureTable apply(String project, FeatureTableSpec.Builder spec) {
        return core().applyFeatureTable(ApplyFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setTableSpec(spec)
                        .build())
                .getTable();
    }

    private static void applyEntity(String project, String name) {
        core().applyEntity(ApplyEntityRequest.newBuilder()
                .setProject(project)
                .setSpec(Specs.entity(name, ValueType.Enum.INT64))
                .build());
    }

    private static FeatureTable get(String project, String name) {
        return core().getFeatureTable(GetFeatureTableRequest.newBuilder()
                        .setProject(project)
                        .setName(name)
                        .build())
                .getTable();
    }

    private static void delete(String project, String name) {
        core().deleteFeatureTable(DeleteFeatureTableRequest.newBuilder()
                .setProject(project)
                .setName(name)
                .build());
    }

    private static Set<String> names(String project, Map<String, String> labels) {
        var filter =
                ListFeatureTablesRequest.Filter.newBuilder().setProject(project).putAllLabels(labels);
        return core()
                .listFeatureTables(
                        ListFeatureTablesRequest.newBuilder().setFilter(filter).build())
                .getTablesList()
                .stream()
                .map(table -> table.getSpec().getName())
                .collect(Collectors.toSet());
    }
}
