package dev.canopy.selection;

import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * What the rows of a selection are wanted as.
 *
 * @param <T> the table
 * @param <V> what a row becomes
 */
public sealed interface Wanted<T extends Table<?>, V> {
    /** Generated records. */
    record Entities<T extends Table<?>, R>() implements Wanted<T, R> {}

    /** Java records of this class. */
    record Shapes<T extends Table<?>, V>(Class<V> type) implements Wanted<T, V> {}

    /** What is selected of each. */
    record Selected<T extends Table<?>, V>(Function<? super T, ? extends SelectField<V>> each)
            implements Wanted<T, V> {}

    /** jOOQ's own records of all columns but these, and but those that a scope withholds. */
    record AllBut<T extends Table<?>, V>(List<Function<? super T, ? extends Field<?>>> columns)
            implements Wanted<T, V> {
        public AllBut {
            columns = List.copyOf(columns);
        }
    }
}
