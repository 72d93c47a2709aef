package dev.larder.wire;

import dev.larder.definition.Limits;
import dev.larder.error.LarderException;
import dev.larder.proto.v1.Definition;
import feast.proto.core.EntityProto.Entity;
import feast.proto.core.FeatureTableProto.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Definitions as people write them down: YAML (one document or several) or JSON (one object or an array of them), each of
 * Feast's shape {@code {kind, spec, meta}}. {@code kind} may be left out where the spec tells it; {@code meta} is the
 * registry's and is not read.
 */
public final class Documents {
    private static final String ENTITY = "entity";
    private static final String FEATURE_TABLE = "feature_table";
    private static final Set<String> ONLY_IN_ENTITIES = Set.of("valueType", "value_type");
    private static final Set<String> ONLY_IN_FEATURE_TABLES =
            Set.of("entities", "features", "batchSource", "batch_source", "maxAge", "max_age");

    private Documents() {}

    /** @param mediaType the request's, such as {@code application/yaml}; whatever names yaml is YAML, all else JSON */
    public static List<Definition> read(String mediaType, String text) {
        var documents = new ArrayList<Node>();
        for (Node node : mediaType.contains("yaml") ? DocumentParser.yaml(text) : DocumentParser.json(text)) {
            if (node instanceof Node.Sequence sequence) {
                documents.addAll(sequence.items());
            } else {
                documents.add(node);
            }
        }
        if (documents.isEmpty()) {
            throw LarderException.invalid(
                    "EMPTY_BODY", "", "The body holds no definition. Send a document with a spec.");
        }
        if (documents.size() > Limits.DEFINITIONS) {
            throw LarderException.invalid(
                    "TOO_MANY_DEFINITIONS",
                    "",
                    "The body holds %,d definitions; at most %,d are allowed."
                            .formatted(documents.size(), Limits.DEFINITIONS));
        }
        return documents.stream().map(Documents::definition).toList();
    }

    private static Definition definition(Node document) {
        if (!(document instanceof Node.Mapping mapping)) {
            throw document.place().error("INVALID_VALUE", "", "a definition must be a mapping with a spec");
        }
        var spec = mapping.get("spec").orElseThrow(() -> mapping.place()
                .error("MISSING_SPEC", "spec", "the definition has no spec; put its fields under spec:"));
        var body = new Node.Mapping(
                mapping.entries().stream()
                        .filter(entry -> !entry.key().equals("kind"))
                        .toList(),
                mapping.place());
        return switch (kind(mapping, spec)) {
            case ENTITY -> Definition.newBuilder()
                    .setEntity(MessageReader.read(Entity.getDefaultInstance(), body)
                            .getSpec())
                    .build();
            default -> Definition.newBuilder()
                    .setFeatureTable(MessageReader.read(FeatureTable.getDefaultInstance(), body)
                            .getSpec())
                    .build();
        };
    }

    private static String kind(Node.Mapping document, Node spec) {
        var given = document.get("kind");
        if (given.isPresent()) {
            return switch (given.get() instanceof Node.Scalar scalar ? String.valueOf(scalar.text()) : "") {
                case ENTITY -> ENTITY;
                case FEATURE_TABLE, "featureTable", "feature-table" -> FEATURE_TABLE;
                default -> throw given.get()
                        .place()
                        .error("UNKNOWN_KIND", "kind", "kind must be \"entity\" or \"feature_table\"");
            };
        }
        if (hasAny(spec, ONLY_IN_ENTITIES)) {
            return ENTITY;
        }
        if (hasAny(spec, ONLY_IN_FEATURE_TABLES)) {
            return FEATURE_TABLE;
        }
        throw spec.place()
                .error(
                        "UNKNOWN_KIND",
                        "kind",
                        "the spec tells neither an entity (valueType) nor a feature table (entities, features); add kind:");
    }

    private static boolean hasAny(Node spec, Set<String> keys) {
        return spec instanceof Node.Mapping mapping
                && mapping.entries().stream().anyMatch(entry -> keys.contains(entry.key()));
    }
}
