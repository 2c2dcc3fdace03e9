package dev.canopy.selection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Columns and what they are set to, collected within one {@link Selection#update} call. Not thread-safe.
 *
 * @param <R> the table's rows; columns of other tables do not compile
 */
public final class Assignments<R extends Record> {
    private final Map<TableField<R, ?>, Field<?>> byColumn = new LinkedHashMap<>();

    /** None yet. */
    public Assignments() {}

    /** Sets a column to what an expression gives for each row. */
    public <V> Assignments<R> set(TableField<R, V> column, Field<V> expression) {
        byColumn.put(column, expression);
        return this;
    }

    /** Sets a column to a value. */
    public <V> Assignments<R> set(TableField<R, V> column, V value) {
        byColumn.put(column, DSL.val(value, column.getDataType()));
        return this;
    }

    /** Sets a column to NULL. */
    public Assignments<R> setNull(TableField<R, ?> column) {
        byColumn.put(column, DSL.inline(null, column.getDataType()));
        return this;
    }

    /** Each column with its expression, in the order of the calls. */
    public Map<TableField<R, ?>, Field<?>> byColumn() {
        return byColumn;
    }
}
