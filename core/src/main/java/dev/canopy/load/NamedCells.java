package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.Cells;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.RowReader;
import dev.canopy.sql.Reading;
import dev.canopy.sql.Transactions;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Configuration;
import org.jspecify.annotations.Nullable;

/** The columns of the current row of a result that somebody else wrote the statement for, in whatever order they stand. */
final class NamedCells implements Cells {
    private final ResultSet rows;
    private final Configuration configuration;
    private final @Nullable Reading reading = Reading.current();
    private int position;

    /** @param configuration of the statement, which knows what a refusal means */
    NamedCells(ResultSet rows, Configuration configuration) {
        this.rows = rows;
        this.configuration = configuration;
    }

    /** The names of the columns, from the left. */
    List<String> names() {
        try {
            ResultSetMetaData result = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getColumnCount(); i++) {
                names.add(result.getColumnLabel(i));
            }
            return names;
        } catch (SQLException e) {
            throw Transactions.unread(configuration, e);
        }
    }

    /** Goes to the next row; false after the last. */
    boolean next() {
        try {
            boolean found = rows.next();
            if (found && reading != null) {
                reading.row();
            }
            return found;
        } catch (SQLException e) {
            throw Transactions.unread(configuration, e);
        }
    }

    /** The value of the column at this position, from 0. */
    @Nullable
    Object at(int newPosition, CellReader reader) {
        position = newPosition + 1;
        return reader.read(this);
    }

    @Override
    public @Nullable Object value(ColumnCodec codec) {
        try {
            return codec.row().read(rows, position);
        } catch (SQLException e) {
            throw Transactions.unread(configuration, e);
        }
    }

    @Override
    public boolean flag() {
        throw flat();
    }

    @Override
    public List<@Nullable Object> rows(RowReader reader) {
        throw flat();
    }

    @Override
    public void skip(int values) {
        throw flat();
    }

    private static IllegalStateException flat() {
        return new IllegalStateException("A statement that was written by hand has flat rows.");
    }
}
