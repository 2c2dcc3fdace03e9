package dev.canopy.persist;

import java.util.Collections;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a row's columns are to be, in the order of the columns.
 *
 * @param byColumn a value of the column's type, null for NULL, or a jOOQ field: an expression for the server to compute
 */
record RowValues(Map<Field<?>, @Nullable Object> byColumn) {
    RowValues {
        byColumn = Collections.unmodifiableMap(byColumn);
    }
}
