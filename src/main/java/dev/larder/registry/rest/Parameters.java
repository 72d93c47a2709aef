package dev.larder.registry.rest;

import dev.larder.registry.Change;
import dev.larder.registry.Page;
import dev.larder.registry.TablePrecondition;
import dev.larder.wire.QueryParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Query parameters and headers, read strictly: what cannot be understood is an error and never a default. */
final class Parameters {
    private Parameters() {}

    static Page.Request page(String size, String token) {
        return Page.Request.of(QueryParameters.number("page-size", size), token);
    }

    /** @param labels each {@code key=value} */
    static Map<String, String> labels(List<String> labels) {
        var parsed = new TreeMap<String, String>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw QueryParameters.invalid("label", "label is \"%s\"; it must be key=value.".formatted(label));
            }
            parsed.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return parsed;
    }

    /** Null for "of every kind". */
    static Change.Kind kind(String kind) {
        return switch (kind) {
            case "" -> null;
            case "project" -> Change.Kind.PROJECT;
            case "entity" -> Change.Kind.ENTITY;
            case "feature_table" -> Change.Kind.FEATURE_TABLE;
            default -> throw QueryParameters.invalid(
                    "kind", "kind is \"%s\"; it must be project, entity or feature_table.".formatted(kind));
        };
    }

    /** From If-Match and If-None-Match; either may be null. */
    static TablePrecondition precondition(String ifMatch, String ifNoneMatch) {
        if (ifNoneMatch != null) {
            if (ifMatch != null || !ifNoneMatch.equals("*")) {
                throw QueryParameters.invalid("If-None-Match", "If-None-Match must be * and stand alone here.");
            }
            return TablePrecondition.ABSENT;
        }
        if (ifMatch == null) {
            return TablePrecondition.NONE;
        }
        return ifMatch.equals("*") ? TablePrecondition.PRESENT : TablePrecondition.version(unquoted(ifMatch));
    }

    private static String unquoted(String tag) {
        if (tag.length() > 2 && tag.startsWith("\"") && tag.indexOf('"', 1) == tag.length() - 1) {
            return tag.substring(1, tag.length() - 1);
        }
        throw QueryParameters.invalid(
                "If-Match", "If-Match is %s; it must be one ETag as it was answered, such as \"1-0\".".formatted(tag));
    }
}
