package dev.canopy.persist;

import dev.canopy.load.Channel;
import dev.canopy.load.Fingerprint;
import dev.canopy.load.Form;
import dev.canopy.sql.Sender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a table {@code s} that the server makes of arrays: columns {@code c0, c1 …}, and {@code o}, which counts the rows from
 * 1 in the order in which they were added. Not thread-safe.
 */
final class UnnestedRows {
    private static final Name ALIAS = DSL.name("s");

    private final List<ColumnArray> columns = new ArrayList<>();
    private int size;

    /** As many of the rows as one statement may hold, at most so many: what they have in these columns. */
    static UnnestedRows of(Table<?> table, List<Integer> given, List<RowValues> rows, int most) {
        UnnestedRows unnested = new UnnestedRows();
        for (int column : given) {
            unnested.columns.add(new ColumnArray(table, table.fields()[column], Math.min(rows.size(), most)));
        }
        while (unnested.size < rows.size() && unnested.hasRoom(most)) {
            unnested.add(rows.get(unnested.size), given);
        }
        return unnested;
    }

    /** Adds a column and returns its index. */
    int column(Table<?> table, Field<?> column) {
        columns.add(new ColumnArray(table, column, 1));
        return columns.size() - 1;
    }

    /** Adds a column of values, one for each row that is there, and returns its index. */
    int column(Table<?> table, Field<?> column, List<?> values) {
        ColumnArray array = new ColumnArray(table, column, values.size());
        values.forEach(array::add);
        columns.add(array);
        return columns.size() - 1;
    }

    /** Adds a row: a value for each column. */
    void add(List<? extends @Nullable Object> values) {
        for (int i = 0; i < values.size(); i++) {
            columns.get(i).add(values.get(i));
        }
        size++;
    }

    /** Adds what a row has in these columns of its table. */
    private void add(RowValues row, List<Integer> given) {
        for (int i = 0; i < given.size(); i++) {
            columns.get(i).add(row.get(given.get(i)));
        }
        size++;
    }

    int size() {
        return size;
    }

    /** Whether one statement may hold another row. */
    boolean hasRoom() {
        return hasRoom(Chunks.ROWS);
    }

    /** The same where it holds at most so many. */
    private boolean hasRoom(int rows) {
        return size < rows && length() < Chunks.BYTES;
    }

    private long length() {
        long length = 0;
        for (ColumnArray column : columns) {
            length += column.length();
        }
        return length;
    }

    /**
     * Sends a statement that is made of these rows, and of nothing else that changes.
     *
     * @param shape is equal for statements of the same text
     * @param statement makes it, if no other of its text was made before
     */
    <V> V send(Channel channel, Shape shape, Supplier<? extends QueryPart> statement, Sender.Answer<V> answer) {
        if (!shape.expressions().isEmpty()) {
            Fingerprint all = channel.shape().token(shape.key()).parts(shape.expressions());
            return channel.send(all.parts(binds()), statement, answer);
        }
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        addValues(values);
        return channel.send(shape.key(), () -> new Form(statement.get(), binds()), values.toArray(), answer);
    }

    /** Adds the values of the binds. */
    void addValues(List<@Nullable Object> values) {
        for (ColumnArray column : columns) {
            values.add(column.value());
        }
    }

    List<Param<?>> binds() {
        return columns.stream().<Param<?>>map(ColumnArray::bind).toList();
    }

    /**
     * All that the text of a statement depends on that is made of unnested rows.
     *
     * @param expressions which the server is to compute
     */
    record Shape(Key key, List<Field<?>> expressions) {
        /** @param columns the columns of the table, by what they are there for */
        static Shape of(String verb, Table<?> table, List<List<Integer>> columns, Collection<Field<?>> expressions) {
            return new Shape(new Key(verb, table, columns), List.copyOf(expressions));
        }
    }

    private record Key(String verb, Table<?> table, List<List<Integer>> columns) {
        @Override
        @SuppressWarnings("ReferenceEquality") // a model has one table, and equality of tables compares names
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && key.table == table
                    && key.verb.equals(verb)
                    && key.columns.equals(columns);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * System.identityHashCode(table) + verb.hashCode()) + columns.hashCode();
        }
    }

    /** {@code unnest(..) with ordinality as s(..)}. */
    QueryPart table() {
        List<QueryPart> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(DSL.name("c" + i));
        }
        names.add(DSL.name("o"));
        return DSL.sql(
                "unnest({0}) with ordinality as {1}({2})",
                DSL.list(columns.stream().map(ColumnArray::array).toList()), ALIAS, DSL.list(names));
    }

    /** The values of these columns, of which the given ones were added first. */
    List<QueryPart> values(NamedColumns named) {
        List<QueryPart> values = new ArrayList<>();
        int given = 0;
        for (int column : named.all()) {
            Field<?> expression = named.expressions().get(column);
            values.add(expression == null ? value(given++) : expression);
        }
        return values;
    }

    /** The value that a row has in the column of this index. */
    QueryPart value(int index) {
        return columns.get(index).value(DSL.name(ALIAS, DSL.name("c" + index)));
    }

    /** The row's number. */
    static QueryPart number() {
        return DSL.name(ALIAS, DSL.name("o"));
    }
}
