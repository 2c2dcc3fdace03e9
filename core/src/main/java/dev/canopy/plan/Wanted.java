package dev.canopy.plan;

import java.util.function.Function;
import org.jooq.SelectField;
import org.jooq.Table;

/** What the rows of a selection are wanted as. */
public sealed interface Wanted<T extends Table<?>> {
    /** Generated records. */
    record Entities<T extends Table<?>>() implements Wanted<T> {}

    /** Java records of this class. */
    record Shapes<T extends Table<?>>(Class<?> type) implements Wanted<T> {}

    /** What is selected of each. */
    record Selected<T extends Table<?>>(Function<? super T, ? extends SelectField<?>> each) implements Wanted<T> {}
}
