package dev.canopy.plan;

import dev.canopy.codec.Projected;
import dev.canopy.model.Virtual;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * What a row of a level becomes. Its values come in one order: the level's columns, then what hangs on its branches, then the
 * junction's row where it was reached through one that is wanted.
 */
public sealed interface Target {
    /**
     * A generated record, with all its table's columns.
     *
     * @param held the values that are not columns of its table
     */
    record Entities(Held held) implements Target {}

    /**
     * A Java record.
     *
     * @param type its class
     * @param constructor its canonical constructor, as a function of one array of arguments
     * @param arguments where each of its components comes from
     */
    record Shaped(Class<?> type, MethodHandle constructor, List<Argument> arguments) implements Target {
        public Shaped {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * What was selected.
     *
     * @param arguments which values it is made of, in the order of its fields
     */
    record Selected(Projected<?> projected, List<Integer> arguments) implements Target {
        public Selected {
            arguments = List.copyOf(arguments);
        }
    }

    /** Where a component of a Java record comes from. */
    sealed interface Argument {
        /** The component's name. */
        String component();

        /** One of the row's values. */
        record Value(String component, int index) implements Argument {}

        /**
         * A virtual field, computed on a record that has these of the table's columns.
         *
         * @param type what the component takes
         * @param columns positions in the table
         * @param values the values of these columns
         */
        record Computation(
                String component, Class<?> type, Virtual<?, ?> virtual, List<Integer> columns, List<Integer> values)
                implements Argument {
            public Computation {
                columns = List.copyOf(columns);
                values = List.copyOf(values);
            }
        }
    }
}
