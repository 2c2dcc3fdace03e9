package dev.canopy.persist;

import dev.canopy.load.Channel;
import dev.canopy.load.Entities;
import dev.canopy.load.Fingerprint;
import dev.canopy.load.Returned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A statement for each row. */
record OneByOne(Channel channel, Entities entities) implements Statements {
    /**
     * A statement, and all that it is made of.
     *
     * @param statement makes it, if no other of its shape was made before
     */
    private record Shaped(Fingerprint shape, Supplier<QueryPart> statement) {}

    @Override
    public <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows) {
        return new Loop(
                table,
                rows.stream().map(row -> insert(table, bound(row.byColumn()))).toList());
    }

    @Override
    public <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows) {
        return new Loop(
                table,
                rows.stream()
                        .map(row -> update(table, bound(row.values().byColumn()), is(row.row())))
                        .toList());
    }

    @Override
    public <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows) {
        return new Loop(table, rows.stream().map(row -> delete(table, is(row))).toList());
    }

    private Shaped insert(Table<?> table, Map<Field<?>, Field<?>> values) {
        return new Shaped(
                shape("insert", table, values),
                () -> values.isEmpty()
                        ? DSL.insertInto(table).defaultValues().returningResult(Returned.columns(table))
                        : DSL.insertInto(table).set(values).returningResult(Returned.columns(table)));
    }

    private Shaped update(Table<?> table, Map<Field<?>, Field<?>> values, Condition row) {
        return new Shaped(
                shape("update", table, values).and(row),
                () -> DSL.update(table).set(values).where(row).returningResult(Returned.columns(table)));
    }

    private Shaped delete(Table<?> table, Condition row) {
        return new Shaped(
                channel.shape().token("delete").token(table).and(row),
                () -> DSL.deleteFrom(table).where(row).returningResult(Returned.columns(table)));
    }

    private Fingerprint shape(String verb, Table<?> table, Map<Field<?>, Field<?>> values) {
        Fingerprint shape = channel.shape().token(verb).token(table);
        values.forEach((column, value) -> shape.and(column).and(value));
        return shape;
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
        private final List<Shaped> each;

        Loop(Table<?> table, List<Shaped> each) {
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
            for (Shaped one : each) {
                List<Record> returned = Returned.rows(one.shape(), one.statement(), table, channel, entities);
                written.add(returned.isEmpty() ? null : returned.getFirst());
            }
            return written;
        }
    }
}
