package dev.larder.serving;

import dev.larder.row.CorruptRowException;
import dev.larder.row.Expiry;
import dev.larder.row.RowReader;
import dev.larder.row.ValueLayout;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The answer to one request: for each slot of the plan and each entity row a status and, where it is PRESENT, where in the stored
 * row its value lies. Values are not copied; what is at a place is laid out as {@link ValueLayout} says.
 *
 * <p>Arrays are laid out by slot, then by row, as the columnar dialect writes them.
 */
public final class OnlineFeatures {
    /** No event time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final byte PRESENT = FeatureStatus.PRESENT.number();

    private final RequestPlan plan;
    private final int rows;
    private final byte[][] stored;
    private final long[] eventTimes;
    private final byte[] statuses;
    /** Offset in the upper half, length in the lower. */
    private final long[] places;

    private OnlineFeatures(RequestPlan plan, int rows, byte[][] stored) {
        this.plan = plan;
        this.rows = rows;
        this.stored = stored;
        eventTimes = new long[stored.length];
        statuses = new byte[plan.slotCount() * rows];
        places = new long[statuses.length];
    }

    /**
     * @param stored by table, then by row: the bytes of each row; null where there is none
     * @param corrupt told of each table that has a row that cannot be read
     */
    static OnlineFeatures find(OnlineRequest request, byte[][] stored, Consumer<ServedTable> corrupt) {
        var found = new OnlineFeatures(request.plan(), request.rows(), stored);
        Arrays.fill(found.eventTimes, NO_TIME);
        Arrays.fill(found.statuses, FeatureStatus.NOT_FOUND.number());
        var reader = new RowReader();
        for (int table = 0; table < request.plan().tableCount(); table++) {
            for (int row = 0; row < request.rows(); row++) {
                try {
                    found.locate(reader, table, row, request.reference(row));
                } catch (CorruptRowException e) {
                    found.setAll(table, row, FeatureStatus.INVALID);
                    found.eventTimes[table * request.rows() + row] = NO_TIME;
                    corrupt.accept(request.plan().tables().get(table));
                }
            }
        }
        return found;
    }

    private void locate(RowReader reader, int table, int row, long reference) throws CorruptRowException {
        int place = table * rows + row;
        var bytes = stored[place];
        if (bytes == null) {
            return;
        }
        reader.reset(bytes);
        eventTimes[place] = reader.eventTimeMicros();
        if (!Expiry.isInside(eventTimes[place], plan.tables().get(table).maxAgeMicros(), reference)) {
            setAll(table, row, FeatureStatus.OUTSIDE_MAX_AGE);
            return;
        }
        setAll(table, row, FeatureStatus.NULL_VALUE);
        var slotsById = plan.slotsById(table);
        while (reader.next()) {
            int id = reader.id();
            int slot = id < slotsById.length ? slotsById[id] : RequestPlan.NO_SLOT;
            if (slot != RequestPlan.NO_SLOT) {
                reader.require(plan.layoutOfSlot(slot));
                int at = slot * rows + row;
                statuses[at] = PRESENT;
                places[at] = (long) reader.offset() << Integer.SIZE | reader.length();
            }
        }
    }

    private void setAll(int table, int row, FeatureStatus status) {
        byte number = status.number();
        for (int slot : plan.slotsOfTable(table)) {
            statuses[slot * rows + row] = number;
        }
    }

    public RequestPlan plan() {
        return plan;
    }

    public int rows() {
        return rows;
    }

    /** The number of a {@link FeatureStatus}. */
    public byte statusNumber(int slot, int row) {
        return statuses[slot * rows + row];
    }

    public FeatureStatus status(int slot, int row) {
        return FeatureStatus.of(statusNumber(slot, row));
    }

    /** The statuses of all rows of a slot begin here in {@link #statusNumbers()}. */
    public int firstOfSlot(int slot) {
        return slot * rows;
    }

    /** All statuses, as numbers; not to be changed. */
    public byte[] statusNumbers() {
        return statuses;
    }

    /** The stored row of which the value is a part. */
    public byte[] bytes(int slot, int row) {
        return stored[plan.tableOfSlot(slot) * rows + row];
    }

    /** Where in {@link #bytes} the value begins. Only of values that are present. */
    public int offset(int slot, int row) {
        return (int) (places[slot * rows + row] >>> Integer.SIZE);
    }

    /** How many bytes the value has. Only of values that are present. */
    public int length(int slot, int row) {
        return (int) places[slot * rows + row];
    }

    /** Microseconds since 1970; {@link #NO_TIME} where there is no row that can be read. */
    public long eventTimeMicros(int table, int row) {
        return eventTimes[table * rows + row];
    }
}
