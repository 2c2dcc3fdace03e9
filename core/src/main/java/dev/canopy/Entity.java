package dev.canopy;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Computed;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.Keyed;
import dev.canopy.association.ToMany;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.load.Entities;
import dev.canopy.model.ModelName;
import dev.canopy.model.Virtual;
import dev.canopy.persist.Changes;
import dev.canopy.plan.Held;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.UpdatableRecordImpl;
import org.jspecify.annotations.Nullable;

/**
 * A row as an object: its columns, which can be changed and saved, and what was included with it. Base class of generated
 * records. Reading an association never runs a statement; what was not included says so. Not thread-safe.
 *
 * @param <R> the generated record itself
 */
public abstract class Entity<R extends Entity<R>> extends UpdatableRecordImpl<R> {
    @Serial
    private static final long serialVersionUID = 1L;

    private transient Holding holding = Holding.NOTHING;
    private transient List<Attached> attached = List.of();

    protected Entity(Table<R> table) {
        super(table);
    }

    /**
     * Saves what was set: inserts a new row, updates the columns that differ otherwise. One statement, or none.
     *
     * <p>A value inside an array that was changed in place is noticed only if the array is then set: {@code user.setTags(tags)}.
     *
     * @throws dev.canopy.error.ValidationException with everything that is wrong, and if a unique key refuses it; nothing was written
     * @throws dev.canopy.error.ConstraintException if another constraint of the database refuses it
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where the model has a
     *     version, changed it
     * @throws dev.canopy.error.DefinitionException if rows that the entity holds were changed and would be left behind; {@link
     *     #saveTree} saves them
     */
    public R save() {
        engine().save(self());
        return self();
    }

    /**
     * Saves what was set, here and in every row that the entity holds, however deep: what an include loaded and somebody changed. In
     * one transaction; one statement for each table of which something differs.
     *
     * @throws dev.canopy.error.ValidationException with everything that is wrong, and if a unique key refuses it; nothing was written
     * @throws dev.canopy.error.ConstraintException if another constraint of the database refuses it
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where the model has a
     *     version, changed it
     */
    public R saveTree() {
        engine().saveTree(self());
        return self();
    }

    /**
     * Saves these columns and nothing else that was set; the rest stays set, to be saved later. What a hook or a normaliser sets
     * meanwhile is saved as well. One statement, or none. It throws what {@link #save()} throws.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final R save(TableField<R, ?>... columns) {
        engine().save(self(), List.of(columns));
        return self();
    }

    /**
     * The same as {@link #save()}, with what became of it in place of the exceptions for an invalid or a stale row. Within a
     * transaction, a refusal by the database takes back this write alone. One statement, or none, and a savepoint within a
     * transaction.
     */
    public WriteResult<R> trySave() {
        return engine().attempt(self(), this::save);
    }

    /**
     * Sets columns and saves them, and whatever was set before. If that fails, the entity is as it was, without the patch. One
     * statement, or none.
     *
     * @throws dev.canopy.error.ValidationException with everything that is wrong, and if a unique key refuses it; nothing was written
     * @throws dev.canopy.error.ConstraintException if another constraint of the database refuses it
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where the model has a
     *     version, changed it
     * @throws dev.canopy.error.DefinitionException if rows that the entity holds were changed and would be left behind; {@link
     *     #saveTree} saves them
     */
    public R update(Consumer<? super R> patch) {
        engine().update(self(), patch);
        return self();
    }

    /**
     * Adds to a column what the database has in it by then, so that no increment of others is lost, and takes the sum from there;
     * whatever else was set stays set. One statement; two where a hook, a rule or a validator of the column wants to see the value.
     *
     * @throws dev.canopy.error.NotFoundException if the row is not there any more
     */
    public <V extends Number> R increment(TableField<R, V> column, V by) {
        engine().increment(self(), column, by);
        return self();
    }

    /** Subtracts in the same way. */
    public <V extends Number> R decrement(TableField<R, V> column, V by) {
        engine().decrement(self(), column, by);
        return self();
    }

    /**
     * Removes the row; where the model has soft deletion, marks it as deleted and leaves all else as it is. What cascades goes with
     * it. One statement without a cascade.
     *
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where the model has a
     *     version, changed it
     * @throws dev.canopy.error.ForeignKeyException if other rows refer to it and their key does not let it go
     */
    public void destroy() {
        engine().destroy(self());
    }

    /**
     * Removes the row for good, also where the model has soft deletion, and for good what cascades. One statement without a cascade.
     * It throws what {@link #destroy} throws.
     */
    public void forceDestroy() {
        engine().forceDestroy(self());
    }

