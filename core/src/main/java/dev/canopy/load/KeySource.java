package dev.canopy.load;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The keys of the rows that a statement brings the far side for. */
sealed interface KeySource {
    /** The keys as a table {@code k} with columns {@code c0, c1 …}, each key once. */
    Table<?> table();

    /** The column's value is one of the keys, which have one column. */
    Condition contains(Field<?> column);

    /**
     * The keys that a select gives: asked for once more instead of being sent.
     *
     * @param unique whether no key comes twice by itself
     */
    record Restated(Select<?> keys, int width, boolean unique) implements KeySource {
        @Override
        public Table<?> table() {
            return DSL.table(unique ? "({0})" : "(select distinct * from ({0}) as q)", keys)
                    .as(DSL.name("k"), names(width));
        }

        @Override
        public Condition contains(Field<?> column) {
            return DSL.condition("{0} = any(array({1}))", column, keys);
        }
    }

    /**
     * One key, the same that the rows above are asked for by. It stands behind a select, where the planner does not see its value: it
     * would find a plan for each value a little cheaper than one for all, when statistics happen to list a few values, and then plan
     * the statement anew at each execution, which costs more than it does.
     */
    record Given(Param<?> key) implements KeySource {
        @Override
        public Table<?> table() {
            return DSL.table("(select {0})", key).as(DSL.name("k"), names(1));
        }

        @Override
        public Condition contains(Field<?> column) {
            return DSL.condition("{0} = (select {1})", column, key);
        }
    }

    /** The keys themselves, an array for each of their columns. */
    record InHand(List<Field<?>> arrays) implements KeySource {
        static InHand of(List<Field<?>> columns, List<List<Object>> keys) {
            List<Field<?>> arrays = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                arrays.add(array(columns.get(i), keys, i));
            }
            return new InHand(arrays);
        }

        @Override
        public Table<?> table() {
            return DSL.table("unnest({0})", DSL.list(arrays)).as(DSL.name("k"), names(arrays.size()));
        }

        @Override
        public Condition contains(Field<?> column) {
            return DSL.condition("{0} = any({1})", column, arrays.getFirst());
        }

        @SuppressWarnings("unchecked") // the values are of the column's type
        private static <V> Field<V[]> array(Field<V> column, List<List<Object>> keys, int index) {
            V[] values = (V[]) Array.newInstance(column.getType(), keys.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = (V) keys.get(i).get(index);
            }
            return DSL.val(values, column.getDataType().array());
        }
    }

    /** A column of {@link #table}. */
    static Field<?> column(int index) {
        return DSL.field(DSL.name("k", "c" + index));
    }

    private static Name[] names(int width) {
        Name[] names = new Name[width];
        for (int i = 0; i < width; i++) {
            names[i] = DSL.name("c" + i);
        }
        return names;
    }
}
