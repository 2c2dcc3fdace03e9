package dev.canopy.model;

import java.util.function.UnaryOperator;
import org.jooq.Record;
import org.jooq.TableField;

/** The one form that a column's values are brought into. */
record Normalizer<R extends Record, V>(TableField<R, V> column, UnaryOperator<V> form) {
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
}
