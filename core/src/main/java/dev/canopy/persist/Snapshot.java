package dev.canopy.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How an entity was before a write, so that a write that fails leaves no trace in it. */
record Snapshot(List<Cell<?>> cells) {
    private record Cell<V>(
            Field<V> column, @Nullable V value, @Nullable V original, boolean touched) {
        static <V> Cell<V> of(Record row, Field<V> column) {
            return new Cell<>(column, row.get(column), row.original(column), row.touched(column));
        }

        @SuppressWarnings("NullAway") // the record held the very value before
        void put(Record row, @Nullable V newValue) {
            row.set(column, newValue);
        }
    }

    static Snapshot of(Record row) {
        List<Cell<?>> cells = new ArrayList<>();
        for (Field<?> column : row.fields()) {
            cells.add(Cell.of(row, Objects.requireNonNull(column)));
        }
        return new Snapshot(cells);
    }

    void restore(Record row) {
        cells.forEach(cell -> putOriginal(row, cell));
        row.touched(false);
        cells.forEach(cell -> putValue(row, cell));
    }

    private static <V> void putOriginal(Record row, Cell<V> cell) {
        cell.put(row, cell.original);
    }

    private static <V> void putValue(Record row, Cell<V> cell) {
        if (cell.touched) {
            cell.put(row, cell.value);
        }
        row.touched(cell.column, cell.touched);
    }
}
