package dev.canopy.persist;

import dev.canopy.load.Channel;
import dev.canopy.load.Entities;
import java.util.List;
import org.jooq.Record;
import org.jooq.Table;

/**
 * How a write's rows become statements: one for many rows, so far as one can hold them. What the rows are given travels as arrays,
 * one for each column, so the statement's text does not depend on how many rows there are, and neither do its binds.
 */
record ManyRows(Channel channel, Entities entities) implements Statements {
    @Override
    public <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows) {
        return rows.size() <= 1 ? oneByOne().insert(table, rows) : insert(table, rows, Inserting.plainly());
    }

    /** Inserts rows with these values in this way. */
    <R extends Record> InsertedRows<R> insert(Table<R> table, List<RowValues> rows, Inserting<R> how) {
        return InsertedRows.of(this, table, rows, how);
    }

    @Override
    public <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows) {
        return rows.size() <= 1
                        || !KeyedRows.fit(rows.stream().map(RowUpdate::row).toList())
                ? oneByOne().update(table, rows)
                : UpdatedRows.of(this, table, rows);
    }

    @Override
    public <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows) {
        return rows.size() <= 1 || !KeyedRows.fit(rows)
                ? oneByOne().delete(table, rows)
                : DeletedRows.of(this, table, rows);
    }

    OneByOne oneByOne() {
        return new OneByOne(channel, entities);
    }
}
