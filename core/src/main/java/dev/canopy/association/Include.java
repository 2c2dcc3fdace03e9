package dev.canopy.association;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * An association as part of what is loaded: which of its rows, with what inside, under which name. Immutable; every method
 * returns a refined copy. What it narrows are the included rows, never the parents; for that, say {@link #required()}.
 *
 * @param <P> the table whose rows get something included
 * @param <C> the table that is included
 * @param <V> what an entity then holds: a row or a list of rows
 */
public sealed interface Include<P extends Table<?>, C extends Table<?>, V> permits Edge, ToMany, First {
    /** Keeps the included rows that meet the condition as well. */
    Include<P, C, V> where(Function<? super C, ? extends Condition> condition);

    /** Like {@code where}, with the value, if there is one; without, nothing changes. */
    <O> Include<P, C, V> whereIf(Optional<O> value, BiFunction<? super C, ? super O, ? extends Condition> condition);

    /** Loads something with each included row. */
    Include<P, C, V> include(Include<C, ?, ?> child);

    /** Loads a computed value with each included row. */
    Include<P, C, V> with(Computed<C, ?> computed);

    /** Applies a scope besides the target's default scopes. */
    Include<P, C, V> and(Scope<C> scope);

    /** Drops the target's default scopes; soft deletion still applies. */
    Include<P, C, V> unscoped();

    /** Shows the target's soft-deleted rows as well. */
    Include<P, C, V> withDeleted();

    /** Keeps only the parents that have a row included. */
    Include<P, C, V> required();

    /** Calls it something else, so that it can stand beside another include of the same association. */
    Include<P, C, V> as(String name);

    /** The name under which an entity holds it. */
    String name();

    /** What is linked. */
    Association<P, C> association();

    /** Which rows. */
    Refinement<C> refinement();

    /** Whether parents without such a row are left out. */
    boolean isRequired();

    /** Whether what was said may leave rows of the association out: a condition, a scope, a limit or an offset. */
    boolean isNarrowed();

    /** The strategy that was asked for; null where the planner chooses. */
    @Nullable
    Strategy strategy();

    /** Whether an entity holds one row instead of a list. */
    boolean isSingle();
}
