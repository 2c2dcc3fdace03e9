package dev.canopy.load;

import dev.canopy.codec.Cells;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What hangs on a row. */
sealed interface Part {
    int width();

    /** Reads what the row's own statement has of it. */
    @Nullable
    Object values(Cells cells);

    /** Makes of it what the row gets. */
    @Nullable
    Object make(@Nullable Object values);

    /** One row or none: its presence, then its own cells; these are there, all NULL, when there is no row. */
    record Joined(LevelReader reader) implements Part {
        @Override
        public int width() {
            return 1 + reader.width();
        }

        @Override
        public @Nullable Object values(Cells cells) {
            if (cells.flag()) {
                return reader.values(cells);
            }
            cells.skip(reader.width());
            return null;
        }

        @Override
        public @Nullable Object make(@Nullable Object values) {
            return values == null ? null : reader.make((Object[]) values);
        }
    }

    /** The junction's row, whose cells follow those of the row that was reached. */
    record Through(LevelReader reader) implements Part {
        @Override
        public int width() {
            return reader.width();
        }

        @Override
        public @Nullable Object values(Cells cells) {
            return reader.read(cells);
        }

        @Override
        public @Nullable Object make(@Nullable Object row) {
            return row;
        }
    }

    /** Rows as JSON, which are whole. */
    record Nested(LevelReader reader, boolean single) implements Part {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public @Nullable Object values(Cells cells) {
            List<@Nullable Object> rows = cells.rows(reader);
            return single ? first(rows) : rows;
        }

        @Override
        public @Nullable Object make(@Nullable Object rows) {
            return rows;
        }
    }

    /** Rows of a later statement: here are only the key's cells. */
    record Split(Gathering gathering, boolean single) implements Part {
        @Override
        public int width() {
            return gathering.width();
        }

        @Override
        public @Nullable Object values(Cells cells) {
            return gathering.await(cells);
        }

        @Override
        public @Nullable Object make(@Nullable Object awaited) {
            List<@Nullable Object> rows =
                    awaited instanceof Gathering.Rows gathered ? gathered.made() : new ArrayList<>();
            return single ? first(rows) : rows;
        }
    }

    private static @Nullable Object first(List<@Nullable Object> rows) {
        return rows.isEmpty() ? null : rows.getFirst();
    }
}
