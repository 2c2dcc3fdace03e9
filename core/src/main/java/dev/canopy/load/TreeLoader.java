package dev.canopy.load;

import dev.canopy.plan.Plan;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Reads the tree that a plan describes. Thread-safe. */
public final class TreeLoader {
    private final DSLContext dsl;
    private final Entities entities;

    public TreeLoader(DSLContext dsl, Entities entities) {
        this.dsl = dsl;
        this.entities = entities;
    }

    /** The rows of the root, each with all that hangs on it. One statement. */
    public List<Record> load(Plan plan) {
        return read(plan, MultisetStatement.of(plan));
    }

    /** The same, each row locked FOR UPDATE until the transaction ends. One statement. */
    public List<Record> lock(Plan plan) {
        return read(plan, MultisetStatement.of(plan).forUpdate());
    }

    private List<Record> read(Plan plan, ResultQuery<Record> statement) {
        return ResultSetCells.rows(dsl, statement, new LevelReader(plan.root(), entities));
    }
}
