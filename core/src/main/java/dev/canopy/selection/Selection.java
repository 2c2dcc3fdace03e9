package dev.canopy.selection;

import dev.canopy.association.Deletion;
import dev.canopy.association.Include;
import dev.canopy.association.RefinableSelection;
import dev.canopy.association.Refinement;
import dev.canopy.association.Scope;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotSoleException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;

/**
 * What is asked for of one table: conditions, order, page, includes, scopes. An immutable value, safe between threads; every
 * refinement returns a copy, and nothing runs before one of the verbs at the end ({@link #findAll}, {@link #update} …).
 *
 * <p>The functions given are kept and applied anew at each execution, so they must be pure.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class Selection<T extends Table<R>, R extends Record> implements RefinableSelection<T> {
    private final T table;
    private final Refinement<T> refinement;
    private final boolean everyRow;
    private final Execution execution;

    private Selection(T table, Refinement<T> refinement, boolean everyRow, Execution execution) {
        this.table = table;
        this.refinement = refinement;
        this.everyRow = everyRow;
        this.execution = execution;
    }

    /** All rows of a table; users get theirs from a model or a relation handle. */
    public static <T extends Table<R>, R extends Record> Selection<T, R> of(T table, Execution execution) {
        return new Selection<>(table, Refinement.none(), false, execution);
    }

    /** Keeps the rows that meet the condition as well. */
    @Override
    public Selection<T, R> where(Function<? super T, ? extends Condition> condition) {
        return with(refinement.where(condition));
    }

    /**
     * Keeps the rows that meet a plain jOOQ condition as well; in it, the table itself means the row that is asked for.
     *
     * @throws dev.canopy.error.DefinitionException if it names a table that is not in the statement
     */
    public Selection<T, R> where(Condition condition) {
        execution.requireKnownTables(table, condition);
        return with(refinement.where(root -> condition));
    }

    /** Like {@code where}, with the value, if there is one; without, nothing changes and no condition counts as written. */
    @Override
    public <V> Selection<T, R> whereIf(
            Optional<V> value, BiFunction<? super T, ? super V, ? extends Condition> condition) {
        return with(refinement.whereIf(value, condition));
    }

    /** Orders by this after what has been said before. */
    @Override
    public Selection<T, R> orderBy(Function<? super T, ? extends OrderField<?>> order) {
        return with(refinement.orderBy(order));
    }

    /** At most so many rows. Without a total order, the primary key breaks the ties. */
    @Override
    public Selection<T, R> limit(int rows) {
        return with(refinement.limit(rows));
    }

    /** Leaves out the first rows. Without a total order, the primary key breaks the ties. */
    @Override
    public Selection<T, R> offset(int rows) {
        return with(refinement.offset(rows));
    }

    /** Loads the far side of an association with each row, in the same statement. */
    @Override
    public Selection<T, R> include(Include<T, ?, ?> include) {
        return with(refinement.include(include));
    }

    /** Applies these scopes in place of the model's default scopes; called again, adds to them. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Selection<T, R> scope(Scope<T>... scopes) {
        return with(refinement.scoping(refinement.scoping().replacedBy(List.of(scopes))));
    }

    /** Applies a scope besides those that apply already. */
    public Selection<T, R> and(Scope<T> scope) {
        return with(refinement.scoping(refinement.scoping().and(scope)));
    }

    /** Drops the model's default scopes; soft deletion and what must always hold still apply. */
    public Selection<T, R> unscoped() {
        return with(refinement.scoping(refinement.scoping().unscoped()));
    }

    /** Shows soft-deleted rows as well. */
    @Override
    public Selection<T, R> withDeleted() {
        return with(refinement.deletion(Deletion.SHOWN));
    }

    /** Shows soft-deleted rows and no others. */
    public Selection<T, R> onlyDeleted() {
        return with(refinement.deletion(Deletion.ONLY));
    }

    /** Says out loud that a write may touch every row that scopes and soft deletion leave. */
    public Selection<T, R> everyRow() {
        return new Selection<>(table, refinement, true, execution);
    }

    /** The rows, with what is included, in one statement; an empty list if there is none. */
    public List<R> findAll() {
        return execution.findAll(this);
    }

    /** The first row by the order asked for, else by primary key. One statement. */
    public Optional<R> findOne() {
        return limit(1).findAll().stream().findFirst();
    }

    /**
     * The only row, if there is one. One statement.
     *
     * @throws NotSoleException if there are more
     */
    public Optional<R> findSole() {
        List<R> rows = limit(2).findAll();
        if (rows.size() > 1) {
            throw new NotSoleException(
                    "More than one row of %s meets the conditions; findSole() wants one at most. Narrow them, or say findOne() for the first."
                            .formatted(table.getName()));
        }
        return rows.stream().findFirst();
    }

    /**
     * The first row by the order asked for, else by primary key. One statement.
     *
     * @throws NotFoundException if there is none
     */
    public R requireOne() {
        return findOne()
                .orElseThrow(() ->
                        new NotFoundException("No row of %s meets the conditions; say findOne() where that may be."
                                .formatted(table.getName())));
    }

    /** How many rows there are; includes do not count. One statement. */
    public long count() {
        return execution.count(this);
    }

    /** Whether there is any row. One statement. */
    public boolean exists() {
        return execution.exists(this);
    }

    /**
     * Writes the columns that the function sets on an empty row into every row asked for, through validators and hooks. One
     * statement where no hook and no rule wants to see the rows; else they are loaded, locked, and written one by one in a
     * transaction.
     *
     * @return how many rows there were
     * @throws dev.canopy.error.DefinitionException unless the selection has a condition that the caller wrote, or {@link
     *     #everyRow()} was said
     */
    public int update(Consumer<? super R> patch) {
        return execution.update(this, patch);
    }

    /**
     * Sets columns to expressions in every row asked for, in one statement: {@code update((u, set) -> set.set(u.LOGINS,
     * u.LOGINS.plus(1)))}.
     *
     * @return how many rows there were
     * @throws dev.canopy.error.DefinitionException unless the selection has a condition that the caller wrote, or {@link
     *     #everyRow()} was said; or if hooks or validators would have to see the values
     */
    public int update(BiConsumer<? super T, ? super Assignments<R>> assignments) {
        return execution.update(this, assignments);
    }

    /**
     * Removes every row asked for; where the model has soft deletion, marks it as deleted. One statement where no hook wants
     * to see the rows; else they are loaded, locked, and removed one by one in a transaction.
     *
     * @return how many rows there were
     * @throws dev.canopy.error.DefinitionException unless the selection has a condition that the caller wrote, or {@link
     *     #everyRow()} was said
     */
    public int destroy() {
        return execution.destroy(this);
    }

    /** The table that is asked. */
    public T table() {
        return table;
    }

    /** What has been said so far. */
    public Refinement<T> refinement() {
        return refinement;
    }

    /** Whether {@link #everyRow()} was said. */
    public boolean isEveryRow() {
        return everyRow;
    }

    private Selection<T, R> with(Refinement<T> newRefinement) {
        return new Selection<>(table, newRefinement, everyRow, execution);
    }
}