    /**
     * Takes the mark of soft deletion away, and from what cascades what went with the row. One statement without a cascade.
     *
     * @throws dev.canopy.error.DefinitionException if the model has no soft deletion
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where the model has a
     *     version, changed it
     */
    public R restore() {
        engine().restore(self());
        return self();
    }

    /**
     * Reads the row's columns anew, soft-deleted or not, and forgets what was set; what was included stays. One statement.
     *
     * @throws dev.canopy.error.NotFoundException if the row is not there any more
     */
    public R reload() {
        engine().reload(self());
        return self();
    }

    /**
     * Puts values by property name, as a form has them, into columns that are permitted; nothing is saved yet. A name that is absent
     * leaves its column as it is, a null makes it NULL. Numbers, times, enums, UUIDs, bytes in Base64, arrays and JSON are taken where
     * they are exactly what the column has, or a text of it; NaN is no number. No statement.
     *
     * @param permitted the columns that the values may reach
     * @throws dev.canopy.error.ValidationException with every name that is not permitted and every value that does not fit; nothing
     *     was set
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // read, never written
    public final R assign(Map<String, ? extends @Nullable Object> values, TableField<R, ?>... permitted) {
        return assign(values, Permitted.of(permitted));
    }

    /**
     * The same with virtual fields among what is permitted; they are written after the columns. A null is refused for them, for only
     * what they write could say what it means.
     */
    public final R assign(Map<String, ? extends @Nullable Object> values, Permitted<R> permitted) {
        AssignedValues.into(self(), values, permitted, Engine.sensitive(this));
        return self();
    }

    /**
     * The same for a JSON object: {@code user.assignJson(body, USERS.EMAIL, USERS.NOTE)}. No digit of a number is lost.
     *
     * @throws dev.canopy.error.ValidationException also where the text is no JSON object, or has a name twice
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // read, never written
    public final R assignJson(String json, TableField<R, ?>... permitted) {
        return assignJson(json, Permitted.of(permitted));
    }

    /** The same with virtual fields among what is permitted; they are written after the columns, and a null is refused for them. */
    public final R assignJson(String json, Permitted<R> permitted) {
        return assign(JsonInput.object(ModelName.of(getTable()), json), permitted);
    }

