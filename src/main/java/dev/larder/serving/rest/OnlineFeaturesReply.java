package dev.larder.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.row.CorruptRowException;
import dev.larder.serving.FeatureStatus;
import dev.larder.serving.OnlineFeatures;
import dev.larder.serving.OnlineRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A reply in the shape of today's Feast: the entities in the order they were given, then a column for each feature. */
final class OnlineFeaturesReply {
    private static final String NO_TIME = Instant.EPOCH.toString();

    private final OnlineFeaturesRequest request;
    private final OnlineRequest online;
    private final OnlineFeatures found;

    private OnlineFeaturesReply(OnlineFeaturesRequest request, OnlineRequest online, OnlineFeatures found) {
        this.request = request;
        this.online = online;
        this.found = found;
    }

    static byte[] json(OnlineFeaturesRequest request, OnlineRequest online, OnlineFeatures found) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JsonValues.generator(bytes)) {
            new OnlineFeaturesReply(request, online, found).write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("metadata");
        json.writeArrayFieldStart("feature_names");
        for (var entity : request.entities().properties()) {
            json.writeString(entity.getKey());
        }
        for (var reference : found.plan().references()) {
            json.writeString(
                    request.fullFeatureNames() ? reference.table() + "__" + reference.feature() : reference.feature());
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("results");
        var needed = List.copyOf(online.entities().keySet());
        for (var entity : request.entities().properties()) {
            entityColumn(json, needed.indexOf(entity.getKey()), entity.getValue());
        }
        var times = new String[found.plan().tableCount()][];
        for (int i = 0; i < found.plan().references().size(); i++) {
            int slot = found.plan().slot(i);
            int table = found.plan().tableOfSlot(slot);
            if (times[table] == null) {
                times[table] = eventTimes(table);
            }
            featureColumn(json, slot, times[table]);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Values that rows were looked for by as the registered type, so that a client sees what was asked; others as they came.
     *
     * @param place among the plan's entities; negative: no table is keyed by it
     */
    private void entityColumn(JsonGenerator json, int place, JsonNode values) throws IOException {
        json.writeStartObject();
        json.writeFieldName("values");
        if (place < 0) {
            json.writeTree(values);
        } else {
            json.writeStartArray();
            for (int row = 0; row < values.size(); row++) {
                JsonValues.write(json, online.value(place, row));
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("statuses");
        for (var value : values) {
            json.writeString((value.isNull() ? FeatureStatus.NULL_VALUE : FeatureStatus.PRESENT).name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("event_timestamps");
        for (int row = 0; row < values.size(); row++) {
            json.writeString(NO_TIME);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private String[] eventTimes(int table) {
        var times = new String[found.rows()];
        for (int row = 0; row < times.length; row++) {
            long micros = found.eventTimeMicros(table, row);
            times[row] = micros == OnlineFeatures.NO_TIME
                    ? NO_TIME
                    : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
        }
        return times;
    }

    private void featureColumn(JsonGenerator json, int slot, String[] times) throws IOException {
        var statuses = new FeatureStatus[found.rows()];
        json.writeStartObject();
        json.writeArrayFieldStart("values");
        for (int row = 0; row < statuses.length; row++) {
            statuses[row] = found.status(slot, row);
            Object value = null;
            if (statuses[row] == FeatureStatus.PRESENT) {
                try {
                    value = found.plan()
                            .layoutOfSlot(slot)
                            .read(found.bytes(slot, row), found.offset(slot, row), found.length(slot, row));
                } catch (CorruptRowException e) {
                    statuses[row] = FeatureStatus.INVALID;
                }
            }
            JsonValues.write(json, value);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("statuses");
        for (FeatureStatus status : statuses) {
            json.writeString(status.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("event_timestamps");
        for (String time : times) {
            json.writeString(time);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
