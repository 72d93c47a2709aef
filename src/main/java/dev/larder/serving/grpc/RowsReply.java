package dev.larder.serving.grpc;

import dev.larder.serving.FeatureStatus;
import dev.larder.serving.OnlineFeatures;
import dev.larder.serving.RequestPlan;
import dev.larder.wire.ProtoBuffer;
import dev.larder.wire.RawCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@code GetOnlineFeaturesResponse} of Feast 0.9: for each entity row a map of values and a map of statuses, by name. */
final class RowsReply implements RawCalls.Answer {
    private static final int FIELD_VALUES = ProtoBuffer.lengthDelimitedTag(1);
    private static final int FIELDS = ProtoBuffer.lengthDelimitedTag(1);
    private static final int STATUSES = ProtoBuffer.lengthDelimitedTag(2);
    private static final int KEY = ProtoBuffer.lengthDelimitedTag(1);
    private static final int VALUE = ProtoBuffer.lengthDelimitedTag(2);
    private static final int STATUS_VALUE = 2 << 3;
    private static final byte PRESENT = (byte) FeatureStatus.PRESENT.ordinal();
    private static final int LARGEST_HEAD = 16;

    private final Shape shape;
    private final List<RowsDialect.EntityRow> entityRows;
    private final OnlineFeatures found;

    RowsReply(Shape shape, List<RowsDialect.EntityRow> entityRows, OnlineFeatures found) {
        this.shape = shape;
        this.entityRows = entityRows;
        this.found = found;
    }

    /** What is the same in all replies to one list of features. A map has one entry for each slot. */
    static final class Shape {
        private final RequestPlan plan;
        private final String[] entities;
        private final byte[][] valueTags;
        /** By slot: the name as the key of a map's entry. */
        private final byte[][] keys;
        /** By slot and status: the whole entry of the map of statuses. */
        private final byte[][][] statuses;

        Shape(RequestPlan plan) {
            this.plan = plan;
            entities = plan.entities().keySet().toArray(String[]::new);
            valueTags = ValueTags.bySlot(plan);
            keys = new byte[plan.slotCount()][];
            statuses = new byte[plan.slotCount()][FeatureStatus.values().length][];
            for (int i = 0; i < plan.references().size(); i++) {
                int slot = plan.slot(i);
                keys[slot] = key(plan.references().get(i).toString());
                for (FeatureStatus status : FeatureStatus.values()) {
                    statuses[slot][status.ordinal()] = status(keys[slot], status);
                }
            }
        }

        RequestPlan plan() {
            return plan;
        }

        /** Those that key the plan's tables, in ascending order. */
        String[] entities() {
            return entities;
        }

        byte[][] valueTags() {
            return valueTags;
        }
    }

    private static byte[] key(String name) {
        var buffer = new ProtoBuffer();
        buffer.field(KEY, name.getBytes(StandardCharsets.UTF_8));
        return buffer.toByteArray();
    }

    private static byte[] status(byte[] key, FeatureStatus status) {
        var entry = new ProtoBuffer();
        entry.ensure(key.length + 2);
        entry.put(key);
        entry.put(STATUS_VALUE);
        entry.put(status.ordinal());
        var field = new ProtoBuffer();
        field.field(STATUSES, entry.toByteArray());
        return field.toByteArray();
    }

    @Override
    public void writeTo(ProtoBuffer buffer) {
        for (int row = 0; row < found.rows(); row++) {
            var entities = entities(entityRows.get(row));
            int size = entities.length;
            for (int slot = 0; slot < shape.keys.length; slot++) {
                size += ProtoBuffer.fieldSize(entrySize(slot, row))
                        + shape.statuses[slot][found.statusNumber(slot, row)].length;
            }
            buffer.ensure(size + LARGEST_HEAD);
            buffer.put(FIELD_VALUES);
            buffer.putVarint(size);
            buffer.put(entities);
            for (int slot = 0; slot < shape.keys.length; slot++) {
                feature(buffer, slot, row);
            }
        }
    }

    private static byte[] entities(RowsDialect.EntityRow row) {
        var fields = new ProtoBuffer();
        row.entities().forEach((name, entity) -> {
            var key = key(name);
            var entry = new ProtoBuffer();
            entry.ensure(key.length);
            entry.put(key);
            entry.field(VALUE, entity.message());
            fields.field(FIELDS, entry.toByteArray());
            var status = status(key, entity.value() == null ? FeatureStatus.NULL_VALUE : FeatureStatus.PRESENT);
            fields.ensure(status.length);
            fields.put(status);
        });
        return fields.toByteArray();
    }

    private int valueSize(int slot, int row) {
        return found.statusNumber(slot, row) == PRESENT ? shape.valueTags[slot].length + found.length(slot, row) : 0;
    }

    private int entrySize(int slot, int row) {
        return shape.keys[slot].length + ProtoBuffer.fieldSize(valueSize(slot, row));
    }

    private void feature(ProtoBuffer buffer, int slot, int row) {
        int valueSize = valueSize(slot, row);
        buffer.put(FIELDS);
        buffer.putVarint(entrySize(slot, row));
        buffer.put(shape.keys[slot]);
        buffer.put(VALUE);
        buffer.putVarint(valueSize);
        if (valueSize > 0) {
            buffer.put(shape.valueTags[slot]);
            buffer.put(found.bytes(slot, row), found.offset(slot, row), found.length(slot, row));
        }
        buffer.put(shape.statuses[slot][found.statusNumber(slot, row)]);
    }
}
