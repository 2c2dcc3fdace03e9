package dev.canopy.load;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.canopy.association.FarSide;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.ColumnCodecs;
import dev.canopy.codec.JsonCells;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import dev.canopy.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The whole tree in one statement: to-one includes as LEFT JOINs of their level, to-many includes as correlated subqueries
 * that aggregate their rows into a JSON array of arrays.
 */
final class MultisetStatement {
    private MultisetStatement() {}

    static SelectForUpdateStep<Record> of(Plan plan) {
        List<Field<?>> cells = new ArrayList<>();
        for (Field<?> column : plan.root().columns()) {
            cells.add(ColumnCodecs.of(column).atTop().apply(column));
        }
        addBranches(plan.root(), cells, Place.TOP);
        return plan.refinement()
                .page(select(cells)
                        .from(joined(plan.root().table(), plan.root()))
                        .where(plan.condition())
                        .orderBy(plan.orders()));
    }

    /** Where cells stand: as columns of the result, or in a JSON array. */
    private enum Place {
        TOP,
        NESTED;

        Field<?> cell(Field<?> column) {
            ColumnCodec codec = ColumnCodecs.of(column);
            return (this == TOP ? codec.atTop() : codec.nested()).apply(column);
        }
    }

    private static void addLevel(Level level, List<Field<?>> cells, Place place) {
        level.columns().forEach(column -> cells.add(place.cell(column)));
        addBranches(level, cells, place);
    }

    private static void addBranches(Level level, List<Field<?>> cells, Place place) {
        for (Branch branch : level.branches()) {
            if (branch.form() == Branch.Form.JOINED) {
                cells.add(presence(branch.level().table()));
                addLevel(branch.level(), cells, place);
            } else {
                cells.add(collection(branch));
            }
        }
    }

    private static Field<JSON> collection(Branch branch) {
        List<Field<?>> cells = new ArrayList<>();
        addLevel(branch.level(), cells, Place.NESTED);
        if (branch.junction() != null) {
            branch.junction().forEach(column -> cells.add(Place.NESTED.cell(column)));
        }
        FarSide<?> far = branch.far();
        Field<JSON> row = array(cells);
        Table<?> from = joined(far.from(), branch.level());
        if (far.refinement().isPage()) {
            SelectConditionStep<Record1<JSON>> rows =
                    select(row.as("v")).from(from).where(far.link(), far.filter());
            Table<Record1<JSON>> page =
                    far.refinement().page(rows.orderBy(far.orders())).asTable("p");
            Field<JSON> each = field(name("p", "v"), SQLDataType.JSON);
            return field(select(orEmpty(function("json_agg", SQLDataType.JSON, each)))
                    .from(page));
        }
        Field<JSON> all = far.orders().isEmpty()
                ? function("json_agg", SQLDataType.JSON, row)
                : field("json_agg({0} order by {1})", SQLDataType.JSON, row, DSL.list(far.orders()));
        return field(select(orEmpty(all)).from(from).where(far.link(), far.filter()));
    }

    private static Field<JSON> orEmpty(Field<JSON> rows) {
        return coalesce(rows, inline(JSON.json("[]")));
    }

    private static Field<JSON> array(List<Field<?>> cells) {
        if (cells.size() <= JsonCells.CHUNK) {
            return function("json_build_array", SQLDataType.JSON, cells.toArray(Field<?>[]::new));
        }
        List<Field<?>> chunks = new ArrayList<>();
        for (int from = 0; from < cells.size(); from += JsonCells.CHUNK) {
            chunks.add(array(cells.subList(from, Math.min(cells.size(), from + JsonCells.CHUNK))));
        }
        return array(chunks);
    }

    private static Table<?> joined(Table<?> from, Level level) {
        Table<?> all = from;
        for (Branch branch : level.branches()) {
            if (branch.form() == Branch.Form.JOINED) {
                FarSide<?> far = branch.far();
                all = joined(all.leftJoin(far.from()).on(far.link().and(far.filter())), branch.level());
            }
        }
        return all;
    }

    /** A row of a LEFT JOIN is there if its key is; what a key refers to has a primary or unique key. */
    private static Field<Boolean> presence(Table<?> table) {
        UniqueKey<?> key = table.getPrimaryKey();
        TableField<?, ?> first = key != null
                ? key.getFields().getFirst()
                : Objects.requireNonNull(table.getKeys().getFirst()).getFields().getFirst();
        return field(Objects.requireNonNull(table.field(first)).isNotNull());
    }
}
