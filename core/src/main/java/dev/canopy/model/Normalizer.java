package dev.canopy.model;

import java.util.function.UnaryOperator;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * The one form that a column's values are brought into.
 *
 * @param inConditions whether those that it is compared with are, too
 */
record Normalizer<R extends Record, V>(TableField<R, V> column, UnaryOperator<V> form, boolean inConditions) {
    void apply(R row) {
        V value = row.get(column);
        if (value == null) {
            return;
        }
        V normal = form.apply(value);
        if (!normal.equals(value)) {
            row.set(column, normal);
        }
    }

    /** A value that is compared with this column of any alias of the table; others as they are. */
    @SuppressWarnings("unchecked") // a column of this name has this type, whatever its table is called
    <X> @Nullable X normal(TableField<?, X> compared, @Nullable X value) {
        return value == null || !compared.getName().equals(column.getName()) ? value : (X) form.apply((V) value);
    }
}
