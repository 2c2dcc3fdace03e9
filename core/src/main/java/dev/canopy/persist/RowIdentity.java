package dev.canopy.persist;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * By what a row is found again: its key, and its version where it has one.
 *
 * @param byColumn the values that the columns must have; null where the column must be NULL
 */
record RowIdentity(Map<TableField<?, ?>, @Nullable Object> byColumn) {
    RowIdentity {
        byColumn = Collections.unmodifiableMap(new LinkedHashMap<>(byColumn));
    }
}
