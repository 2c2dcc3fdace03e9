package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.JsonCells;
import dev.canopy.codec.RowReader;
import dev.canopy.error.DatabaseException;
import dev.canopy.sql.Reading;
import dev.canopy.sql.Transactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The columns of the current row of a result. */
final class ResultSetCells implements Cells {
    private static final int USUAL = 8;

    private final ResultSet rows;
    private final Gatherings gatherings;
    private final @Nullable Configuration configuration;
    private final @Nullable Reading reading = Reading.current();

    /** By which codec each column was read last, and what of it reads the column in the form that this result has it in. */
    private ColumnCodec[] codecs = new ColumnCodec[USUAL];

    private ColumnCodec.RowValue[] columns = new ColumnCodec.RowValue[USUAL];
    private int index;

    ResultSetCells(ResultSet rows) {
        this(rows, Gatherings.NONE, null);
    }

    /** @param configuration of a statement that jOOQ sent, which knows what a refusal means; null where the sender does */
    ResultSetCells(ResultSet rows, Gatherings gatherings, @Nullable Configuration configuration) {
        this.rows = rows;
        this.gatherings = gatherings;
        this.configuration = configuration;
    }

    /** The rows of the statement that ran. */
    static ResultSetCells of(PreparedStatement ran) throws SQLException {
        return of(ran, Gatherings.NONE);
    }

    /** The same, on which rows of later statements hang. */
    static ResultSetCells of(PreparedStatement ran, Gatherings gatherings) throws SQLException {
        ResultSet first = ran.getResultSet();
        // The answer to BEGIN comes first and is an update count.
        return first == null ? next(ran, gatherings) : new ResultSetCells(first, gatherings, null);
    }

    /** The rows of the statement that follows in the same text. */
    static ResultSetCells next(PreparedStatement ran, Gatherings gatherings) throws SQLException {
        while (!ran.getMoreResults()) {
            if (ran.getUpdateCount() < 0) {
                throw new DatabaseException(
                        "The server answered fewer statements than were sent.", new IllegalStateException());
            }
        }
        return new ResultSetCells(ran.getResultSet(), gatherings, null);
    }

    Gatherings gatherings() {
        return gatherings;
    }

    /** What is made of each row. */
    <V extends @Nullable Object> List<V> all(Function<? super Cells, ? extends V> row) {
        List<V> all = new ArrayList<>();
        while (next()) {
            all.add(row.apply(this));
        }
        return all;
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
    @SuppressWarnings("ReferenceEquality") // the very codec
    public @Nullable Object value(ColumnCodec codec) {
        try {
            ColumnCodec.RowValue column =
                    index < codecs.length && codecs[index] == codec ? columns[index] : column(codec);
            return column.read(rows, ++index);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    private ColumnCodec.RowValue column(ColumnCodec codec) throws SQLException {
        if (index >= codecs.length) {
            codecs = Arrays.copyOf(codecs, index * 2);
            columns = Arrays.copyOf(columns, index * 2);
        }
        codecs[index] = codec;
        columns[index] = codec.row().of(rows, index + 1);
        return columns[index];
    }

    /** A whole number, which is not boxed; 0 for NULL. */
    long number() {
        try {
            return rows.getLong(++index);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    /** A whole number at a place, from 1 on, wherever the next cell is; 0 for NULL. */
    long number(int place) {
        try {
            return rows.getLong(place);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    /** The next cell is the one at this place, from 1 on. */
    void goTo(int place) {
        index = place - 1;
    }

    /** Whether what was read last was NULL. */
    boolean wasNull() {
        try {
            return rows.wasNull();
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
        return JsonCells.rows(bytes(), reader);
    }

    /** The text of a nested collection. */
    byte[] bytes() {
        try {
            return rows.getBytes(++index);
        } catch (SQLException e) {
            throw unread(e);
        }
    }

    @Override
    public void skip(int values) {
        index += values;
    }

    private RuntimeException unread(SQLException e) {
        return configuration == null
                ? new DataAccessException("The result could not be read: " + e.getMessage(), e)
                : Transactions.unread(configuration, e);
    }
}
