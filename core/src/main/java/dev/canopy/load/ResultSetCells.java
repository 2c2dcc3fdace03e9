package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.JsonCells;
import dev.canopy.codec.RowReader;
import dev.canopy.sql.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The columns of the current row of a result. */
final class ResultSetCells implements Cells {
    private final ResultSet rows;
    private final @Nullable Reading reading = Reading.current();
    private int index;

    ResultSetCells(ResultSet rows) {
        this.rows = rows;
    }

    /** Runs the statement and reads all its rows. */
    static List<@Nullable Object> rows(DSLContext dsl, ResultQuery<?> statement, RowReader reader) {
        return Reading.ofRows(() -> {
            List<@Nullable Object> all = new ArrayList<>();
            try (Cursor<?> cursor = dsl.fetchLazy(statement)) {
                ResultSetCells cells = of(cursor);
                cells.each(() -> all.add(reader.read(cells)));
            }
            return all;
        });
    }

    /** Runs the statement and makes something of each of its rows. */
    static <V> List<V> rows(DSLContext dsl, ResultQuery<?> statement, Function<? super Cells, ? extends V> row) {
        return Reading.ofRows(() -> {
            List<V> all = new ArrayList<>();
            try (Cursor<?> cursor = dsl.fetchLazy(statement)) {
                ResultSetCells cells = of(cursor);
                cells.each(() -> all.add(row.apply(cells)));
            }
            return all;
        });
    }

    /** The rows of a statement that runs. */
    static ResultSetCells of(Cursor<?> cursor) {
        return new ResultSetCells(Objects.requireNonNull(cursor.resultSet()));
    }

    /** Goes through all rows; the action reads the current one. */
    void each(Runnable action) {
        while (next()) {
            action.run();
        }
    }

    /** The statement whose result this is. */
    Statement statement() {
        try {
            return Objects.requireNonNull(rows.getStatement());
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    /** Goes to the next row; false after the last. */
    boolean next() {
        index = 0;
        try {
            boolean found = rows.next();
            if (found && reading != null) {
                reading.row();
            }
            return found;
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public @Nullable Object value(ColumnCodec codec) {
        try {
            return codec.row().read(rows, ++index);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public boolean flag() {
        try {
            return rows.getBoolean(++index);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public List<@Nullable Object> rows(RowReader reader) {
        try {
            return JsonCells.rows(rows.getBytes(++index), reader);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void skip(int values) {
        index += values;
    }

    static DataAccessException unread(SQLException e) {
        return new DataAccessException("The result could not be read: " + e.getMessage(), e);
    }
}
