package dev.canopy.association;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * An association to any number of rows. Order, limit and offset count for each parent.
 *
 * @param <P> the table whose rows get something included
 * @param <C> the table that is included
 * @param <R> the included rows
 */
public sealed interface ToMany<P extends Table<?>, C extends Table<R>, R extends Record>
        extends Include<P, C, List<R>>, Refinable<C> permits HasMany, BelongsToMany {
    @Override
    ToMany<P, C, R> where(Function<? super C, ? extends Condition> condition);

    @Override
    <O> ToMany<P, C, R> whereIf(Optional<O> value, BiFunction<? super C, ? super O, ? extends Condition> condition);

    @Override
    ToMany<P, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order);

    @Override
    ToMany<P, C, R> limit(int rows);

    @Override
    ToMany<P, C, R> offset(int rows);

    @Override
    ToMany<P, C, R> include(Include<C, ?, ?> child);

    @Override
    ToMany<P, C, R> with(Computed<C, ?> computed);

    @Override
    ToMany<P, C, R> without(Function<? super C, ? extends Field<?>> column);

    @Override
    ToMany<P, C, R> and(Scope<C> scope);

    @Override
    ToMany<P, C, R> unscoped();

    @Override
    ToMany<P, C, R> withDeleted();

    @Override
    ToMany<P, C, R> required();

    @Override
    ToMany<P, C, R> as(String name);

    /** Loads the rows in this way, whatever the planner would choose. */
    ToMany<P, C, R> strategy(Strategy strategy);

    /**
     * The first row by the order given, else by primary key, instead of a list. It needs a name of its own, by {@link #as}. Order,
     * scopes, strategy and what is withheld are said of the rows, so before this.
     */
    default Include<P, C, R> first() {
        return new First<>(limit(1));
    }

    /**
     * As a field: the rows, each as what is selected of it; an empty list for none. In a statement of a Database's {@code
     * select(..)} it is planned as an include; it may stand in any jOOQ statement that runs on {@code db.dsl()}.
     */
    default <V> Field<List<V>> select(Function<? super C, ? extends SelectField<V>> each) {
        return NestedRows.of(this, (target, junction) -> each.apply(target));
    }

    /** As a condition: there is no such row. */
    default Condition none() {
        return Correlation.of(this).exists().not();
    }

    /** As a condition: every such row meets this; true where there is none, false where the condition is NULL. */
    default Condition every(Function<? super C, ? extends Condition> condition) {
        return Correlation.of(this).every(far -> condition.apply(far.target()));
    }

    /** As a field: how many such rows there are, 0 for none. */
    default Field<Long> count() {
        return Correlation.of(this).count();
    }

    /** As a field: the sum over such rows, exact for integers and numerics; 0 where there is none, NULLs do not count. */
    default Field<BigDecimal> sum(Function<? super C, ? extends Field<? extends Number>> value) {
        return Correlation.of(this).sum(far -> value.apply(far.target()));
    }

    /** As a field: the mean over such rows, NULL where there is none; NULLs do not count. */
    default Field<BigDecimal> avg(Function<? super C, ? extends Field<? extends Number>> value) {
        return Correlation.of(this).avg(far -> value.apply(far.target()));
    }

    /** As a field: the largest value among such rows, NULL where there is none. */
    default <V> Field<V> max(Function<? super C, ? extends Field<V>> value) {
        return Correlation.of(this)
                .max(value.apply(association().target()).getDataType(), far -> value.apply(far.target()));
    }

    /** As a field: the smallest value among such rows, NULL where there is none. */
    default <V> Field<V> min(Function<? super C, ? extends Field<V>> value) {
        return Correlation.of(this)
                .min(value.apply(association().target()).getDataType(), far -> value.apply(far.target()));
    }
}
