package dev.canopy.persist;

import dev.canopy.load.Fingerprint;
import dev.canopy.load.Form;
import dev.canopy.sql.Sender;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A statement for each row. */
record OneByOne(ManyRows by) implements Statements {
    private static final RowValues NOTHING = new RowValues(0);
    private static final RowIdentity NOBODY = new RowIdentity(List.of(), List.of());

    private enum Verb {
        INSERT,
        UPDATE,
        DELETE
    }

    @Override
    public <R extends Record> Prepared insert(Table<R> table, List<RowValues> rows) {
        return new Loop<>(table, rows, row -> new Statement(Verb.INSERT, table, row, NOBODY));
    }

    @Override
    public <R extends Record> Prepared update(Table<R> table, List<RowUpdate> rows) {
        return new Loop<>(table, rows, row -> new Statement(Verb.UPDATE, table, row.values(), row.row()));
    }

    @Override
    public <R extends Record> Prepared delete(Table<R> table, List<RowIdentity> rows) {
        return new Loop<>(table, rows, row -> new Statement(Verb.DELETE, table, NOTHING, row));
    }

    /**
     * All that the text depends on where each value is one parameter.
     *
     * @param columns those that are set; after them, as of a second row, those by which the row is found
     * @param nulls those of them that are null
     */
    private record Shape(Verb verb, Table<?> table, BitSet columns, BitSet nulls) {
        @Override
        @SuppressWarnings("ReferenceEquality") // a model has one table, and equality of tables compares names
        public boolean equals(@Nullable Object other) {
            return other instanceof Shape shape
                    && shape.verb == verb
                    && shape.table == table
                    && shape.columns.equals(columns)
                    && shape.nulls.equals(nulls);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * verb.hashCode() + System.identityHashCode(table)) + columns.hashCode())
                    + nulls.hashCode();
        }
    }

    private final class Loop<V> implements Prepared {
        private final Table<?> table;
        private final List<V> rows;
        private final Function<V, Statement> statement;

        Loop(Table<?> table, List<V> rows, Function<V, Statement> statement) {
            this.table = table;
            this.rows = rows;
            this.statement = statement;
        }

        @Override
        public int statements() {
            return rows.size();
        }

        @Override
        public List<@Nullable Record> send(IntFunction<? extends Record> landing) {
            List<@Nullable Record> written = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Record row = landing.apply(i);
                // A rule of the table may return more than one; the first is taken.
                int found = statement
                        .apply(rows.get(i))
                        .send(by.returned(table).into(index -> index == 0 ? row : by.record(table)));
                written.add(found == 0 ? null : row);
            }
            return written;
        }
    }

    /** One statement of one row. */
    private final class Statement {
        private final Verb verb;
        private final Table<?> table;
        private final RowValues values;
        private final RowIdentity row;

        Statement(Verb verb, Table<?> table, RowValues values, RowIdentity row) {
            this.verb = verb;
            this.table = table;
            this.values = values;
            this.row = row;
        }

        int send(Sender.Answer<Integer> answer) {
            BitSet columns = values.columns();
            Field<?>[] fields = table.fields();
            int width = fields.length;
            int size = columns.cardinality();
            @Nullable Object[] given = new @Nullable Object[size + row.columns().size()];
            BitSet nulls = new BitSet(width);
            int count = 0;
            for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
                Object value = values.get(i);
                if (!Bound.isPlain(fields[i], value)) {
                    return sendMade(answer);
                }
                nulls.set(i, value == null);
                given[count++] = value;
            }
            for (int i = 0; i < row.columns().size(); i++) {
                int column = width + table.indexOf(row.columns().get(i));
                Object value = row.values().get(i);
                columns.set(column);
                nulls.set(column, value == null);
                given[count++] = value;
            }
            return by.channel().send(new Shape(verb, table, columns, nulls), this::form, given, answer);
        }

        /** Of a value that is an expression, or is written as one, the text depends on more. */
        private int sendMade(Sender.Answer<Integer> answer) {
            Map<Field<?>, Field<?>> bound = bound();
            Condition found = found();
            Fingerprint shape = by.channel().shape().token(verb).token(table);
            bound.forEach((column, value) -> shape.and(column).and(value));
            return by.channel().send(shape.and(found), () -> statement(bound, found), answer);
        }

        private Form form() {
            List<Param<?>> blanks = new ArrayList<>();
            Map<Field<?>, Field<?>> bound = bound();
            bound.values().forEach(value -> blanks.add((Param<?>) value));
            List<Condition> conditions = new ArrayList<>();
            for (int i = 0; i < row.columns().size(); i++) {
                blanks.add(condition(row.columns().get(i), row.values().get(i), conditions));
            }
            return new Form(statement(bound, DSL.and(conditions)), blanks);
        }

        private QueryPart statement(Map<Field<?>, Field<?>> bound, Condition found) {
            List<Field<?>> returned = by.returned(table).columns();
            return switch (verb) {
                case INSERT ->
                    bound.isEmpty()
                            ? DSL.insertInto(table).defaultValues().returningResult(returned)
                            : DSL.insertInto(table).set(bound).returningResult(returned);
                case UPDATE -> DSL.update(table).set(bound).where(found).returningResult(returned);
                case DELETE -> DSL.deleteFrom(table).where(found).returningResult(returned);
            };
        }

        private Map<Field<?>, Field<?>> bound() {
            Map<Field<?>, Field<?>> bound = new LinkedHashMap<>();
            BitSet columns = values.columns();
            for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
                Field<?> column = table.fields()[i];
                bound.put(column, Bound.value(column, values.get(i)));
            }
            return bound;
        }

        private Condition found() {
            List<Condition> conditions = new ArrayList<>();
            for (int i = 0; i < row.columns().size(); i++) {
                condition(row.columns().get(i), row.values().get(i), conditions);
            }
            return DSL.and(conditions);
        }
    }

    /** Adds that the column has the value, which is the parameter that is returned; of NULL it stands nowhere. */
    private static <V> Param<V> condition(
            TableField<?, V> column, @Nullable Object value, List<? super Condition> conditions) {
        Param<V> parameter = DSL.val(value, column);
        conditions.add(value == null ? column.isNull() : column.eq(parameter));
        return parameter;
    }
}
