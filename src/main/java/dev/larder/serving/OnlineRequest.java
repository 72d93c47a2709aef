package dev.larder.serving;

import dev.larder.definition.ValueType;
import dev.larder.error.LarderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whom a request asks about: values of the plan's entities, row by row. */
public final class OnlineRequest {
    private final RequestPlan plan;
    private final int rows;
    private final Object[][] values;
    private final List<ValueType> types;
    private final long[] referenceMicros;

    /**
     * @param now microseconds since 1970; what max age is reckoned from unless {@link #setReference} says otherwise
     */
    public OnlineRequest(RequestPlan plan, int rows, long now) {
        this.plan = plan;
        this.rows = rows;
        values = new Object[plan.entities().size()][rows];
        types = List.copyOf(plan.entities().values());
        referenceMicros = new long[rows];
        java.util.Arrays.fill(referenceMicros, now);
    }

    public RequestPlan plan() {
        return plan;
    }

    public int rows() {
        return rows;
    }

    /**
     * @param entity the place of an entity among {@link RequestPlan#entities()}
     * @param value as the dialect has it; null: there is no row for it
     * @throws LarderException INVALID_ARGUMENT if it cannot be the entity's type
     */
    public void set(int entity, int row, Object value) {
        var type = types.get(entity);
        var coerced = Coercion.entityOrNull(type, value);
        values[entity][row] =
                coerced == null && value != null ? Coercion.entity(type, value, field(entity, row)) : coerced;
    }

    /** The same, but a value that cannot be the entity's type is one that there is no row for. */
    public void setIfItFits(int entity, int row, Object value) {
        values[entity][row] = Coercion.entityOrNull(types.get(entity), value);
    }

    /** There are no rows for this one: what was set is forgotten. */
    public void clear(int row) {
        for (Object[] column : values) {
            column[row] = null;
        }
    }

    private String field(int entity, int row) {
        return "entities." + List.copyOf(plan.entities().keySet()).get(entity) + "[" + row + "]";
    }

    /** The time that max age is reckoned from for this row, in microseconds since 1970. */
    public void setReference(int row, long micros) {
        referenceMicros[row] = micros;
    }

    long reference(int row) {
        return referenceMicros[row];
    }

    /** The value as it was coerced; null if it is null. */
    public Object value(int entity, int row) {
        return values[entity][row];
    }

    /**
     * The values of a key.
     *
     * @param entities places of entities, in the key's order
     * @return null if one of them is null
     */
    List<Object> key(int[] entities, int row) {
        var key = new ArrayList<>(entities.length);
        for (int entity : entities) {
            var value = values[entity][row];
            if (value == null) {
                return null;
            }
            key.add(value);
        }
        return key;
    }

    /** The names and types of the entities, in their order. */
    public Map<String, ValueType> entities() {
        return plan.entities();
    }
}
