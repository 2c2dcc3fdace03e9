package dev.canopy.load;

import dev.canopy.codec.ColumnCodecs;
import dev.canopy.plan.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;

/** Runs a write that returns its rows, and reads them as a select of the same columns would be read. */
public final class Returned {
    private Returned() {}

    /** What to put into RETURNING to get whole rows of the table. */
    public static List<Field<?>> columns(Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> column : table.fields()) {
            columns.add(ColumnCodecs.of(column).atTop().apply(column));
        }
        return columns;
    }

    /** The rows that the statement returns, in its order; it must return {@link #columns}. One statement. */
    public static List<Record> rows(QueryPart statement, Table<?> table, DSLContext dsl, Entities entities) {
        LevelReader reader = new Readers(entities).of(Level.of(table));
        return ResultSetCells.rows(dsl, Undescribed.of(statement), reader).stream()
                .map(row -> (Record) Objects.requireNonNull(row))
                .toList();
    }
}
