package dev.larder.serving.grpc;

import dev.larder.serving.FeatureStatus;
import dev.larder.serving.OnlineFeatures;
import dev.larder.wire.ProtoBuffer;
import dev.larder.wire.RawCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** A {@code GetOnlineFeaturesResponseV2} of Feast 0.9.6: names once, then for each entity row its values and statuses. */
final class VectorsReply implements RawCalls.Answer {
    private static final int FIRST = ProtoBuffer.lengthDelimitedTag(1);
    private static final int RESULTS = ProtoBuffer.lengthDelimitedTag(2);
    private static final int STATUSES = ProtoBuffer.lengthDelimitedTag(2);

    private final RowsReply.Shape shape;
    private final List<RowsDialect.EntityRow> entityRows;
    private final OnlineFeatures found;
    /** All that rows have, in ascending order. */
    private final TreeSet<String> entities = new TreeSet<>();

    VectorsReply(RowsReply.Shape shape, List<RowsDialect.EntityRow> entityRows, OnlineFeatures found) {
        this.shape = shape;
        this.entityRows = entityRows;
        this.found = found;
        RowsDialect.EntityRow before = null;
        for (RowsDialect.EntityRow row : entityRows) {
            if (before == null
                    || !before.entities().keySet().equals(row.entities().keySet())) {
                entities.addAll(row.entities().keySet());
            }
            before = row;
        }
    }

    @Override
    public void writeTo(ProtoBuffer buffer) {
        var list = new ProtoBuffer();
        list.field(FIRST, names());
        buffer.field(FIRST, list.toByteArray());
        var vector = new ProtoBuffer();
        for (int row = 0; row < found.rows(); row++) {
            vector.clear();
            write(vector, row);
            buffer.field(RESULTS, vector.toByteArray());
        }
    }

    /** The entities, then the features as they were asked for. */
    private byte[] names() {
        var names = new ProtoBuffer();
        var plan = found.plan();
        entities.forEach(name -> names.field(FIRST, name.getBytes(StandardCharsets.UTF_8)));
        plan.references()
                .forEach(reference -> names.field(FIRST, reference.toString().getBytes(StandardCharsets.UTF_8)));
        return names.toByteArray();
    }

    private void write(ProtoBuffer vector, int row) {
        var plan = found.plan();
        var given = entityRows.get(row).entities();
        var statuses = new byte[entities.size() + plan.references().size()];
        int place = 0;
        for (String name : entities) {
            var entity = given.get(name);
            vector.field(FIRST, entity == null ? new byte[0] : entity.message());
            statuses[place++] = (byte) status(entity).ordinal();
        }
        for (int i = 0; i < plan.references().size(); i++) {
            int slot = plan.slot(i);
            vector.field(FIRST, value(slot, row));
            statuses[place++] = found.statusNumber(slot, row);
        }
        vector.field(STATUSES, statuses);
    }

    private static FeatureStatus status(RowsDialect.Entity entity) {
        if (entity == null) {
            return FeatureStatus.NOT_FOUND;
        }
        return entity.value() == null ? FeatureStatus.NULL_VALUE : FeatureStatus.PRESENT;
    }

    private byte[] value(int slot, int row) {
        if (found.status(slot, row) != FeatureStatus.PRESENT) {
            return new byte[0];
        }
        var value = new ProtoBuffer();
        var tag = shape.valueTags()[slot];
        value.ensure(tag.length + found.length(slot, row));
        value.put(tag);
        value.put(found.bytes(slot, row), found.offset(slot, row), found.length(slot, row));
        return value.toByteArray();
    }
}
