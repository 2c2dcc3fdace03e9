package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Plan;
import dev.canopy.selection.RowLock;
import dev.canopy.sql.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectQuery;
import org.jspecify.annotations.Nullable;

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

    /** The rows of the root, each with all that hangs on it. One round trip, or one for each level of a deep split plan. */
    public List<@Nullable Object> load(Plan plan) {
        if (plan.isSplit()) {
            List<@Nullable Object> made = new ArrayList<>();
            load(plan, List.of()).forEach(row -> made.add(row.made()));
            return made;
        }
        LevelReader reader = new Readers(entities).of(plan.root());
        return Reading.during(plan::shape, () -> ResultSetCells.rows(dsl, LevelSelect.of(plan), reader));
    }

    /** The rows, which are generated records, each locked FOR UPDATE until the transaction ends. One statement. */
    public List<Record> lock(Plan plan) {
        return load(plan.inOneStatement().locked(RowLock.forUpdate())).stream()
                .map(row -> (Record) Objects.requireNonNull(row))
                .toList();
    }

    /** The same as {@link #load(Plan)}, each row with the values of further fields on it. */
    public List<Row> load(Plan plan, List<? extends Field<?>> beside) {
        return Reading.during(plan::shape, () -> read(plan, beside));
    }

    private List<Row> read(Plan plan, List<? extends Field<?>> beside) {
        if (plan.isSplit()) {
            List<Row> rows = new SplitRun(dsl, entities, plan, List.copyOf(beside)).rows();
            if (rows != null) {
                return rows;
            }
        }
        Plan whole = plan.inOneStatement();
        LevelReader reader = new Readers(entities).of(whole.root());
        CellReader[] columns = CellReader.of(beside);
        return ResultSetCells.rows(
                dsl,
                LevelSelect.of(whole, beside),
                cells -> new Row(reader.read(cells), CellReader.read(columns, cells)));
    }

    /** Brings the rows of an include to records that were loaded before. A statement for each level. */
    public void load(Branch branch, List<? extends Record> records, BiConsumer<Record, @Nullable Object> held) {
        Reading.during(branch::shape, () -> {
            new HeldRead(dsl, entities, branch).read(records, held);
            return true;
        });
    }

    /** The rows, which are generated records, handed out by the server as they are asked for. One statement, within a transaction. */
    public OpenRows open(Plan plan) {
        Plan whole = plan.inOneStatement();
        SelectQuery<Record> statement = LevelSelect.of(whole);
        statement.fetchSize(FETCHED);
        return Reading.during(
                plan::shape, () -> new OpenRows(dsl.fetchLazy(statement), new Readers(entities).of(whole.root())));
    }
}
