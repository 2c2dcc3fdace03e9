package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.JsonCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What hangs on a row. */
sealed interface Part {
    int width();

    /**
     * Reads what the row's own statement has of it.
     *
     * @param row the values of the row's columns
     */
    @Nullable
    Object values(Cells cells, @Nullable Object[] row);

    /** The same values, to be made once more. */
    @Nullable
    Object copy(@Nullable Object values);

    /** Makes of it what the row gets; the values are used up by it. */
    @Nullable
    Object make(@Nullable Object values);

    /** Both at once, for a row that waits for nothing. */
    @Nullable
    Object read(Cells cells);

    /** One row or none: its presence, then its own cells; these are there, all NULL, when there is no row. */
    record Joined(LevelReader reader) implements Part {
        @Override
        public int width() {
            return 1 + reader.width();
        }

        @Override
        public @Nullable Object values(Cells cells, @Nullable Object[] row) {
            if (cells.flag()) {
                return reader.values(cells);
            }
            cells.skip(reader.width());
            return null;
        }

        @Override
        public @Nullable Object copy(@Nullable Object values) {
            return values == null ? null : reader.copy((Object[]) values);
        }

        @Override
        public @Nullable Object make(@Nullable Object values) {
            return values == null ? null : reader.make((Object[]) values);
        }

        @Override
        public @Nullable Object read(Cells cells) {
            @Nullable Object row = null;
            if (cells.flag()) {
                row = reader.read(cells);
            } else {
                cells.skip(reader.width());
            }
            return row;
        }
    }

    /** The junction's row, whose cells follow those of the row that was reached. */
    record Through(LevelReader reader) implements Part {
        @Override
        public int width() {
            return reader.width();
        }

        @Override
        public Object values(Cells cells, @Nullable Object[] row) {
            return reader.values(cells);
        }

        @Override
        public Object copy(@Nullable Object values) {
            return reader.copy(there(values));
        }

        @Override
        public @Nullable Object make(@Nullable Object values) {
            return reader.make(there(values));
        }

        @Override
        public @Nullable Object read(Cells cells) {
            return reader.read(cells);
        }

        private static @Nullable Object[] there(@Nullable Object values) {
            return (@Nullable Object[]) Objects.requireNonNull(values);
        }
    }

    /**
     * Rows as JSON, which are whole. What will be made several times is kept as the text.
     *
     * @param number of the root's branches, if its rows are counted
     */
    record Nested(LevelReader reader, boolean single, int number) implements Part {
        static final int UNCOUNTED = -1;

        @Override
        public int width() {
            return 1;
        }

        @Override
        public @Nullable Object values(Cells cells, @Nullable Object[] row) {
            return cells instanceof ResultSetCells result && result.gatherings().isCopied()
                    ? new Text(result.bytes())
                    : read(cells);
        }

        @Override
        public @Nullable Object copy(@Nullable Object values) {
            return values;
        }

        @Override
        public @Nullable Object make(@Nullable Object values) {
            return values instanceof Text text ? made(JsonCells.rows(text.json(), reader)) : values;
        }

        @Override
        public @Nullable Object read(Cells cells) {
            List<@Nullable Object> rows = cells.rows(reader);
            if (number >= 0) {
                ((ResultSetCells) cells).gatherings().nested(number, rows.size());
            }
            return made(rows);
        }

        private @Nullable Object made(List<@Nullable Object> rows) {
            return single ? first(rows) : rows;
        }

        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        private record Text(byte[] json) {}
    }

    /**
     * Rows of a later statement: here is only the key.
     *
     * @param columns where it stands among the row's columns; null where it has cells of its own
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Split(Brought branch, boolean single, int @Nullable [] columns) implements Part {
        @Override
        public int width() {
            return columns == null ? branch.near().width() : 0;
        }

        @Override
        public @Nullable Object values(Cells cells, @Nullable Object[] row) {
            // Only rows of a result have parts of later statements.
            ResultSetCells result = (ResultSetCells) cells;
            Gathering gathering = result.gatherings().of(branch);
            return columns == null ? gathering.await(result) : gathering.await(row, columns);
        }

        /** They know by themselves that they are awaited several times. */
        @Override
        public @Nullable Object copy(@Nullable Object awaited) {
            return awaited;
        }

        @Override
        public @Nullable Object make(@Nullable Object awaited) {
            List<@Nullable Object> rows =
                    awaited instanceof Gathering.Rows gathered ? gathered.made() : new ArrayList<>();
            return single ? first(rows) : rows;
        }

        @Override
        public @Nullable Object read(Cells cells) {
            throw new IllegalStateException("Rows of a later statement are not there yet.");
        }
    }

    private static @Nullable Object first(List<@Nullable Object> rows) {
        return rows.isEmpty() ? null : rows.getFirst();
    }
}
