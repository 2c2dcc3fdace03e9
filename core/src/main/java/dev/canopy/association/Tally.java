package dev.canopy.association;

import org.jooq.Field;
import org.jooq.Table;

/** How many rows a to-many include has, seen from an alias of its source. */
public final class Tally {
    private Tally() {}

    /**
     * As a field of the near row: how many far rows meet all that was said, whatever limit and offset say.
     *
     * @param near the source's alias in the statement
     */
    public static Field<Long> of(ToMany<?, ?, ?> include, Table<?> near) {
        return new Correlation<>(include, near).total();
    }
}
