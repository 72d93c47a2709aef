package dev.larder.spark.law;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import dev.larder.proto.v1.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Several cases that one run tries, with the entity rows of its training sets.
 *
 * @param knownThen leave out feature rows that were created after the time of the entity row
 */
record World(List<Case> cases, List<Asking> entities, boolean knownThen) {
    /** A fixed one, and so late that nothing expires while it is compared. */
    static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    World {
        cases = List.copyOf(cases);
        entities = List.copyOf(entities);
    }

    /** An entity row; each part may be null. */
    record Asking(Long driver, String city, Instant time) {}

    World withCases(List<Case> others) {
        return new World(others, entities, knownThen);
    }

    World with(int index, UnaryOperator<Case> change) {
        var changed = new ArrayList<>(cases);
        changed.set(index, change.apply(changed.get(index)));
        return withCases(changed);
    }

    World withEntities(List<Asking> others) {
        return new World(cases, others, knownThen);
    }

    String json() {
        try {
            var text = new StringBuilder("{\"knownThen\": ").append(knownThen).append(",\n \"cases\": [");
            for (Case each : cases) {
                text.append(each == cases.get(0) ? "\n" : ",\n").append(json(each));
            }
            text.append("],\n \"entities\": [");
            for (Asking row : entities) {
                text.append(row == entities.get(0) ? "\n  " : ",\n  ")
                        .append(line(Arrays.asList(row.driver(), row.city(), ColumnType.literal(row.time()))));
            }
            return text.append("]}").toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String json(Case each) throws IOException {
        var text = new StringBuilder("  {\"table\": ")
                .append(JsonFormat.printer().omittingInsignificantWhitespace().print(each.table()))
                .append(",\n   \"asked\": ")
                .append(line(each.asked()))
                .append(",\n   \"files\": [");
        for (SourceFile file : each.files()) {
            var types = new LinkedHashMap<String, String>();
            file.columns().forEach((name, type) -> types.put(name, type.toString()));
            text.append(file == each.files().get(0) ? "\n" : ",\n")
                    .append("    {\"path\": ")
                    .append(line(file.path()))
                    .append(", \"columns\": ")
                    .append(line(types))
                    .append(", \"rows\": [");
            for (int i = 0; i < file.rows().size(); i++) {
                text.append(i == 0 ? "\n      " : ",\n      ")
                        .append(line(ColumnType.literal(file.rows().get(i))));
            }
            text.append("]}");
        }
        return text.append("]}").toString();
    }

    private static String line(Object value) throws IOException {
        return JSON.writeValueAsString(value);
    }

    static World parse(String text) {
        try {
            var json = JSON.readTree(text);
            var cases = new ArrayList<Case>();
            for (JsonNode each : json.get("cases")) {
                var table = Table.newBuilder();
                JsonFormat.parser().merge(each.get("table").toString(), table);
                var files = new ArrayList<SourceFile>();
                each.get("files").forEach(file -> files.add(file(file)));
                var asked = new ArrayList<String>();
                each.get("asked").forEach(name -> asked.add(name.asText()));
                cases.add(new Case(table.build(), files, asked));
            }
            var entities = new ArrayList<Asking>();
            for (JsonNode row : json.get("entities")) {
                entities.add(new Asking(
                        row.get(0).isNull() ? null : row.get(0).asLong(),
                        row.get(1).textValue(),
                        row.get(2).isNull() ? null : Instant.parse(row.get(2).asText())));
            }
            return new World(cases, entities, json.get("knownThen").asBoolean());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SourceFile file(JsonNode json) {
        var columns = new LinkedHashMap<String, ColumnType>();
        json.get("columns")
                .properties()
                .forEach(field -> columns.put(
                        field.getKey(), ColumnType.parse(field.getValue().asText())));
        var rows = new ArrayList<List<Object>>();
        for (JsonNode row : json.get("rows")) {
            var values = new ArrayList<Object>();
            for (ColumnType type : columns.values()) {
                values.add(type.parse(row.get(values.size())));
            }
            rows.add(values);
        }
        return new SourceFile(json.get("path").asText(), columns, rows);
    }
}
