package dev.larder.registry.rest;

import dev.larder.definition.Definition;
import dev.larder.error.LarderException;
import dev.larder.wire.DefinitionReader;
import dev.larder.wire.Documents;
import java.util.List;

/** Request bodies to definitions. */
final class Bodies {
    private Bodies() {}

    static List<Definition> all(String mediaType, String body) {
        return DefinitionReader.definitions(Documents.read(mediaType, body));
    }

    /** The one definition of the body, which must be of this kind and of the name in the path. */
    static <D extends Definition> D one(Class<D> kind, String name, String mediaType, String body) {
        var definitions = all(mediaType, body);
        if (definitions.size() != 1 || !kind.isInstance(definitions.get(0))) {
            throw LarderException.invalid(
                    "WRONG_DEFINITION",
                    "",
                    "The body must hold exactly one definition, of the kind %s. Use POST .../apply for several."
                            .formatted(kind.getSimpleName()));
        }
        var definition = kind.cast(definitions.get(0));
        if (!definition.name().equals(name)) {
            throw LarderException.invalid(
                    "NAME_MISMATCH",
                    "spec.name",
                    "spec.name is %s but the path says %s; they must be the same.".formatted(definition.name(), name));
        }
        return definition;
    }
}
