package dev.canopy.persist;

import dev.canopy.load.Entities;
import dev.canopy.load.Returned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A statement for each row. */
record OneByOne(DSLContext dsl, Entities entities) implements Statements {
    @Override
    public <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows) {
        return new Loop(
                table, rows.stream().map(row -> insert(table, row.byColumn())).toList());
    }

    @Override
    public <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows) {
        return new Loop(table, rows.stream().map(row -> update(table, row)).toList());
    }

    @Override
    public <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows) {
        return new Loop(table, rows.stream().map(row -> delete(table, row)).toList());
    }

    private static QueryPart insert(Table<?> table, Map<Field<?>, @Nullable Object> values) {
        return values.isEmpty()
                ? DSL.insertInto(table).defaultValues().returningResult(Returned.columns(table))
                : DSL.insertInto(table).set(bound(values)).returningResult(Returned.columns(table));
    }

    private static QueryPart update(Table<?> table, RowUpdate row) {
        return DSL.update(table)
                .set(bound(row.values().byColumn()))
                .where(is(row.row()))
                .returningResult(Returned.columns(table));
    }

    private static QueryPart delete(Table<?> table, RowIdentity row) {
        return DSL.deleteFrom(table).where(is(row)).returningResult(Returned.columns(table));
    }

    private static Map<Field<?>, Field<?>> bound(Map<Field<?>, @Nullable Object> values) {
        Map<Field<?>, Field<?>> bound = new LinkedHashMap<>();
        values.forEach((column, value) -> bound.put(column, Bound.value(column, value)));
        return bound;
    }

    private static Condition is(RowIdentity row) {
        List<Condition> all = new ArrayList<>();
        row.byColumn().forEach((column, value) -> all.add(equal(column, value)));
        return DSL.and(all);
    }

    @SuppressWarnings("unchecked") // the value was read from this very column
    private static <V> Condition equal(TableField<?, V> column, @Nullable Object value) {
        return value == null ? column.isNull() : column.eq((V) value);
    }

    private final class Loop implements Prepared {
        private final Table<?> table;
        private final List<QueryPart> each;

        Loop(Table<?> table, List<QueryPart> each) {
            this.table = table;
            this.each = each;
        }

        @Override
        public int statements() {
            return each.size();
        }

        @Override
        public List<@Nullable Record> send() {
            List<@Nullable Record> written = new ArrayList<>();
            for (QueryPart statement : each) {
                List<Record> returned = Returned.rows(statement, table, dsl, entities);
                written.add(returned.isEmpty() ? null : returned.getFirst());
            }
            return written;
        }
    }
}
