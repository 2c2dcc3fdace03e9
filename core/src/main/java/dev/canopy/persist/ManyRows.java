package dev.canopy.persist;

import dev.canopy.load.Channel;
import dev.canopy.load.Entities;
import dev.canopy.load.Returned;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Record;
import org.jooq.Table;

/**
 * How a write's rows become statements: one for many rows, so far as one can hold them. What the rows are given travels as arrays,
 * one for each column, so the statement's text does not depend on how many rows there are, and neither do its binds. Thread-safe.
 */
final class ManyRows implements Statements {
    private final Channel channel;
    private final Entities entities;
    private final OneByOne oneByOne;

    /** A table has one reader for good; as many as there are tables. */
    private final Map<Table<?>, Returned> returned = new ConcurrentHashMap<>();

    ManyRows(Channel channel, Entities entities) {
        this.channel = channel;
        this.entities = entities;
        this.oneByOne = new OneByOne(this);
    }

    @Override
    public <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows) {
        return rows.size() <= 1 ? oneByOne.insert(table, rows) : insert(table, rows, Inserting.plainly());
    }

    /** Inserts rows with these values in this way. */
    <R extends Record> InsertedRows<R> insert(Table<R> table, List<RowValues> rows, Inserting<R> how) {
        return InsertedRows.of(this, table, rows, how);
    }

    @Override
    public <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows) {
        return rows.size() <= 1
                        || !KeyedRows.fit(rows.stream().map(RowUpdate::row).toList())
                ? oneByOne.update(table, rows)
                : UpdatedRows.of(this, table, rows);
    }

    @Override
    public <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows) {
        return rows.size() <= 1 || !KeyedRows.fit(rows)
                ? oneByOne.delete(table, rows)
                : DeletedRows.of(this, table, rows);
    }

    OneByOne oneByOne() {
        return oneByOne;
    }

    Channel channel() {
        return channel;
    }

    /** A new record of the table. */
    Record record(Table<?> table) {
        return entities.create(table);
    }

    /** Reads the rows of the table that statements return. */
    Returned returned(Table<?> table) {
        Returned known = returned.get(table);
        return known == null ? returned.computeIfAbsent(table, made -> new Returned(made, entities)) : known;
    }
}
