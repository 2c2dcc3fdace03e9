package dev.canopy.selection;

import dev.canopy.association.Computed;
import dev.canopy.association.Deletion;
import dev.canopy.association.Include;
import dev.canopy.association.RefinableSelection;
import dev.canopy.association.Refinement;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotSoleException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.GroupField;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for of one table: conditions, order, page, includes, scopes. An immutable value, safe between threads; every
 * refinement returns a copy, and nothing runs before one of the verbs at the end ({@link #findAll}, {@link #update} …).
 *
 * <p>The functions given are kept and applied anew at each execution, so they must be pure.
 *
 * <p>The verbs count the statements for the rows asked for. What is included is part of that statement or, by {@link
 * dev.canopy.association.Strategy#SPLIT}, has one of its own: they travel together in one round trip, or in one for each level where
 * parents cannot be asked for twice; {@link #explain} tells. Where the size of a table decides between the two, it is asked for by one
 * statement more, and again after some minutes.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class Selection<T extends Table<R>, R extends Record> implements RefinableSelection<T> {
    private final T table;
    private final Refinement<T> refinement;
    private final Asked asked;
    private final Execution execution;

    private Selection(T table, Refinement<T> refinement, Asked asked, Execution execution) {
        this.table = table;
        this.refinement = refinement;
        this.asked = asked;
        this.execution = execution;
    }

    /** All rows of a table; users get theirs from a model or a relation handle. */
    public static <T extends Table<R>, R extends Record> Selection<T, R> of(T table, Execution execution) {
        return new Selection<>(table, Refinement.none(), Asked.nothing(), execution);
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

    /**
     * At most so many rows. Without a total order, the primary key breaks the ties, in the direction of the last order.
     *
     * @throws DefinitionException if it is negative
     */
    @Override
    public Selection<T, R> limit(int rows) {
        return with(refinement.limit(rows));
    }

    /**
     * Leaves out the first rows. Without a total order, the primary key breaks the ties, in the direction of the last order.
     *
     * @throws DefinitionException if it is negative
     */
    @Override
    public Selection<T, R> offset(int rows) {
        return with(refinement.offset(rows));
    }

    /**
     * Loads the far side of an association with each row, in the same statement or in one of its own.
     *
     * @throws DefinitionException if something is included under its name already; {@code as(..)} gives it another
     */
    @Override
    public Selection<T, R> include(Include<T, ?, ?> include) {
        return with(refinement.include(include));
    }

    /**
     * Loads a computed value with each row, in the same statement.
     *
     * @throws DefinitionException if one of its name is asked for already
     */
    @Override
    public Selection<T, R> with(Computed<T, ?> computed) {
        return with(refinement.with(computed));
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

    /** Withholds a column from what is read; entities, which have all their columns, are then refused. */
    @Override
    public Selection<T, R> without(Function<? super T, ? extends Field<?>> column) {
        return with(refinement.without(column));
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
        return with(asked.ofEveryRow());
    }

    /**
     * Has the write run no hook; validators of values still hold, but for those of expressions, whose values nobody sees. Hooks of
     * rows that go or come back by a cascade run all the same.
     */
    public Selection<T, R> withoutHooks() {
        return with(asked.hookless());
    }

    /**
     * Begins behind the row at this place in the order. The primary key makes the order total.
     *
     * @param cursor of a {@link Slice} of this selection under the same order; whatever reads the rows throws a {@link
     *     dev.canopy.error.CursorException} if it is damaged or of another order
     */
    public Selection<T, R> after(Cursor cursor) {
        return with(asked.from(new Asked.Position(cursor, false)));
    }

    /**
     * Ends before the row at this place in the order, with the rows next to it; they stay in the order asked for.
     *
     * @param cursor of a {@link Slice} of this selection under the same order; whatever reads the rows throws a {@link
     *     dev.canopy.error.CursorException} if it is damaged or of another order
     */
    public Selection<T, R> before(Cursor cursor) {
        return with(asked.from(new Asked.Position(cursor, true)));
    }

    /**
     * Locks the rows read, for a change, until the transaction ends; included rows are not locked. Outside a transaction, whatever
     * reads them throws a {@link dev.canopy.error.TransactionException}; what reads no rows, such as {@link #count}, refuses a lock
     * with a {@link DefinitionException}.
     */
    public Selection<T, R> forUpdate() {
        return with(asked.locking(RowLock.forUpdate()));
    }

    /** Like {@link #forUpdate}, for a change that leaves the key as it is: others may still refer to the rows. */
    public Selection<T, R> forNoKeyUpdate() {
        return with(asked.locking(RowLock.of(RowLock.Strength.NO_KEY_UPDATE)));
    }

    /** Keeps others from changing the rows read until the transaction ends; they may share the lock. */
    public Selection<T, R> forShare() {
        return with(asked.locking(RowLock.of(RowLock.Strength.SHARE)));
    }

    /** Keeps others from deleting the rows read, or changing their keys, until the transaction ends. */
    public Selection<T, R> forKeyShare() {
        return with(asked.locking(RowLock.of(RowLock.Strength.KEY_SHARE)));
    }

    /**
     * Leaves out rows that somebody else has locked, as a queue's workers want it.
     *
     * @throws DefinitionException if no lock was asked for
     */
    public Selection<T, R> skipLocked() {
        return with(asked.locking(lock("skipLocked").with(RowLock.Wait.SKIP)));
    }

    /**
     * Fails at once where somebody else has locked a row.
     *
     * @throws DefinitionException if no lock was asked for
     */
    public Selection<T, R> noWait() {
        return with(asked.locking(lock("noWait").with(RowLock.Wait.FAIL)));
    }

    /**
     * The rows as Java records of this class, which is the include tree: components are matched by name to columns, virtual
     * fields, computed values and associations, and only what they need is selected. An include of the selection refines the
     * association of its name.
     *
     * <p>When it is read, a {@link DefinitionException} names everything in the record that does not fit, at once.
     *
     * @param shape a record; nested records, and lists of records, are nested includes
     */
    public <V> Projection<V> into(Class<V> shape) {
        return Projection.of(this, new Wanted.Shapes<>(shape));
    }

    /**
     * The rows as what is selected of each: {@code select(u -> row(u.ID, u.POSTS.select(p -> p.TITLE)).mapping(Card::new))}. The
     * compiler checks the types.
     */
    public <V> Projection<V> select(Function<? super T, ? extends SelectField<V>> each) {
        return Projection.of(this, new Wanted.Selected<>(each));
    }

    /**
     * The rows as jOOQ's own records of these columns alone; what is not selected is not sent.
     *
     * @throws DefinitionException when it is read, if a scope withholds one of them
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Projection<Record> only(Function<? super T, ? extends Field<?>>... columns) {
        List<Function<? super T, ? extends Field<?>>> chosen = List.of(columns);
        return select(
                row -> DSL.row(chosen.stream().map(column -> column.apply(row)).toList()));
    }

    /** The rows as jOOQ's own records of all columns but these, and but those that are hidden or that a scope withholds. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Projection<Record> allBut(Function<? super T, ? extends Field<?>>... columns) {
        return Projection.of(this, new Wanted.AllBut<T, Record>(List.of(columns)));
    }

    /**
     * The rows as Java records of this class; short for {@code into(shape).findAll()}. One statement.
     *
     * @throws DefinitionException with everything in the record that does not fit
     */
    public <V> List<V> findAll(Class<V> shape) {
        return into(shape).findAll();
    }

    /**
     * How the rows would be read, and why. No statement, but for the sizes of tables that are not known yet.
     *
     * @throws DefinitionException for what reading them would refuse
     */
    public Explanation explain() {
        return finding().explain(this, entities());
    }

    /** The rows, with what is included; an empty list if there is none. One statement. */
    public List<R> findAll() {
        return finding().findAll(this, entities());
    }

    /**
     * The rows of the page that {@link #limit} and {@link #offset} say, and how many meet the conditions in all, both as of one
     * moment. One statement; a second one for a page that has no rows.
     *
     * @throws DefinitionException with {@link #after} or {@link #before}, or with {@link #skipLocked}
     */
    public Page<R> findAndCountAll() {
        return finding().findAndCountAll(this, entities());
    }

    /**
     * The rows from the place that {@link #after} or {@link #before} says, else the first ones, with the ways on and back. One
     * statement.
     *
     * @throws DefinitionException without a limit, with an offset, or where the table has no primary key to make the order total
     * @throws dev.canopy.error.CursorException with a cursor that is damaged or of another order
     */
    public Slice<R> findSlice() {
        return finding().findSlice(this, entities());
    }

    /**
     * The rows one after another, with what is included, in constant memory: the server keeps the rest until it is asked for. It
     * must be closed, and needs a transaction, at whose end it is closed in any case. One statement.
     *
     * {@snippet :
     * db.transaction(() -> {
     *     try (Stream<User> all = users.include(USERS.POSTS).stream()) {
     *         all.forEach(report::add);
     *     }
     * });
     * }
     *
     * @throws dev.canopy.error.TransactionException outside a transaction
     * @throws DefinitionException with {@link #before}
     */
    public Stream<R> stream() {
        return finding().stream(this, entities());
    }

    /**
     * The rows by primary key in lists of so many, the last one shorter, with what is included. One statement each, so what is
     * written meanwhile is met or not, but no row is met twice and none that stays is missed. The work may write the rows.
     *
     * @throws DefinitionException with an order, a limit, an offset or a cursor, or without a primary key
     */
    public void eachBatch(int rows, Consumer<? super List<R>> work) {
        finding().eachBatch(this, entities(), rows, work);
    }

    /**
     * The rows as a select of plain jOOQ, scopes and soft deletion applied: to be run, or to stand in another statement. No
     * statement.
     *
     * @throws DefinitionException with an include, which a flat select has no place for, or with {@link #before}
     */
    public Select<R> toSelect() {
        return finding().toSelect(this);
    }

    /** The first row by the order asked for, else by primary key. One statement. */
    public Optional<R> findOne() {
        return first(limit(1).findAll());
    }

    /**
     * The only row, if there is one. One statement.
     *
     * @throws NotSoleException if there are more
     */
    public Optional<R> findSole() {
        List<R> rows = limit(2).findAll();
        if (rows.size() > 1) {
            throw NotSoleException.of(model());
        }
        return first(rows);
    }

    /**
     * The first row by the order asked for, else by primary key. One statement.
     *
     * @throws NotFoundException if there is none
     */
    public R requireOne() {
        return findOne().orElseThrow(() -> NotFoundException.noneOf(model()));
    }

    /** How many rows {@link #findAll} would give; includes do not count. One statement. */
    public long count() {
        return finding().count(this);
    }

    /** How many rows there are for each value, in the order of the values; NULL is one of them. One statement. */
    public <V> Map<@Nullable V, Long> countBy(Function<? super T, ? extends Field<V>> value) {
        return finding().countBy(this, value);
    }

    /** Whether there is any row. One statement. */
    public boolean exists() {
        return finding().exists(this);
    }

    /** The smallest value; empty where there is none, for NULLs do not count. One statement. */
    public <V> Optional<V> min(Function<? super T, ? extends Field<V>> value) {
        return aggregate(table -> DSL.min(value.apply(table)));
    }

    /** The largest value; empty where there is none, for NULLs do not count. One statement. */
    public <V> Optional<V> max(Function<? super T, ? extends Field<V>> value) {
        return aggregate(table -> DSL.max(value.apply(table)));
    }

    /**
     * The sum, exact for integers and numerics, whatever its size: {@code sum(..).longValueExact()} where the column is an
     * integer's. Zero where there is no value. One statement.
     */
    public BigDecimal sum(Function<? super T, ? extends Field<? extends Number>> value) {
        return this.<BigDecimal>aggregate(table -> DSL.sum(value.apply(table))).orElse(BigDecimal.ZERO);
    }

    /** The mean, as precise as the server's; empty where there is no value. One statement. */
    public Optional<BigDecimal> avg(Function<? super T, ? extends Field<? extends Number>> value) {
        return aggregate(table -> DSL.avg(value.apply(table)));
    }

    /** What any aggregate function of jOOQ gives over the rows; empty for NULL. One statement. */
    public <V> Optional<V> aggregate(Function<? super T, ? extends Field<V>> aggregate) {
        return finding().aggregate(this, aggregate);
    }

    /**
     * The different values, in their order; NULL is none of them, and limit and offset count values. One statement.
     *
     * @throws DefinitionException with an order
     */
    public <V> List<V> distinct(Function<? super T, ? extends Field<V>> value) {
        return finding().distinct(this, value);
    }

    /** The rows by groups of equal keys; nothing runs yet. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Groups<T, R> groupBy(Function<? super T, ? extends GroupField>... keys) {
        return new Groups<>(this, new Groups.Said<T>(List.of(keys), List.of(), List.of(), null));
    }

    /**
     * Writes the columns that the function sets on an empty row into every row asked for, through validators and hooks. One
     * statement where no hook on rows and no rule for whole rows is defined; else two, for the rows are loaded, locked and changed in
     * memory first, in a transaction.
     *
     * @return how many rows there were
     * @throws DefinitionException unless the selection has a condition that the caller wrote, or {@link #everyRow()} was said
     * @throws dev.canopy.error.ValidationException if what is set is not valid; no SQL ran for what can be told from it alone
     */
    public int update(Consumer<? super R> patch) {
        requireWritable("update");
        return execution.update(this, patch);
    }

    /**
     * Sets columns to expressions in every row asked for, in one statement: {@code update((u, set) -> set.set(u.LOGINS,
     * u.LOGINS.plus(1)))}. What columns are set to values is normalised and validated before any SQL; with values alone it is
     * {@link #update(Consumer)}. Where the model has rules for whole rows, the rows are read back and checked before the commit.
     *
     * @return how many rows there were
     * @throws DefinitionException unless the selection has a condition that the caller wrote, or {@link #everyRow()} was said; or if
     *     hooks or validators would have to see what an expression gives and {@link #withoutHooks()} was not said
     * @throws dev.canopy.error.ValidationException if a value is not valid, or a row would not be; nothing was written
     */
    public int update(BiConsumer<? super T, ? super Assignments<R>> assignments) {
        requireWritable("update");
        return execution.update(this, assignments);
    }

    /**
     * Adds to a column in every row asked for, whatever others add meanwhile; NULL stays NULL. One statement, under the rules of
     * {@link #update(BiConsumer)}.
     *
     * @return how many rows there were
     */
    public <V extends Number> int increment(Function<? super T, ? extends TableField<R, V>> column, V by) {
        return update((t, set) -> add(set, column.apply(t), column.apply(t).plus(by)));
    }

    /**
     * Takes from a column in every row asked for, whatever others take meanwhile; NULL stays NULL. One statement, under the rules of
     * {@link #update(BiConsumer)}.
     *
     * @return how many rows there were
     */
    public <V extends Number> int decrement(Function<? super T, ? extends TableField<R, V>> column, V by) {
        return update((t, set) -> add(set, column.apply(t), column.apply(t).minus(by)));
    }

    /**
     * Removes every row asked for; where the model has soft deletion, marks it as deleted, unless it is so already. What cascades
     * goes with them. One statement where no hook on rows and no cascade is defined; else two, and those of the cascade, for the rows
     * are loaded and locked first, in a transaction.
     *
     * @return how many rows there were
     * @throws DefinitionException unless the selection has a condition that the caller wrote, or {@link #everyRow()} was said
     */
    public int destroy() {
        requireWritable("destroy");
        return execution.destroy(this);
    }

    /** Like {@link #destroy}, for good, also where the model has soft deletion; of the rows marked as deleted, with {@link #onlyDeleted}. */
    public int forceDestroy() {
        requireWritable("forceDestroy");
        return execution.forceDestroy(this);
    }

    /**
     * Takes the mark of soft deletion from the rows asked for; of those that have none, nothing changes. What cascades and went with
     * them comes back with them. One statement where no hook on rows and no cascade is defined; else two, and those of the cascade.
     *
     * @return how many rows were marked
     * @throws DefinitionException unless the selection has a condition that the caller wrote, or {@link #everyRow()} was said; or
     *     if the model has no soft deletion
     */
    public int restore() {
        requireWritable("restore");
        return execution.restore(this);
    }

    /** The table that is asked. */
    public T table() {
        return table;
    }

    /** What has been said so far. */
    public Refinement<T> refinement() {
        return refinement;
    }

    /** What has been said of the rows asked for and never of an include. */
    public Asked asked() {
        return asked;
    }

    /** Whether {@link #everyRow()} was said. */
    public boolean isEveryRow() {
        return asked.everyRow();
    }

    /** Whether a write runs the model's hooks. */
    public boolean runsHooks() {
        return !asked.withoutHooks();
    }

    /** What its rows are called in messages. */
    String model() {
        return table.getRecordType().getSimpleName();
    }

    Finding finding() {
        return execution.finding();
    }

    private Wanted<T, R> entities() {
        return new Wanted.Entities<>();
    }

    private static <R> Optional<R> first(List<R> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private Selection<T, R> with(Refinement<T> newRefinement) {
        return new Selection<>(table, newRefinement, asked, execution);
    }

    private Selection<T, R> with(Asked newAsked) {
        return new Selection<>(table, refinement, newAsked, execution);
    }

    private static <R extends Record, V> void add(
            Assignments<R> assignments, TableField<R, V> column, Field<V> expression) {
        assignments.set(column, expression);
    }

    private RowLock lock(String word) {
        if (asked.lock() == null) {
            throw new DefinitionException(
                    "%s() says what happens to locked rows, but nothing is locked; say forUpdate() first."
                            .formatted(word));
        }
        return asked.lock();
    }

    /** Refuses words that have a meaning for reading alone. */
    private void requireWritable(String verb) {
        if (asked.from() != null) {
            throw new DefinitionException(
                    "%s() cannot have after(..) or before(..); narrow the rows with where(..).".formatted(verb));
        }
        if (asked.lock() != null) {
            throw new DefinitionException(
                    "%s() locks the rows that it writes by itself; take the lock out.".formatted(verb));
        }
    }
}
