package dev.canopy.association;

import java.math.BigDecimal;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * A column that has one and the same value in every row of an association: {@code subject_type = 'post'}. Reading asks for
 * it; creating a row through the association fills it in.
 */
public record Constant<V>(TableField<?, V> column, V value) {
    /** As a condition on this alias of its table. */
    public Condition on(Table<?> alias) {
        return Link.column(alias, column).eq(value);
    }

    /** Whether a row of its table has it. */
    public boolean isIn(Record row) {
        V held = row.get(column);
        return (held instanceof BigDecimal number && value instanceof BigDecimal wanted)
                ? number.compareTo(wanted) == 0
                : Objects.equals(held, value);
    }

    /** Fills it into a row of its table. */
    public void fill(Record row) {
        row.set(column, value);
    }
}
