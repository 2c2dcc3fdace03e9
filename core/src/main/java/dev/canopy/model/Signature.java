package dev.canopy.model;

import java.util.function.Function;
import org.jooq.Record;
import org.jooq.TableField;

/** A column that says who wrote the row. */
public record Signature<R extends Record, A, V>(
        TableField<R, V> column, Class<A> actor, Function<? super A, ? extends V> value) {
    /** Sets the column, unless it was, if the one who asked is of the kind that signs. */
    public void apply(R row, Reach reach) {
        if (!row.touched(column)) {
            reach.actor(actor).ifPresent(who -> row.set(column, value.apply(who)));
        }
    }
}
