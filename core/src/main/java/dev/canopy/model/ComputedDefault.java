package dev.canopy.model;

import java.util.function.Supplier;
import org.jooq.Record;
import org.jooq.TableField;

/** What a column of a new row is unless it was set. */
public record ComputedDefault<R extends Record, V>(TableField<R, V> column, Supplier<? extends V> value) {
    /** Sets the column, unless it was. */
    public void apply(R row) {
        if (!row.touched(column)) {
            row.set(column, value.get());
        }
    }
}
