package dev.canopy.persist;

import dev.canopy.association.Described;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Which columns of a record differ from what the database has. */
public final class Changes {
    private Changes() {}

    /** The columns that were set; what only the server may write is left out. */
    static List<Field<?>> touched(Record row, Table<?> table) {
        Set<String> readOnly = table instanceof Described described ? described.readOnlyColumns() : Set.of();
        List<Field<?>> columns = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Field<?> column = Objects.requireNonNull(row.field(i));
            if (row.touched(i) && !readOnly.contains(column.getName())) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** The columns that were set to something else than the database has: arrays by content, numbers by value. */
    public static List<Field<?>> differing(Record row, Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> column : touched(row, table)) {
            if (!same(row.get(column), row.original(column))) {
                columns.add(column);
            }
        }
        return columns;
    }

    static Map<Field<?>, @Nullable Object> values(Record row, List<Field<?>> columns) {
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column, row.get(column)));
        return values;
    }

    @SuppressWarnings("ReferenceEquality") // the very array
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof BigDecimal a && other instanceof BigDecimal b) {
            return a.compareTo(b) == 0;
        }
        if (one != null && one == other && one.getClass().isArray()) {
            // It was set, and it is the very array that was read: what was in it before, nobody knows any more.
            return false;
        }
        return Objects.deepEquals(one, other);
    }
}
