package dev.canopy.association;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;

/**
 * Rows of one table that can be narrowed, ordered, cut off and extended by includes. Immutable: every method returns a
 * refined copy. The functions receive the table under the alias that it has in the statement; they must be pure, for they
 * are applied anew at each execution.
 *
 * @param <T> the table
 */
public sealed interface Refinable<T extends Table<?>> permits Refinement, ToMany, RefinableSelection {
    /** Keeps the rows that meet the condition as well. */
    Refinable<T> where(Function<? super T, ? extends Condition> condition);

    /** Like {@code where}, with the value, if there is one; without, nothing changes. */
    <V> Refinable<T> whereIf(Optional<V> value, BiFunction<? super T, ? super V, ? extends Condition> condition);

    /** Orders by this after what has been said before. */
    Refinable<T> orderBy(Function<? super T, ? extends OrderField<?>> order);

    /** At most so many rows; for an include, for each parent. A limit said before is replaced. */
    Refinable<T> limit(int rows);

    /** Leaves out the first rows; for an include, of each parent. */
    Refinable<T> offset(int rows);

    /** Loads the far side of an association with each row. */
    Refinable<T> include(Include<T, ?, ?> include);

    /** Loads a computed value with each row. */
    Refinable<T> with(Computed<T, ?> computed);

    /**
     * Withholds a column from what is read: a Java record, or what is selected, that asks for it is refused by name. An entity has
     * all its columns, so it is refused as well. Conditions and orders on the table may name the column as before; no
     * value of an association is made of it, as {@code p.AUTHOR.get(..)} would be, for that can be selected.
     */
    Refinable<T> without(Function<? super T, ? extends Field<?>> column);

    /** Shows soft-deleted rows as well. */
    Refinable<T> withDeleted();
}
