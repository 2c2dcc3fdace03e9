package dev.canopy.persist;

import dev.canopy.load.Returned;
import java.util.ArrayList;
import java.util.Collection;
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
        for (int i = 0; i < table.fields().length; i++) {
            sort(i);
        }
    }

    /** One statement for many rows; one for each where rows set a column to different expressions. */
    static Prepared of(ManyRows by, Table<?> table, List<RowUpdate> rows) {
        UpdatedRows updated = new UpdatedRows(table, rows);
        return updated.mixed
                ? by.oneByOne().update(table, rows)
                : new NumberedRows(by, table, updated.shape(), updated.parts());
    }

    private void sort(int index) {
        int named = 0;
        Object first = null;
        boolean same = true;
        boolean computed = false;
        for (RowUpdate row : rows) {
            RowValues values = row.values();
            if (values.has(index)) {
                first = named++ == 0 ? values.get(index) : first;
                same = same && Objects.equals(values.get(index), first);
                computed |= values.isComputed(index);
            }
        }
        Field<?> column = table.fields()[index];
        if (named == 0) {
            return;
        }
        if (first instanceof Field<?> expression && same && named == rows.size()) {
            expressions.put(column, expression);
        } else if (computed || !ColumnArray.fits(column)) {
            mixed = true;
        } else if (named == rows.size()) {
            full.add(column);
        } else {
            partial.add(column);
        }
    }

    private UnnestedRows.Shape shape() {
        return UnnestedRows.Shape.of(
                "update",
                table,
                List.of(
                        indexes(rows.getFirst().row().columns()),
                        indexes(expressions.keySet()),
                        indexes(full),
                        indexes(partial)),
                expressions.values());
    }

    private List<Integer> indexes(Collection<? extends Field<?>> columns) {
        List<Integer> indexes = new ArrayList<>();
        columns.forEach(column -> indexes.add(table.indexOf(column)));
        return indexes;
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
                    unnested,
                    () -> DSL.sql(
                            "update {0} set {1} from {2} where {3} returning {4}, {5}",
                            table,
                            DSL.list(sets),
                            unnested.table(),
                            KeyedRows.condition(unnested, rows.getFirst().row()),
                            UnnestedRows.number(),
                            DSL.list(Returned.columns(table)))));
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
        List<@Nullable Object> cells = new ArrayList<>(row.row().values());
        full.forEach(column -> cells.add(row.values().get(table.indexOf(column))));
        for (Field<?> column : partial) {
            int index = table.indexOf(column);
            cells.add(row.values().has(index));
            cells.add(row.values().get(index));
        }
        return cells;
    }
}
