package dev.canopy.persist;

import java.util.List;
import org.jooq.Record;
import org.jooq.Table;

/** How a write's rows become statements; every statement returns its rows as the database has them then. */
interface Statements {
    /** Inserts rows with these values. */
    <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows);

    /** Gives rows these values. */
    <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows);

    /** Deletes rows. */
    <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows);
}
