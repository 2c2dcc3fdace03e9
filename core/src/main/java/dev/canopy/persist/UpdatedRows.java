package dev.canopy.persist;

import dev.canopy.load.Returned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Many rows, each given values of its own: {@code update … from unnest(..)}. A column that only some of the rows change keeps
 * what it has in the others, whatever that is by then.
 */
final class UpdatedRows {
    private final Table<?> table;
    private final List<RowUpdate> rows;

    /** Columns that every row sets to the same expression. */
    private final Map<Field<?>, Field<?>> expressions = new LinkedHashMap<>();

    /** Columns that every row gives a value. */
    private final List<Field<?>> full = new ArrayList<>();

    /** Columns that some rows give a value. */
    private final List<Field<?>> partial = new ArrayList<>();

    private boolean mixed;

    private UpdatedRows(Table<?> table, List<RowUpdate> rows) {
        this.table = table;
        this.rows = rows;
        for (Field<?> column : table.fields()) {
            sort(column);
        }
    }

    /** One statement for many rows; one for each where rows set a column to different expressions. */
    static Prepared of(ManyRows by, Table<?> table, List<RowUpdate> rows) {
        UpdatedRows updated = new UpdatedRows(table, rows);
        return updated.mixed ? by.oneByOne().update(table, rows) : new NumberedRows(by, table, updated.parts());
    }

    private void sort(Field<?> column) {
        List<RowUpdate> named =
                rows.stream().filter(row -> values(row).containsKey(column)).toList();
        if (named.isEmpty()) {
            return;
        }
        Object first = values(named.getFirst()).get(column);
        boolean same = named.stream().allMatch(row -> Objects.equals(values(row).get(column), first));
        if (first instanceof Field<?> expression && same && named.size() == rows.size()) {
            expressions.put(column, expression);
        } else if (named.stream().anyMatch(row -> values(row).get(column) instanceof Field<?>)
                || !ColumnArray.fits(column)) {
            mixed = true;
        } else if (named.size() == rows.size()) {
            full.add(column);
        } else {
            partial.add(column);
        }
    }

    private List<NumberedRows.Part> parts() {
        List<NumberedRows.Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            UnnestedRows unnested = new UnnestedRows();
            KeyedRows.columns(unnested, table, rows.getFirst().row());
            List<QueryPart> sets = sets(unnested);
            while (from + unnested.size() < rows.size() && unnested.hasRoom()) {
                unnested.add(cells(rows.get(from + unnested.size())));
            }
            parts.add(new NumberedRows.Part(
                    DSL.sql(
                            "update {0} set {1} from {2} where {3} returning {4}, {5}",
                            table,
                            DSL.list(sets),
                            unnested.table(),
                            KeyedRows.condition(unnested, rows.getFirst().row()),
                            UnnestedRows.number(),
                            DSL.list(Returned.columns(table))),
                    unnested.size()));
            from += unnested.size();
        }
        return parts;
    }

    private List<QueryPart> sets(UnnestedRows unnested) {
        List<QueryPart> sets = new ArrayList<>();
        expressions.forEach((column, value) -> sets.add(DSL.sql("{0} = {1}", column.getUnqualifiedName(), value)));
        for (Field<?> column : full) {
            int value = unnested.column(table, column);
            sets.add(DSL.sql("{0} = {1}", column.getUnqualifiedName(), unnested.value(value)));
        }
        for (Field<?> column : partial) {
            int given = unnested.column(table, DSL.field(DSL.name("given"), SQLDataType.BOOLEAN));
            int value = unnested.column(table, column);
            sets.add(DSL.sql(
                    "{0} = case when {1} then {2} else {3} end",
                    column.getUnqualifiedName(), unnested.value(given), unnested.value(value), column));
        }
        return sets;
    }

    private List<@Nullable Object> cells(RowUpdate row) {
        List<@Nullable Object> cells = new ArrayList<>(row.row().byColumn().values());
        full.forEach(column -> cells.add(values(row).get(column)));
        for (Field<?> column : partial) {
            cells.add(values(row).containsKey(column));
            cells.add(values(row).get(column));
        }
        return cells;
    }

    private static Map<Field<?>, @Nullable Object> values(RowUpdate row) {
        return row.values().byColumn();
    }
}
