package dev.larder.serving.grpc;

import dev.larder.row.ValueLayout;
import dev.larder.serving.RequestPlan;
import dev.larder.wire.ProtoBuffer;

/** The bytes that make a stored value a member of {@code feast.types.Value}. */
final class ValueTags {
    private ValueTags() {}

    /** Empty where the table has no such feature. */
    static byte[][] bySlot(RequestPlan plan) {
        var tags = new byte[plan.slotCount()][];
        for (int slot = 0; slot < tags.length; slot++) {
            var layout = plan.layoutOfSlot(slot);
            tags[slot] = layout == null ? new byte[0] : tag(layout);
        }
        return tags;
    }

    private static byte[] tag(ValueLayout layout) {
        var buffer = new ProtoBuffer();
        buffer.ensure(2);
        buffer.putVarint(layout.valueField() << 3 | layout.wireType());
        return buffer.toByteArray();
    }
}
