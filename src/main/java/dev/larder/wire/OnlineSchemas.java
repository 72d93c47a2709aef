package dev.larder.wire;

import static dev.larder.wire.OpenApiSchemas.object;
import static dev.larder.wire.OpenApiSchemas.string;

import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of bodies that are plain JSON, not messages: online features, and rows to write and delete. */
final class OnlineSchemas {
    private OnlineSchemas() {}

    static void addTo(Map<String, Schema> schemas) {
        schemas.put(
                "OnlineFeaturesRequest",
                object().addProperty(
                                "entities",
                                object().additionalPropertiesSchema(list(value()))
                                        .description("a list of values for each entity, all of the same length"))
                        .addProperty("features", list(string()).description("each table:feature"))
                        .addProperty(
                                "full_feature_names", OASFactory.createSchema().addType(SchemaType.BOOLEAN)));
        schemas.put(
                "OnlineFeatures",
                object().addProperty("metadata", object().addProperty("feature_names", list(string())))
                        .addProperty(
                                "results",
                                list(object().addProperty("values", list(value()))
                                        .addProperty("statuses", list(status()))
                                        .addProperty("event_timestamps", list(string().format("date-time"))))));
        schemas.put(
                "RowsToWrite",
                object().addProperty(
                                "rows",
                                list(object().addProperty("entities", values())
                                        .addProperty("event_timestamp", string().format("date-time"))
                                        .addProperty("features", values()))));
        schemas.put("RowsToDelete", object().addProperty("keys", list(object().addProperty("entities", values()))));
    }

    private static Schema status() {
        var status = string();
        for (var name : new String[] {"PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE", "INVALID"}) {
            status.addEnumeration(name);
        }
        return status;
    }

    private static Schema values() {
        return object().additionalPropertiesSchema(value()).description("values by name");
    }

    private static Schema value() {
        return OASFactory.createSchema()
                .description("a number, a text, true, false, null or an array of these; bytes as base64");
    }

    private static Schema list(Schema items) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(items);
    }
}
