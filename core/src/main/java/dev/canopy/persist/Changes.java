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
        List<Field<?>> columns = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (isTouched(row, i, table)) {
                columns.add(Objects.requireNonNull(row.field(i)));
            }
        }
        return columns;
    }

    /** Whether the column was set, and not only the server may write it. */
    static boolean isTouched(Record row, int column, Table<?> table) {
        return row.touched(column) && !isReadOnly(row, column, table);
    }

    private static boolean isReadOnly(Record row, int column, Table<?> table) {
        Set<String> columns = table instanceof Described described ? described.readOnlyColumns() : Set.of();
        return !columns.isEmpty()
                && columns.contains(Objects.requireNonNull(row.field(column)).getName());
    }

    /** The columns that were set to something else than the database has: arrays by content, numbers by value. */
    public static List<Field<?>> differing(Record row, Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            if (differs(row, i, table)) {
                columns.add(Objects.requireNonNull(row.field(i)));
            }
        }
        return columns;
    }

    /** Whether any column is among them. */
    static boolean any(Record row, Table<?> table) {
        for (int i = 0; i < row.size(); i++) {
            if (differs(row, i, table)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the column is among them. */
    static boolean differs(Record row, int column, Table<?> table) {
        return isTouched(row, column, table) && !same(row.get(column), row.original(column));
    }

    /** The values of the columns that were set. */
    static RowValues touchedValues(Record row, Table<?> table) {
        RowValues values = new RowValues(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (isTouched(row, i, table)) {
                values.set(i, row.get(i));
            }
        }
        return values;
    }

    /** The values of the columns that were set to something else than the database has. */
    static RowValues differingValues(Record row, Table<?> table) {
        RowValues values = new RowValues(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (differs(row, i, table)) {
                values.set(i, row.get(i));
            }
        }
        return values;
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
