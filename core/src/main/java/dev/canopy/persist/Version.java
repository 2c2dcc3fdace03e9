package dev.canopy.persist;

import org.jooq.Field;
import org.jooq.impl.DSL;

/** The column that counts a row's updates. */
final class Version {
    private Version() {}

    /** One more than the row has. */
    static <V> Field<V> next(Field<V> version) {
        return version.plus(DSL.inline(1));
    }
}
