package dev.canopy.load;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Rows that the server hands out as they are asked for. Not thread-safe; must be closed. */
public final class OpenRows implements Iterator<@Nullable Object>, AutoCloseable {
    private final Cursor<?> cursor;
    private final ResultSetCells cells;
    private final LevelReader reader;
    private Ahead ahead = Ahead.UNKNOWN;

    /** What is known of the next row. */
    private enum Ahead {
        UNKNOWN,
        ROW,
        END
    }

    OpenRows(Cursor<?> cursor, DSLContext dsl, LevelReader reader) {
        this.cursor = cursor;
        this.cells =
                new ResultSetCells(Objects.requireNonNull(cursor.resultSet()), Gatherings.NONE, dsl.configuration());
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        if (ahead == Ahead.UNKNOWN) {
            ahead = cells.next() ? Ahead.ROW : Ahead.END;
        }
        return ahead == Ahead.ROW;
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more rows.");
        }
        ahead = Ahead.UNKNOWN;
        return reader.read(cells);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
