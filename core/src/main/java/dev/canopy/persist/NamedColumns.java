package dev.canopy.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The columns of a table that any of some rows names, by their places in the table, and how the rows' values can travel.
 *
 * @param all in the table's order
 * @param given of which each row has a value of its own
 * @param expressions of which all rows have the same expression, for the server to compute
 * @param selectable whether the rows can be selected from arrays, one for each given column
 */
record NamedColumns(List<Integer> all, List<Integer> given, Map<Integer, Field<?>> expressions, boolean selectable) {
    static NamedColumns of(Table<?> table, List<RowValues> rows) {
        return of(table, rows, List.of());
    }

    /** @param besides columns that get their values in another way */
    static NamedColumns of(Table<?> table, List<RowValues> rows, List<Integer> besides) {
        List<Integer> all = named(table, rows, besides);
        Map<Integer, Field<?>> expressions = expressions(rows, all);
        List<Integer> given = new ArrayList<>(all.size());
        for (int column : all) {
            if (!expressions.containsKey(column)) {
                given.add(column);
            }
        }
        return new NamedColumns(all, given, expressions, areUniform(table, rows, all) && arePlain(table, rows, given));
    }

    private static List<Integer> named(Table<?> table, List<RowValues> rows, List<Integer> besides) {
        List<Integer> named = new ArrayList<>();
        int width = table.fields().length;
        for (int column = 0; column < width; column++) {
            if (!besides.contains(column) && isNamed(rows, column)) {
                named.add(column);
            }
        }
        return named;
    }

    private static boolean isNamed(List<RowValues> rows, int column) {
        for (RowValues row : rows) {
            if (row.has(column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areUniform(Table<?> table, List<RowValues> rows, List<Integer> columns) {
        for (int column : columns) {
            if (!isNullByDefault(table.fields()[column])) {
                for (RowValues row : rows) {
                    if (!row.has(column)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The columns that every row sets to the same expression. */
    private static Map<Integer, Field<?>> expressions(List<RowValues> rows, List<Integer> columns) {
        Map<Integer, Field<?>> expressions = Map.of();
        for (int column : columns) {
            if (rows.getFirst().get(column) instanceof Field<?> first && haveAll(rows, column, first)) {
                if (expressions.isEmpty()) {
                    expressions = new TreeMap<>();
                }
                expressions.put(column, first);
            }
        }
        return expressions;
    }

    private static boolean haveAll(List<RowValues> rows, int column, Field<?> expression) {
        for (RowValues row : rows) {
            if (!expression.equals(row.get(column))) {
                return false;
            }
        }
        return true;
    }

    private static boolean arePlain(Table<?> table, List<RowValues> rows, List<Integer> given) {
        for (int column : given) {
            if (!isPlain(table, rows, column)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(Table<?> table, List<RowValues> rows, int column) {
        if (!ColumnArray.fits(table.fields()[column])) {
            return false;
        }
        for (RowValues row : rows) {
            if (row.isComputed(column)) {
                return false;
            }
        }
        return true;
    }

    /** A domain may have a default that the generated metadata does not know. */
    private static boolean isNullByDefault(Field<?> column) {
        return !column.getDataType().defaulted()
                && !column.getDataType().identity()
                && column.getDataType().getDomain() == null;
    }
}
