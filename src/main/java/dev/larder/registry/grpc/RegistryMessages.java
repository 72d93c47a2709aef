package dev.larder.registry.grpc;

import dev.larder.definition.Feature;
import dev.larder.proto.v1.ApplyResponse;
import dev.larder.proto.v1.ListChangesResponse;
import dev.larder.registry.Change;
import dev.larder.registry.Page;
import dev.larder.registry.RegisteredEntity;
import dev.larder.registry.RegisteredTable;
import dev.larder.wire.DefinitionWriter;
import feast.proto.core.CoreServiceProto.ListFeaturesResponse;
import feast.proto.core.EntityProto;
import feast.proto.core.FeatureTableProto;
import java.util.List;
import java.util.Map;

/** What the registry answers, as protobuf. The REST door answers with the same messages. */
public final class RegistryMessages {
    private RegistryMessages() {}

    public static EntityProto.Entity entity(RegisteredEntity registered) {
        return DefinitionWriter.entity(registered.entity(), registered.createdAt(), registered.updatedAt());
    }

    public static FeatureTableProto.FeatureTable featureTable(RegisteredTable registered) {
        return DefinitionWriter.featureTable(
                registered.table(), registered.createdAt(), registered.updatedAt(), registered.revision());
    }

    public static ListFeaturesResponse features(Map<String, Feature> features) {
        var answer = ListFeaturesResponse.newBuilder();
        features.forEach((reference, feature) -> answer.putFeatures(reference, DefinitionWriter.feature(feature)));
        return answer.build();
    }

    public static ApplyResponse applied(List<Change> changes, boolean dryRun) {
        return ApplyResponse.newBuilder()
                .addAllChanges(changes.stream().map(RegistryMessages::change).toList())
                .setDryRun(dryRun)
                .build();
    }

    public static ListChangesResponse changes(Page<Change> page) {
        return ListChangesResponse.newBuilder()
                .addAllChanges(
                        page.items().stream().map(RegistryMessages::change).toList())
                .setNextPageToken(page.next().orElse(""))
                .build();
    }

    /** Null for "of every kind". */
    public static Change.Kind kind(dev.larder.proto.v1.Change.Kind kind) {
        return switch (kind) {
            case KIND_UNSPECIFIED, UNRECOGNIZED -> null;
            default -> Change.Kind.valueOf(kind.name());
        };
    }

    private static dev.larder.proto.v1.Change change(Change change) {
        var message = dev.larder.proto.v1.Change.newBuilder()
                .setRevision(change.revision())
                .setProject(change.project())
                .setKind(dev.larder.proto.v1.Change.Kind.valueOf(change.kind().name()))
                .setName(change.name())
                .setAction(dev.larder.proto.v1.Change.Action.valueOf(
                        change.action().name()))
                .setPrincipal(change.principal())
                .setAt(DefinitionWriter.timestamp(change.at()));
        for (var difference : change.differences()) {
            var place = message.addDifferencesBuilder().setPath(difference.path());
            difference.before().ifPresent(place::setBefore);
            difference.after().ifPresent(place::setAfter);
        }
        return message.build();
    }
}
