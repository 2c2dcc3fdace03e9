package dev.canopy;

import dev.canopy.association.Computed;
import dev.canopy.association.Include;
import dev.canopy.association.Keyed;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.selection.BulkInsert;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Groups;
import dev.canopy.selection.Projection;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Truncation;
import dev.canopy.selection.Upserted;
import dev.canopy.selection.Written;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.GroupField;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A table with its meaning, and the place where reading and creating its rows begins. Thread-safe.
 *
 * @param <T> the table
 * @param <R> its rows
 * @param <K> its primary key: the column's type, or a generated record where it has several columns
 */
public final class Model<T extends Table<R>, R extends Record, K> {
    private final Engine engine;
    private final T table;
    private final Keyed<K> keyed;
    private final Selection<T, R> all;

    Model(Engine engine, T table, Keyed<K> keyed) {
        this.engine = engine;
        this.table = table;
        this.keyed = keyed;
        this.all = engine.from(table);
    }

    /** The rows that default scopes and soft deletion leave, to be narrowed, ordered, read or written; nothing runs yet. */
    public Selection<T, R> rows() {
        return all;
    }

    /**
     * The row with this key, as a selection: to be read with what is included, locked, shown though it is marked as deleted, or
     * written. Nothing runs yet.
     *
     * {@snippet :
     * users.byPk(7L).include(USERS.POSTS).findSole();
     * users.byPk(7L).withDeleted().into(UserCard.class).findOne();
     * }
     */
    public Selection<T, R> byPk(K key) {
        return all.where(t -> hasKey(key));
    }

    /** The rows that meet the condition; nothing runs yet. */
    public Selection<T, R> where(Function<? super T, ? extends Condition> condition) {
        return all.where(condition);
    }

    /**
     * The rows that meet a plain jOOQ condition; in it, the table itself means the row that is asked for. Nothing runs yet.
     *
     * @throws dev.canopy.error.DefinitionException if it names a table that is not in the statement
     */
    public Selection<T, R> where(Condition condition) {
        return all.where(condition);
    }

    /** The rows that meet the condition, if there is a value, else all; nothing runs yet. */
    public <V> Selection<T, R> whereIf(
            Optional<V> value, BiFunction<? super T, ? super V, ? extends Condition> condition) {
        return all.whereIf(value, condition);
    }

    /** The rows in an order; nothing runs yet. */
    public Selection<T, R> orderBy(Function<? super T, ? extends OrderField<?>> order) {
        return all.orderBy(order);
    }

    /**
     * The first rows by primary key; nothing runs yet.
     *
     * @throws DefinitionException if the number is negative
     */
    public Selection<T, R> limit(int rows) {
        return all.limit(rows);
    }

    /** The rows with something included; nothing runs yet. */
    public Selection<T, R> include(Include<T, ?, ?> include) {
        return all.include(include);
    }

    /** The rows with a computed value; nothing runs yet. */
    public Selection<T, R> with(Computed<T, ?> computed) {
        return all.with(computed);
    }

    /** The rows that these scopes leave, in place of the default scopes; nothing runs yet. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Selection<T, R> scope(Scope<T>... scopes) {
        return all.scope(scopes);
    }

    /** The rows that this scope and the default scopes leave; nothing runs yet. */
    public Selection<T, R> and(Scope<T> scope) {
        return all.and(scope);
    }

    /** The rows without the default scopes; nothing runs yet. */
    public Selection<T, R> unscoped() {
        return all.unscoped();
    }

    /** The rows, soft-deleted ones among them; nothing runs yet. */
    public Selection<T, R> withDeleted() {
        return all.withDeleted();
    }

    /** The soft-deleted rows; nothing runs yet. */
    public Selection<T, R> onlyDeleted() {
        return all.onlyDeleted();
    }

    /** Every row that default scopes and soft deletion leave, for a write that means them all; nothing runs yet. */
    public Selection<T, R> everyRow() {
        return all.everyRow();
    }

    /** The rows as Java records of this class; nothing runs yet. See {@link Selection#into}. */
    public <V> Projection<V> into(Class<V> shape) {
        return all.into(shape);
    }

    /** The rows as what is selected of each; nothing runs yet. See {@link Selection#select}. */
    public <V> Projection<V> select(Function<? super T, ? extends SelectField<V>> each) {
        return all.select(each);
    }

    /** The rows as jOOQ's own records of these columns alone; nothing runs yet. See {@link Selection#only}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, never written
    public final Projection<Record> only(Function<? super T, ? extends Field<?>>... columns) {
        return all.only(columns);
    }

    /** The rows as jOOQ's own records of all columns but these; nothing runs yet. See {@link Selection#allBut}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, never written
    public final Projection<Record> allBut(Function<? super T, ? extends Field<?>>... columns) {
        return all.allBut(columns);
    }

    /** The rows as Java records of this class; see {@link Selection#findAll(Class)}. One statement. */
    public <V> List<V> findAll(Class<V> shape) {
        return all.findAll(shape);
    }

