package dev.larder.serving.grpc;

import dev.larder.serving.FeatureStatus;
import dev.larder.serving.OnlineFeatures;
import dev.larder.serving.RequestPlan;
import dev.larder.wire.ProtoBuffer;
import dev.larder.wire.RawCalls;
import java.nio.charset.StandardCharsets;

/**
 * A columnar {@code GetOnlineFeaturesResponseV2}, written straight from the stored rows: a value there has the very bytes that it
 * has in a {@code feast.types.Value}, but for the tag. The event times of a table are written once and copied for each of its
 * features.
 */
final class ColumnsReply implements RawCalls.Answer {
    /** {@code metadata.feature_names.val}, {@code results.values} and a value's own field are all number 1. */
    private static final int FIRST = ProtoBuffer.lengthDelimitedTag(1);

    private static final int RESULTS = ProtoBuffer.lengthDelimitedTag(2);
    private static final int STATUSES = ProtoBuffer.lengthDelimitedTag(2);
    private static final int EVENT_TIMESTAMPS = ProtoBuffer.lengthDelimitedTag(3);
    private static final int STATUS = 3 << 3;
    private static final byte PRESENT = (byte) FeatureStatus.PRESENT.ordinal();
    private static final int LARGEST_HEAD = 16;

    private final Shape shape;
    private final OnlineFeatures found;

    ColumnsReply(Shape shape, OnlineFeatures found) {
        this.shape = shape;
        this.found = found;
    }

    /** What is the same in all replies to one list of features. */
    static final class Shape {
        private final RequestPlan plan;
        private final byte[] metadata;
        /** By slot: the tag of the member of {@code Value}. */
        private final byte[][] valueTags;

        Shape(RequestPlan plan, String separator) {
            this.plan = plan;
            var names = new ProtoBuffer();
            plan.references()
                    .forEach(reference -> names.field(
                            FIRST,
                            (reference.table() + separator + reference.feature()).getBytes(StandardCharsets.UTF_8)));
            var list = new ProtoBuffer();
            list.field(FIRST, names.toByteArray());
            var field = new ProtoBuffer();
            field.field(FIRST, list.toByteArray());
            metadata = field.toByteArray();
            valueTags = ValueTags.bySlot(plan);
        }

        RequestPlan plan() {
            return plan;
        }
    }

    @Override
    public void writeTo(ProtoBuffer buffer) {
        var plan = shape.plan;
        buffer.ensure(shape.metadata.length);
        buffer.put(shape.metadata);
        var times = new byte[plan.tableCount()][];
        for (int i = 0; i < plan.references().size(); i++) {
            int slot = plan.slot(i);
            int table = plan.tableOfSlot(slot);
            if (times[table] == null) {
                times[table] = eventTimes(table);
            }
            column(buffer, slot, times[table]);
        }
        buffer.ensure(2);
        buffer.put(STATUS);
        buffer.put(1);
    }

    private byte[] eventTimes(int table) {
        var times = new ProtoBuffer();
        for (int row = 0; row < found.rows(); row++) {
            long micros = found.eventTimeMicros(table, row);
            times.timestampField(EVENT_TIMESTAMPS, micros == OnlineFeatures.NO_TIME ? 0 : micros);
        }
        return times.toByteArray();
    }

    private void column(ProtoBuffer buffer, int slot, byte[] times) {
        int rows = found.rows();
        var tag = shape.valueTags[slot];
        int size = ProtoBuffer.fieldSize(rows) + times.length;
        for (int row = 0; row < rows; row++) {
            size += found.statusNumber(slot, row) == PRESENT
                    ? ProtoBuffer.fieldSize(tag.length + found.length(slot, row))
                    : 2;
        }
        buffer.ensure(size + LARGEST_HEAD);
        buffer.put(RESULTS);
        buffer.putVarint(size);
        for (int row = 0; row < rows; row++) {
            buffer.put(FIRST);
            if (found.statusNumber(slot, row) == PRESENT) {
                int length = found.length(slot, row);
                buffer.putVarint(tag.length + length);
                buffer.put(tag);
                buffer.put(found.bytes(slot, row), found.offset(slot, row), length);
            } else {
                buffer.put(0);
            }
        }
        buffer.put(STATUSES);
        buffer.putVarint(rows);
        buffer.put(found.statusNumbers(), found.firstOfSlot(slot), rows);
        buffer.put(times);
    }
}
