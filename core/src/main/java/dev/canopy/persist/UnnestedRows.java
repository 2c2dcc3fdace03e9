package dev.canopy.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Adds a column and returns its index. */
    int column(Table<?> table, Field<?> column) {
        columns.add(new ColumnArray(table, column));
        return columns.size() - 1;
    }

    /** Adds a row: a value for each column. */
    void add(List<? extends @Nullable Object> values) {
        for (int i = 0; i < values.size(); i++) {
            columns.get(i).add(values.get(i));
        }
        size++;
    }

    /** Adds a row that has a value for each of these columns. */
    void add(List<? extends Field<?>> given, Map<Field<?>, @Nullable Object> row) {
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
    boolean hasRoom(int rows) {
        return size < rows && length() < Chunks.BYTES;
    }

    private long length() {
        long length = 0;
        for (ColumnArray column : columns) {
            length += column.length();
        }
        return length;
    }

    /** The arrays, each the one bind of its column. */
    List<Param<?>> binds() {
        return columns.stream().<Param<?>>map(ColumnArray::bind).toList();
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

    /** The value that a row has in the column of this index. */
    QueryPart value(int index) {
        return columns.get(index).value(DSL.name(ALIAS, DSL.name("c" + index)));
    }

    /** The row's number. */
    static QueryPart number() {
        return DSL.name(ALIAS, DSL.name("o"));
    }
}
