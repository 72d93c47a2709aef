package dev.larder.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.definition.FeatureReference;
import dev.larder.error.ErrorCode;
import dev.larder.error.LarderException;
import dev.larder.serving.OnlineRequest;
import dev.larder.serving.RequestPlan;
import dev.larder.wire.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A request in the shape of today's Feast.
 *
 * @param entities a column of values for each, by name
 * @param features each {@code table:feature}
 */
record OnlineFeaturesRequest(JsonNode entities, List<String> features, boolean fullFeatureNames) {
    private static final String ENTITIES = "entities";

    static OnlineFeaturesRequest read(byte[] body) {
        var json = JsonBody.object(body);
        var service = json.path("feature_service");
        if (service.isTextual()) {
            throw LarderException.of(
                    ErrorCode.NOT_FOUND,
                    "FEATURE_SERVICE_NOT_FOUND",
                    "There is no feature service %s: Larder has none. Name the features, as table:feature."
                            .formatted(service.textValue()));
        }
        var entities = json.path(ENTITIES);
        JsonBody.require(entities.isObject(), ENTITIES, "%s must be an object with a list of values for each entity.");
        entities.properties()
                .forEach(entity -> JsonBody.require(
                        entity.getValue().isArray(), ENTITIES + "." + entity.getKey(), "%s must be a list of values."));
        var features = new ArrayList<String>();
        var list = json.path(FeatureReference.FIELD);
        JsonBody.require(list.isArray() || list.isMissingNode(), FeatureReference.FIELD, "%s must be a list.");
        for (JsonNode feature : list) {
            JsonBody.require(feature.isTextual(), FeatureReference.FIELD, "%s must be a list of texts.");
            features.add(feature.textValue());
        }
        return new OnlineFeaturesRequest(
                entities, features, json.path("full_feature_names").asBoolean(false));
    }

    Set<String> entityNames() {
        var names = new LinkedHashSet<String>();
        entities.fieldNames().forEachRemaining(names::add);
        return names;
    }

    int rows() {
        int rows = -1;
        for (var entity : entities.properties()) {
            int length = entity.getValue().size();
            if (rows >= 0 && length != rows) {
                throw LarderException.invalid(
                        "UNEQUAL_LENGTHS",
                        ENTITIES + "." + entity.getKey(),
                        "Entity %s has %,d values, another one has %,d; all must have the same number."
                                .formatted(entity.getKey(), length, rows));
            }
            rows = length;
        }
        return Math.max(rows, 0);
    }

    /** @throws LarderException INVALID_ARGUMENT naming the entity and the row of a value that cannot be one */
    OnlineRequest online(RequestPlan plan, long nowMicros) {
        var online = new OnlineRequest(plan, rows(), nowMicros);
        int place = 0;
        for (var entity : plan.entities().entrySet()) {
            var column = entities.get(entity.getKey());
            for (int row = 0; row < column.size(); row++) {
                online.set(place, row, JsonValues.read(column.get(row), entity.getValue()));
            }
            place++;
        }
        return online;
    }
}
