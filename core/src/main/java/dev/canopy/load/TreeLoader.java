package dev.canopy.load;

import dev.canopy.plan.Plan;
import dev.canopy.selection.RowLock;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectQuery;

/** Reads the tree that a plan describes. Thread-safe. */
public final class TreeLoader {
    /** So many rows come with one round trip while rows are handed out one by one. */
    private static final int FETCHED = 100;

    private final DSLContext dsl;
    private final Entities entities;

    public TreeLoader(DSLContext dsl, Entities entities) {
        this.dsl = dsl;
        this.entities = entities;
    }

    /** The rows of the root, each with all that hangs on it. One statement. */
    public List<Record> load(Plan plan) {
        return ResultSetCells.rows(dsl, statement(plan), reader(plan));
    }

    /** The same, each row locked FOR UPDATE until the transaction ends. One statement. */
    public List<Record> lock(Plan plan) {
        return load(plan.locked(RowLock.forUpdate()));
    }

    /** The same, each row with the values of further fields on it. One statement. */
    public List<Row> load(Plan plan, List<? extends Field<?>> beside) {
        SelectQuery<Record> statement = statement(plan);
        statement.addSelect(FlatRows.selected(beside));
        LevelReader reader = reader(plan);
        ColumnReader[] columns = ColumnReader.of(List.copyOf(beside));
        return ResultSetCells.rows(
                dsl, statement, cells -> new Row(reader.read(cells), ColumnReader.read(columns, cells)));
    }

    /** The same, handed out by the server as they are asked for. One statement, within a transaction. */
    public OpenRows open(Plan plan) {
        SelectQuery<Record> statement = statement(plan);
        statement.fetchSize(FETCHED);
        return new OpenRows(dsl.fetchLazy(statement), reader(plan));
    }

    private LevelReader reader(Plan plan) {
        return new LevelReader(plan.root(), entities);
    }

    private static SelectQuery<Record> statement(Plan plan) {
        SelectQuery<Record> statement = MultisetStatement.of(plan).getQuery();
        if (plan.lock() != null) {
            plan.lock().on(statement, plan.root().table());
        }
        return statement;
    }
}
