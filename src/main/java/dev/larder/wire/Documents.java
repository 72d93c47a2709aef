package dev.larder.wire;

import dev.larder.definition.Limits;
import dev.larder.error.LarderException;
import dev.larder.proto.v1.Definition;
import feast.proto.core.EntityProto.EntitySpecV2;
import feast.proto.core.FeatureTableProto.FeatureTableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Definitions as people write them down: YAML (one document or several) or JSON (one object or an array of them), each of
 * Feast's shape {@code {kind, spec, meta}}. {@code kind} may be left out where the spec tells it; {@code meta} is the
 * registry's and is not read.
 */
public final class Documents {
    private static final String ENTITY = "entity";
    private static final String FEATURE_TABLE = "feature_table";
    private static final String SPEC = "spec";
    private static final List<String> FIELDS = List.of("kind", SPEC, "meta");
    private static final Set<String> ONLY_IN_ENTITIES = Set.of("valueType", "value_type");
    private static final Set<String> ONLY_IN_FEATURE_TABLES =
            Set.of("entities", "features", "batchSource", "batch_source", "maxAge", "max_age");

    private Documents() {}

    /**
     * The definitions of a request body.
     *
     * @param mediaType the request's, such as {@code application/yaml}; whatever names yaml is YAML, all else JSON, none too
     */
    public static List<Definition> read(String mediaType, String text) {
        var documents = new ArrayList<Node>();
        var roots = isYaml(mediaType)
                ? DocumentParser.yaml(text)
                : DocumentParser.json(text).stream().toList();
        for (Node node : roots) {
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

    private static boolean isYaml(String mediaType) {
        return mediaType != null && mediaType.toLowerCase(Locale.ROOT).contains("yaml");
    }

    private static Definition definition(Node document) {
        if (!(document instanceof Node.Mapping mapping)) {
            throw document.place().error("INVALID_VALUE", "", "a definition must be a mapping with a spec");
        }
        for (Node.Entry entry : mapping.entries()) {
            if (!FIELDS.contains(entry.key())) {
                throw MessageReader.unknownField(entry, "", String.join(", ", FIELDS));
            }
        }
        var spec = mapping.get(SPEC).orElseThrow(() -> mapping.place()
                .error("MISSING_SPEC", SPEC, "the definition has no spec; put its fields under spec:"));
        return switch (kind(mapping, spec)) {
            case ENTITY -> Definition.newBuilder()
                    .setEntity(MessageReader.read(EntitySpecV2.getDefaultInstance(), spec, SPEC))
                    .build();
            default -> Definition.newBuilder()
                    .setFeatureTable(MessageReader.read(FeatureTableSpec.getDefaultInstance(), spec, SPEC))
                    .build();
        };
    }

    private static String kind(Node.Mapping document, Node spec) {
        var given = document.get("kind");
        if (given.isPresent()) {
            return switch (given.get() instanceof Node.Scalar scalar ? scalar.text() : "") {
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
