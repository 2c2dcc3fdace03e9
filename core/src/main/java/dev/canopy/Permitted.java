package dev.canopy;

import dev.canopy.model.PropertyName;
import dev.canopy.model.Virtual;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * What values from outside may reach: {@code Permitted.of(USERS.EMAIL, USERS.NOTE).and(FULL_NAME, String.class)}, for {@link
 * Entity#assign(Map, Permitted)}. Immutable; a constant serves every request.
 *
 * @param <R> the rows
 */
public final class Permitted<R extends Record> {
    private final Map<String, TableField<R, ?>> columns;
    private final Map<String, Written<R, ?>> virtuals;

    /** A virtual field, and what its values are. */
    record Written<R extends Record, V>(Virtual<R, V> virtual, Class<V> type) {
        void set(R row, Object value) {
            virtual.set(row, type.cast(value));
        }
    }

    private Permitted(Map<String, TableField<R, ?>> columns, Map<String, Written<R, ?>> virtuals) {
        this.columns = Collections.unmodifiableMap(columns);
        this.virtuals = Collections.unmodifiableMap(virtuals);
    }

    /** These columns and nothing else. */
    @SafeVarargs
    @SuppressWarnings("varargs") // read, never written
    public static <R extends Record> Permitted<R> of(TableField<R, ?>... columns) {
        Map<String, TableField<R, ?>> byName = new LinkedHashMap<>();
        List.of(columns).forEach(column -> byName.put(PropertyName.of(column), column));
        return new Permitted<>(byName, Map.of());
    }

    /**
     * A virtual field as well, which is set after all columns.
     *
     * @param type what its values are
     */
    public <V> Permitted<R> and(Virtual<R, V> virtual, Class<V> type) {
        Map<String, Written<R, ?>> more = new LinkedHashMap<>(virtuals);
        more.put(virtual.name(), new Written<>(virtual, type));
        return new Permitted<>(columns, more);
    }

    @Nullable
    TableField<R, ?> column(String name) {
        return columns.get(name);
    }

    @Nullable
    Written<R, ?> virtual(String name) {
        return virtuals.get(name);
    }

    /** In the order in which they were said. */
    Set<String> names() {
        Map<String, Object> all = new LinkedHashMap<>(columns);
        all.putAll(virtuals);
        return all.keySet();
    }

    @Override
    public String toString() {
        return "Permitted" + names();
    }
}
