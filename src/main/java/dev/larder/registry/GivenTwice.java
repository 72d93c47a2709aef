package dev.larder.registry;

import dev.larder.definition.Definition;
import dev.larder.definition.Difference;
import dev.larder.definition.Entity;
import dev.larder.error.LarderException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request that defines the same thing twice. Where both say the same, such as a file that is listed twice, nothing is wrong;
 * where they differ nobody can know which one is meant.
 */
final class GivenTwice {
    private static final int DIFFERENCES_TOLD = 3;

    private GivenTwice() {}

    /** @throws LarderException INVALID_ARGUMENT that names both places in the request and where they differ */
    static void refuse(List<Definition> definitions) {
        var first = new HashMap<String, Integer>();
        for (int i = 0; i < definitions.size(); i++) {
            var definition = definitions.get(i);
            var what = kind(definition) + " " + definition.name();
            var earlier = first.putIfAbsent(what, i);
            if (earlier != null) {
                refuseDifferent(what, definitions.get(earlier), earlier, definition, i);
            }
        }
    }

    private static void refuseDifferent(String what, Definition one, int place, Definition other, int otherPlace) {
        var differences = Difference.between(one.facts(), other.facts());
        if (differences.isEmpty()) {
            return;
        }
        var told = differences.stream()
                .limit(DIFFERENCES_TOLD)
                .map(difference -> "%s is %s and %s"
                        .formatted(difference.path(), text(difference.before()), text(difference.after())))
                .collect(Collectors.joining("; "));
        throw LarderException.invalid(
                "GIVEN_TWICE",
                "definitions[%d]".formatted(otherPlace),
                "The request defines %s twice and differently, as definitions[%d] and definitions[%d]: %s%s. Leave one of them out."
                        .formatted(
                                what,
                                place,
                                otherPlace,
                                told,
                                differences.size() > DIFFERENCES_TOLD ? "; and more" : ""));
    }

    private static String text(Optional<String> fact) {
        return fact.map(GivenTwice::shortened).orElse("not given");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static String kind(Definition definition) {
        return definition instanceof Entity ? "entity" : "feature table";
    }
}