    /** Whether the row has never been read from the database or saved to it. */
    public boolean isNew() {
        UniqueKey<R> key = Objects.requireNonNull(getTable().getPrimaryKey());
        for (TableField<R, ?> column : key.getFieldsArray()) {
            if (original(column) != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether the row is marked as deleted; false where the model has no soft deletion. */
    public boolean isDeleted() {
        TableField<R, ?> deletedAt = engine().meaning(getTable()).upkeep().deletedAt();
        return deletedAt != null && get(deletedAt) != null;
    }

    /** The columns that were set to something else than the database has. */
    public Set<Field<?>> changedFields() {
        return new LinkedHashSet<>(Changes.differing(this, getTable()));
    }

    /** Whether both stand for the same row, by primary key; equality, as jOOQ has it, is by all columns. */
    public boolean sameRowAs(R other) {
        UniqueKey<R> key = Objects.requireNonNull(getTable().getPrimaryKey());
        return key.getFields().stream()
                .allMatch(column -> get(column) != null && Objects.deepEquals(get(column), other.get(column)));
    }

    /** The value of a virtual field. */
    public <V> V get(Virtual<R, V> virtual) {
        return virtual.get(self());
    }

    /**
     * A value that the database computed when the row was loaded; null for an SQL NULL.
     *
     * @throws NotLoadedException if it was not asked for
     */
    @SuppressWarnings("unchecked") // the value of this name was read from this expression
    public <V> @Nullable V get(Computed<? extends Table<R>, V> computed) {
        int place = holding.place(computed.name());
        if (place < 0) {
            throw new NotLoadedException("%s.%s was not loaded. Load it with with(..)."
                    .formatted(ModelName.of(getTable()), computed.name()));
        }
        return (V) holding.value(place);
    }

    /** Writes a virtual field through its columns; nothing is saved yet. */
    public <V> R set(Virtual<R, V> virtual, V value) {
        virtual.set(self(), value);
        return self();
    }

    /**
     * The rows that an include loaded, under the name that it was given.
     *
     * @throws NotLoadedException if it was not included
     */
    public <X extends Record> List<X> included(ToMany<? extends Table<R>, ?, X> include) {
        return loadedMany(include);
    }

    /**
     * What an include loaded, under the name that it was given; null if there is no such row.
     *
     * @throws NotLoadedException if it was not included
     */
    @SuppressWarnings("unchecked") // the slot of this name was filled from an include of this type
    public <V> @Nullable V included(Include<? extends Table<R>, ?, V> include) {
        return (V) slot(include);
    }

    /**
     * The row as plain maps, lists and values, by property name: columns that are not hidden, virtual fields, and what was
     * included, however deep. What was not included is not in it. No statement.
     *
     * @throws dev.canopy.error.DefinitionException if the tree holds itself, or the entity belongs to no Database, which alone
     *     knows what is hidden
     */
    public Map<String, @Nullable Object> toMap() {
        return EntityTree.of(self());
    }

    /** The same as JSON: numbers with all their digits, times in ISO form, bytes in Base64. No statement. */
    public String toJson() {
        return JsonText.of(toMap());
    }

    /** For generated getters of to-one associations. */
    @SuppressWarnings("unchecked") // the slot of this name was filled from this association
    protected final <X extends Record> @Nullable X loadedOne(Include<?, ?, X> association) {
        return (X) slot(association);
    }

    /** For generated getters of to-one associations whose key cannot be null. */
    protected final <X extends Record> X loadedRequired(Include<?, ?, X> association) {
        X row = loadedOne(association);
        if (row == null) {
            throw new NotLoadedException(
                    "%s.%s is there, but was left out by a scope, a condition or soft deletion; include it with .unscoped() or .withDeleted() to have it."
                            .formatted(ModelName.of(getTable()), association.name()));
        }
        return row;
    }

    /** For generated getters of to-many associations. */
    @SuppressWarnings("unchecked") // the slot of this name was filled from this association
    protected final <X extends Record> List<X> loadedMany(ToMany<?, ?, X> association) {
        return (List<X>) Objects.requireNonNull(slot(association));
    }

    /**
     * The row of this junction that the row was reached through, for associations made by hand: {@code
     * course.through(VISITS).getRoom()}. Generated associations have a getter for it.
     *
     * @throws NotLoadedException if it was reached in another way
     */
    public final <X extends Record> X through(Table<X> junction) {
        return loadedJunction(junction);
    }

    /** For generated getters of the row of a junction that this row was reached through. */
    @SuppressWarnings("unchecked") // the slot of this name was filled from this table
    protected final <X extends Record> X loadedJunction(Table<X> junction) {
        int place = holding.place(Entities.junctionName(junction));
        if (place < 0) {
            throw new NotLoadedException(
                    "This %s was not reached through %s, so it has no row of it; include it from the other side."
                            .formatted(ModelName.of(getTable()), junction.getName()));
        }
        return (X) Objects.requireNonNull(holding.value(place));
    }

    /**
     * A handle on the row that the entity refers to by an association; a generated one has a method of its own.
     *
     * @throws DefinitionException if the association was refined, for a handle narrows what it reads by itself
     */
    public final <C extends Table<X> & Keyed<K>, X extends Record, K> BelongsToHandle<C, X, K> related(
            BelongsTo<? extends Table<R>, C, X> association) {
        return new BelongsToHandle<>(this, plain(association), association.target());
    }

    /** The same for the one row that refers to the entity. */
    public final <C extends Table<X> & Keyed<K>, X extends Record, K> HasOneHandle<C, X, K> related(
            HasOne<? extends Table<R>, C, X> association) {
        return new HasOneHandle<>(this, plain(association), association.target());
    }

    /** The same for the rows that refer to the entity. */
    public final <C extends Table<X> & Keyed<K>, X extends Record, K> HasManyHandle<C, X, K> related(
            HasMany<? extends Table<R>, C, X> association) {
        return new HasManyHandle<>(this, plain(association), association.target());
    }

    /** The same for the rows that a junction ties to the entity. */
    public final <J extends Table<JX>, JX extends Record, C extends Table<X> & Keyed<K>, X extends Record, K>
            BelongsToManyHandle<J, JX, C, X, K> related(BelongsToMany<? extends Table<R>, J, JX, C, X> association) {
        return new BelongsToManyHandle<>(this, plain(association), association.target());
    }

    /** For generated handles on a table without a primary key. */
    protected final <C extends Table<X>, X extends Record> BelongsToHandle<C, X, Void> relatedByNoKey(
            BelongsTo<?, C, X> association) {
        return new BelongsToHandle<>(this, association, noKey());
    }

    /** For generated handles on a table without a primary key. */
    protected final <C extends Table<X>, X extends Record> HasOneHandle<C, X, Void> relatedByNoKey(
            HasOne<?, C, X> association) {
        return new HasOneHandle<>(this, association, noKey());
    }

    /** For generated handles on a table without a primary key. */
    protected final <C extends Table<X>, X extends Record> HasManyHandle<C, X, Void> relatedByNoKey(
            HasMany<?, C, X> association) {
        return new HasManyHandle<>(this, association, noKey());
    }

    /** For generated handles on a table without a primary key. */
    protected final <J extends Table<JX>, JX extends Record, C extends Table<X>, X extends Record>
            BelongsToManyHandle<J, JX, C, X, Void> relatedByNoKey(BelongsToMany<?, J, JX, C, X> association) {
        return new BelongsToManyHandle<>(this, association, noKey());
    }

    private static Keyed<Void> noKey() {
        return key -> new Object[0];
    }

    private <I extends Include<?, ?, ?>> I plain(I association) {
        if (association.isNarrowed()) {
            throw new DefinitionException(
                    "related(..) takes an association as it was defined; narrow %s on the handle, as in related(%s).where(..)."
                            .formatted(association.association(), association.association()));
        }
        return association;
    }

    /** Takes down what is to be saved with the entity, which is new; getters give it. */
    void collect(Attached more) {
        Include<?, ?, ?> association = more.association();
        String name = association.name();
        boolean single = association.isSingle();
        if (attached.isEmpty()) {
            attached = new ArrayList<>();
        } else if (single) {
            attached.removeIf(one -> one.association().name().equals(name));
        }
        attached.add(more);
        AttachedRows rows = holding.attached(name);
        if (rows == null) {
            hold(name, single ? more.row() : new AttachedRows(rows(name)), false);
        } else {
            rows.add(more.row());
        }
    }

    /** Takes out what was to be saved with the entity under this name, and what it holds there. */
    void forget(String name) {
        if (!attached.isEmpty()) {
            attached.removeIf(one -> one.association().name().equals(name));
        }
        holding = holding.without(name);
    }

    /** What is to be saved with the entity, in the order in which it was given. */
    List<Attached> attached() {
        return attached;
    }

    /** Takes down what is to be saved with the entity, in place of what was. */
    void attached(List<Attached> all) {
        attached = all;
    }

    private List<Record> rows(String name) {
        List<Record> rows = new ArrayList<>();
        for (Attached one : attached) {
            if (one.association().name().equals(name)) {
                rows.add(one.row());
            }
        }
        return rows;
    }

    /** Refuses rows that an include loaded which may have left others out. */
    @SuppressWarnings("ReferenceEquality") // the very rows that were loaded
    void requireWhole(String name, Collection<?> values) {
        int place = holding.place(name);
        if (place < 0 || !holding.isNarrowed(name) || !(holding.value(place) instanceof List<?> loaded)) {
            return;
        }
        if (values == loaded
                || values.stream().anyMatch(value -> loaded.stream().anyMatch(row -> row == value))) {
            throw new DefinitionException(
                    "%s.%s was loaded by an include with a condition, a scope, a limit or an offset, and what was not loaded is not gone; include all rows, or find the rows to take out and say so."
                            .formatted(ModelName.of(getTable()), name));
        }
    }

    void fill(int column, @Nullable Object value) {
        set(column, value);
    }

    void filled(Held names, @Nullable Object[] values) {
        touched(false);
        holding = Holding.of(names, values);
    }

    /** Holds something that was loaded later, in place of what had its name. */
    void hold(String name, @Nullable Object value, boolean narrowed) {
        holding = holding.with(name, value, narrowed);
    }

    /** The same where something of that name is held. */
    void holdIfHeld(String name, @Nullable Object value) {
        if (holding.place(name) >= 0) {
            hold(name, value, false);
        }
    }

    /** Lets what it holds follow a write of its own; a transaction that is rolled back takes that back as well. */
    void follow(Runnable change) {
        if (!isNew()) {
            Holding before = holding;
            List<Attached> all = new ArrayList<>(attached);
            engine().transactions().changed(() -> {
                holding = before;
                attached = all;
            });
        }
        change.run();
    }

    void eachIncluded(BiConsumer<String, ? super @Nullable Object> visitor) {
        holding.each(visitor);
    }

    Engine engine() {
        return Engine.of(this);
    }

    @SuppressWarnings("unchecked") // R is the generated class itself
    final R self() {
        return (R) this;
    }

    private @Nullable Object slot(Include<?, ?, ?> include) {
        int place = holding.place(include.name());
        if (place < 0) {
            String model = ModelName.of(getTable());
            throw new NotLoadedException(
                    "%s.%s was not loaded. Load it with include(%s), or query it with %s.%s().findAll()."
                            .formatted(
                                    model,
                                    include.name(),
                                    include.association(),
                                    decapitalized(model),
                                    include.association().associationName()));
        }
        return holding.value(place);
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