    /** The rows that default scopes and soft deletion leave. One statement. */
    public List<R> findAll() {
        return all.findAll();
    }

    /** The row with this key, if default scopes and soft deletion leave it. One statement. */
    public Optional<R> findByPk(K key) {
        return byPk(key).findOne();
    }

    /**
     * The row with this key. One statement.
     *
     * @throws NotFoundException if there is none, or default scopes or soft deletion hide it
     */
    public R requireByPk(K key) {
        return findByPk(key)
                .orElseThrow(() -> new NotFoundException(
                        "There is no %s with the key %s, or a default scope or soft deletion hides it."
                                .formatted(ModelName.of(table), key)));
    }

    /** The first row by primary key, if there is any. One statement. */
    public Optional<R> findOne() {
        return all.findOne();
    }

    /** How many rows there are. One statement. */
    public long count() {
        return all.count();
    }

    /** How many rows there are for each value, in the order of the values; NULL is one of them. One statement. */
    public <V> Map<@Nullable V, Long> countBy(Function<? super T, ? extends Field<V>> value) {
        return all.countBy(value);
    }

    /** The smallest value; empty where there is none. One statement. */
    public <V> Optional<V> min(Function<? super T, ? extends Field<V>> value) {
        return all.min(value);
    }

    /** The largest value; empty where there is none. One statement. */
    public <V> Optional<V> max(Function<? super T, ? extends Field<V>> value) {
        return all.max(value);
    }

    /** The sum, exact for integers and numerics, whatever its size; zero where there is no value. One statement. */
    public BigDecimal sum(Function<? super T, ? extends Field<? extends Number>> value) {
        return all.sum(value);
    }

    /** The mean, as precise as the server's; empty where there is no value. One statement. */
    public Optional<BigDecimal> avg(Function<? super T, ? extends Field<? extends Number>> value) {
        return all.avg(value);
    }

    /** The rows by groups of equal keys; nothing runs yet. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Groups<T, R> groupBy(Function<? super T, ? extends GroupField>... keys) {
        return all.groupBy(keys);
    }

    /** The rows one after another, in constant memory, within a transaction; see {@link Selection#stream}. One statement. */
    public Stream<R> stream() {
        return all.stream();
    }

    /** The rows by primary key in lists of so many; see {@link Selection#eachBatch}. One statement for each list. */
    public void eachBatch(int rows, Consumer<? super List<R>> work) {
        all.eachBatch(rows, work);
    }

    /** Whether there is any row. One statement. */
    public boolean exists() {
        return all.exists();
    }

    /** A new row that is not saved yet. No statement. */
    public R build(Consumer<? super R> values) {
        R row = engine.newRow(table);
        values.accept(row);
        return row;
    }

    /**
     * Creates a row, through validators and hooks. One statement.
     *
     * @return the row as the database has it, generated values included
     * @throws dev.canopy.error.ValidationException with everything that is wrong with it; nothing was written
     */
    public R create(Consumer<? super R> values) {
        R row = build(values);
        engine.create(row, table);
        return row;
    }

    /**
     * Creates many rows at once, through validators and hooks, in the order given: generated keys ascend in it. One statement for
     * some thousands of rows, whatever the number of columns; several are one transaction.
     *
     * @param rows new ones, as {@link #build} makes them
     * @return the same rows in the same order, as the database has them, generated values included
     * @throws dev.canopy.error.ValidationException with everything that is wrong with any of them; nothing was written
     */
    public List<R> bulkCreate(Collection<? extends R> rows) {
        return engine.bulkCreate(table, rows);
    }

    /**
     * The same with more said: {@code bulkCreate(rows, b -> b.ignoringDuplicates())}, {@code b.updatingDuplicates(on -> on.key(u ->
     * u.EMAIL))}, {@code b.chunks(500).onProgress(done -> ..)}.
     *
     * @return the rows that were written, and no others
     * @throws dev.canopy.error.ValidationException with everything that is wrong with any of them; nothing was written
     * @throws dev.canopy.error.ConstraintException if a constraint of the database refuses one; nothing was written
     * @throws dev.canopy.error.DefinitionException if one is in the database already, or two of them have the key by which duplicates
     *     are updated
     */
    public Written<R> bulkCreate(Collection<? extends R> rows, UnaryOperator<BulkInsert<T, R>> said) {
        return engine.bulkCreate(table, List.copyOf(rows), said.apply(BulkInsert.into(table)));
    }

    /**
     * Creates the rows that a stream gives, a chunk at a time and all in one transaction, in the memory that one chunk takes. Hooks
     * run for each chunk as {@link #bulkCreate(Collection)} runs them for all; one that follows the commit keeps its rows until then.
     *
     * @return how many rows were written
     */
    public long bulkCreate(Stream<? extends R> rows, UnaryOperator<BulkInsert<T, R>> said) {
        return engine.bulkCreate(table, rows, said.apply(BulkInsert.into(table)));
    }

