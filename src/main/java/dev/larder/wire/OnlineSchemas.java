package dev.larder.wire;

import static dev.larder.wire.OpenApiSchemas.object;
import static dev.larder.wire.OpenApiSchemas.string;

import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of bodies that are plain JSON, not messages: online features, rows to write and delete, materialization. */
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
                        .addProperty("full_feature_names", flag()));
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
        schemas.put(
                "WriteToOnlineStore",
                object().addProperty("feature_view_name", string().description("a feature table"))
                        .addProperty("df", dataFrame()));
        schemas.put(
                "Push",
                object().addProperty("push_source_name", string().description("a feature table"))
                        .addProperty("df", dataFrame())
                        .addProperty("to", string().addEnumeration("online")));
        schemas.put(
                "Materialize",
                object().addProperty("start_ts", time())
                        .addProperty("end_ts", time())
                        .addProperty("feature_views", tables())
                        .addProperty(
                                "disable_event_timestamp",
                                flag().description(
                                                "load all rows from 1970 until now; start_ts and end_ts are not read")));
        schemas.put(
                "MaterializeIncremental",
                object().addProperty("end_ts", time()).addProperty("feature_views", tables()));
        schemas.put(
                "MaterializeAccepted",
                object().addProperty("status", string().addEnumeration("accepted"))
                        .addProperty("feature_views", list(string())));
        schemas.put("RowsToDelete", object().addProperty("keys", list(object().addProperty("entities", values()))));
    }

    private static Schema dataFrame() {
        return object().additionalPropertiesSchema(list(value()))
                .description(
                        "a list of values for each column, all of the same length; every entity, every feature, and the event time");
    }

    private static Schema time() {
        return string().format("date-time").description("without a zone it is in UTC");
    }

    private static Schema tables() {
        return list(string()).description("feature tables; all of the project unless given");
    }

    private static Schema flag() {
        return OASFactory.createSchema().addType(SchemaType.BOOLEAN);
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
