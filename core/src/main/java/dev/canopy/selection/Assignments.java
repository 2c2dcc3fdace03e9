package dev.canopy.selection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Columns and what they are set to, collected within one {@link Selection#update} call. Not thread-safe.
 *
 * @param <R> the table's rows; columns of other tables do not compile
 */
public final class Assignments<R extends Record> {
    private final Map<TableField<R, ?>, Consumer<R>> values = new LinkedHashMap<>();
    private final Map<TableField<R, ?>, Field<?>> expressions = new LinkedHashMap<>();

    /** None yet. */
    public Assignments() {}

    /** Sets a column to what an expression gives for each row. */
    public <V> Assignments<R> set(TableField<R, V> column, Field<V> expression) {
        values.remove(column);
        expressions.put(column, expression);
        return this;
    }

    /** Sets a column to a value, which is normalised and validated. */
    public <V> Assignments<R> set(TableField<R, V> column, V value) {
        return put(column, value);
    }

    /** Sets a column to NULL, if it may be. */
    public Assignments<R> setNull(TableField<R, ?> column) {
        return put(column, null);
    }

    /** Sets on a row what columns were set to values. */
    public void setValues(R row) {
        values.values().forEach(value -> value.accept(row));
    }

    /** Each column that was set to an expression, in the order of the calls. */
    public Map<TableField<R, ?>, Field<?>> expressions() {
        return Collections.unmodifiableMap(expressions);
    }

    @SuppressWarnings("NullAway") // a column may be set to NULL
    private <V> Assignments<R> put(TableField<R, V> column, @Nullable V value) {
        expressions.remove(column);
        values.put(column, row -> row.set(column, value));
        return this;
    }
}
