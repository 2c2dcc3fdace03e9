package dev.canopy.load;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.canopy.association.FarSide;
import dev.canopy.codec.ColumnCodecs;
import dev.canopy.codec.JsonArrays;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Branch.Form;
import dev.canopy.plan.Level;
import dev.canopy.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What a level contributes to its statement: its cells, to-one includes as LEFT JOINs, and to-many includes as correlated
 * subqueries that aggregate their rows into a JSON array of arrays.
 */
final class LevelSelect {
    private LevelSelect() {}

    /** The statement of the root. */
    static SelectQuery<Record> of(Plan plan) {
        return of(plan, List.of());
    }

    /** The same with further fields behind. */
    static SelectQuery<Record> of(Plan plan, List<? extends Field<?>> beside) {
        List<Field<?>> cells = cells(plan.root());
        beside.forEach(field -> cells.add(ColumnCodecs.atTop(field)));
        SelectConditionStep<Record> rows =
                select(cells).from(joined(plan.root().table(), plan.root())).where(plan.condition());
        SelectQuery<Record> statement = (plan.isSole() ? rows : plan.page(rows.orderBy(plan.orders()))).getQuery();
        if (plan.lock() != null) {
            plan.lock().on(statement, plan.root().table());
        }
        return statement;
    }

    /** What to select, as columns of a result. */
    static List<Field<?>> cells(Level level) {
        List<Field<?>> cells = new ArrayList<>();
        add(level, cells, ColumnCodecs::atTop);
        return cells;
    }

    /** The table with the to-one includes of the level. */
    static Table<?> joined(Table<?> from, Level level) {
        Table<?> all = from;
        for (Branch branch : level.branches()) {
            if (branch.form() == Form.JOINED) {
                all = joined(leftJoin(all, branch.far()), branch.level());
            }
        }
        return all;
    }

    /** Where there may be several rows, the first of them: a join to all would multiply the rows on this side. */
    private static Table<?> leftJoin(Table<?> all, FarSide<?> far) {
        Condition wanted = far.tie().condition().and(far.filter());
        if (!far.refinement().isPage()) {
            return all.leftJoin(far.from()).on(wanted);
        }
        Table<?> first = far.refinement()
                .page(select(far.target().fields())
                        .from(far.from())
                        .where(wanted)
                        .orderBy(far.orders()))
                .asTable(far.target().getName());
        return all.leftJoin(lateral(first)).on(trueCondition());
    }

    private static void add(Level level, List<Field<?>> cells, UnaryOperator<Field<?>> place) {
        level.columns().forEach(column -> cells.add(place.apply(column)));
        for (Branch branch : level.branches()) {
            switch (branch.form()) {
                case JOINED -> {
                    cells.add(presence(branch.far()));
                    add(branch.level(), cells, place);
                }
                case MULTISET -> cells.add(collection(branch));
                case SPLIT -> {
                    if (keyColumns(branch, level) == null) {
                        branch.far().tie().near().forEach(column -> cells.add(place.apply(column)));
                    }
                }
            }
        }
        if (level.junction() != null) {
            add(level.junction(), cells, place);
        }
    }

    /** Where the key that the branch hangs on stands among the level's columns; null where it needs cells of its own. */
    static int @Nullable [] keyColumns(Branch branch, Level level) {
        return Places.of(branch.far().tie().near(), level.columns());
    }

    private static Field<JSON> collection(Branch branch) {
        List<Field<?>> cells = new ArrayList<>();
        add(branch.level(), cells, ColumnCodecs::nested);
        FarSide<?> far = branch.far();
        Field<JSON> row = JsonArrays.array(cells);
        Table<?> from = joined(far.from(), branch.level());
        Condition wanted = far.tie().condition().and(far.filter());
        if (!far.refinement().isPage()) {
            return field(select(JsonArrays.rows(row, far.orders())).from(from).where(wanted));
        }
        Table<Record1<JSON>> page = far.refinement()
                .page(select(row.as("v")).from(from).where(wanted).orderBy(far.orders()))
                .asTable("p");
        return field(select(JsonArrays.rows(field(name("p", "v"), SQLDataType.JSON), List.of()))
                .from(page));
    }

    /** A row of a LEFT JOIN is there if what it was joined by is. */
    private static Field<Boolean> presence(FarSide<?> far) {
        return field(far.tie().far().getFirst().isNotNull());
    }
}