    /**
     * Creates a row, or changes the one that has its key already, whatever others do meanwhile: {@code upsert(user -> .., on ->
     * on.key(u -> u.EMAIL))}. It is validated as a new one, through the hooks of an upsert. A row that is there keeps when it was
     * created, gets a new version, and comes back if it was marked as deleted: alone, without the hooks of a restore and without what
     * went with it by {@code m.cascade(..)}. One statement.
     *
     * @return the row as the database has it, and whether it was created
     * @throws dev.canopy.error.ValidationException if the row is not valid, or another key refuses it; nothing was written
     * @throws dev.canopy.error.ConstraintException if another constraint refuses it
     * @throws dev.canopy.error.NotPermittedException if a row that {@code m.always(..)} holds back has the key; nothing was written
     */
    public Upserted<R> upsert(Consumer<? super R> values, Function<? super Conflict.On<T, R>, Conflict<T, R>> on) {
        return engine.upsert(table, values, on);
    }

    /**
     * The same for many rows. One statement for all of which the same columns were set; several are one transaction.
     *
     * @return each row in the order given, and whether it was created
     * @throws dev.canopy.error.DefinitionException if two of them have the same key
     */
    public List<Upserted<R>> upsertAll(
            Collection<? extends R> rows, Function<? super Conflict.On<T, R>, Conflict<T, R>> on) {
        return engine.upsert(table, List.copyOf(rows), on);
    }

    /**
     * The row with a unique key, which is created if there is none: of any number of callers at the same time one creates it, and all
     * get it. Default scopes do not count. One statement if it is there; else two, and two more for each race that is lost. Hooks
     * before the create run in a lost race, too; those after it do not. Within a transaction it takes a savepoint.
     *
     * @param key sets the columns of a unique key, and nothing else
     * @param rest sets the rest of a new row
     * @throws dev.canopy.error.DefinitionException if the key is none
     * @throws dev.canopy.error.ValidationException if a new row is not valid, or the row that is there is marked as deleted
     */
    public FoundOrCreated<R> findOrCreate(Consumer<? super R> key, Consumer<? super R> rest) {
        return engine.findOrCreate(table, key, rest);
    }

    /**
     * The row with a unique key, else a new one with these values that is not saved; {@link Entity#isNew} tells. One statement.
     *
     * @param key sets the columns of a unique key, and nothing else
     * @param rest sets the rest of a new row
     */
    public R findOrBuild(Consumer<? super R> key, Consumer<? super R> rest) {
        return engine.findOrBuild(table, key, rest);
    }

    /**
     * Empties the table at once, of rows that are hidden or marked as deleted, too. One statement.
     *
     * @throws dev.canopy.error.DefinitionException if hooks want to see each row that is destroyed, rows go with it, or
     *     {@code m.always(..)} holds some of them back
     * @throws dev.canopy.error.TransactionException for a tenant, whose policies do not hold for it
     */
    public void truncate() {
        truncate(how -> how);
    }

    /** The same with more said: {@code truncate(t -> t.restartIdentity().cascade())}. */
    public void truncate(UnaryOperator<Truncation> said) {
        engine.truncate(table, said.apply(Truncation.plain()));
    }

    /**
     * Creates a row, with what became of it in place of the exception for an invalid one. Within a transaction, a refusal by the
     * database takes back this write alone. One statement, and a savepoint within a transaction.
     *
     * @return the row as the database has it; or, refused, as it was built, to be mended and saved
     */
    public WriteResult<R> tryCreate(Consumer<? super R> values) {
        R row = build(values);
        return engine.attempt(row, () -> engine.create(row, table));
    }

    /**
     * Makes the entity one of this Database and saves it: inserts a new row, updates the columns that differ otherwise. One
     * statement, or none.
     */
    public R save(R row) {
        attach(row);
        if (!(row instanceof Entity<?> entity)) {
            throw new DefinitionException(
                    "A %s is no entity, so it cannot be saved; generate it with Canopy's generator."
                            .formatted(ModelName.of(row)));
        }
        entity.save();
        return row;
    }

    /** Makes the entity one of this Database, so that its verbs and handles work. No statement. */
    public R attach(R row) {
        return engine.attach(row);
    }

    private Condition hasKey(K key) {
        Object[] values = keyed.keyValues(key);
        List<TableField<R, ?>> columns =
                Objects.requireNonNull(table.getPrimaryKey()).getFields();
        Condition all = DSL.noCondition();
        for (int i = 0; i < values.length; i++) {
            all = all.and(equal(columns.get(i), values[i]));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // the generated table gives its key's values in the order and types of its columns
    private static <V> Condition equal(TableField<?, V> column, Object value) {
        return column.eq((V) value);
    }
}
