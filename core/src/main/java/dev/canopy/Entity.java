package dev.canopy;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Computed;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.ToMany;
import dev.canopy.error.NotLoadedException;
import dev.canopy.load.Entities;
import dev.canopy.model.ModelName;
import dev.canopy.model.Virtual;
import dev.canopy.persist.Changes;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
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

    private transient List<String> includeNames = List.of();
    private transient @Nullable Object[] included = {};

    protected Entity(Table<R> table) {
        super(table);
    }

    /** Saves what was set: inserts a new row, updates the columns that differ otherwise. One statement, or none. */
    public R save() {
        engine().save(self());
        return self();
    }

    /** Sets columns and saves them, and whatever was set before. One statement, or none. */
    public R update(Consumer<? super R> patch) {
        patch.accept(self());
        return save();
    }

    /** Removes the row; where the model has soft deletion, marks it as deleted and leaves all else as it is. One statement. */
    public void destroy() {
        engine().destroy(self());
    }

    /** Removes the row for good, also where the model has soft deletion. One statement. */
    public void forceDestroy() {
        engine().forceDestroy(self());
    }

    /**
     * Takes the mark of soft deletion away. One statement.
     *
     * @throws dev.canopy.error.DefinitionException if the model has no soft deletion
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

    /** Whether the row has never been read from the database or saved to it. */
    public boolean isNew() {
        UniqueKey<R> key = Objects.requireNonNull(getTable().getPrimaryKey());
        return key.getFields().stream().allMatch(column -> original(column) == null);
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
        int slot = includeNames.indexOf(computed.name());
        if (slot < 0) {
            throw new NotLoadedException("%s.%s was not loaded. Load it with with(..)."
                    .formatted(ModelName.of(getTable()), computed.name()));
        }
        return (V) included[slot];
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

    /** For generated getters of the row of a junction that this row was reached through. */
    @SuppressWarnings("unchecked") // the slot of this name was filled from this table
    protected final <X extends Record> X loadedJunction(Table<X> junction) {
        int slot = includeNames.indexOf(Entities.junctionName(junction));
        if (slot < 0) {
            throw new NotLoadedException(
                    "This %s was not reached through %s, so it has no row of it; include it from the other side."
                            .formatted(ModelName.of(getTable()), junction.getName()));
        }
        return (X) Objects.requireNonNull(included[slot]);
    }

    /** For generated handles. */
    protected final <C extends Table<X>, X extends Record> Related.One<C, X> related(BelongsTo<?, C, X> association) {
        return new Related.One<>(this, association, association.link());
    }

    /** For generated handles. */
    protected final <C extends Table<X>, X extends Record> Related.One<C, X> related(HasOne<?, C, X> association) {
        return new Related.One<>(this, association, association.link());
    }

    /** For generated handles. */
    protected final <C extends Table<X>, X extends Record> Related.Many<C, X> related(HasMany<?, C, X> association) {
        return new Related.Many<>(this, association);
    }

    /** For generated handles. */
    protected final <J extends Table<JX>, JX extends Record, C extends Table<X>, X extends Record>
            Related.Through<J, JX, C, X> related(BelongsToMany<?, J, JX, C, X> association) {
        return new Related.Through<>(this, association);
    }

    void fill(int column, @Nullable Object value) {
        set(column, value);
    }

    void filled(List<String> names, @Nullable Object[] values) {
        touched(false);
        includeNames = names;
        included = values;
    }

    /** Holds something that was loaded later, in place of what had its name. */
    void hold(String name, @Nullable Object value) {
        List<String> names = new ArrayList<>(includeNames);
        int slot = names.indexOf(name);
        if (slot < 0) {
            names.add(name);
            slot = names.size() - 1;
        }
        @Nullable Object[] values = Arrays.copyOf(included, names.size());
        values[slot] = value;
        includeNames = List.copyOf(names);
        included = values;
    }

    void eachIncluded(BiConsumer<String, ? super @Nullable Object> visitor) {
        for (int i = 0; i < included.length; i++) {
            visitor.accept(includeNames.get(i), included[i]);
        }
    }

    Engine engine() {
        return Engine.of(this);
    }

    @SuppressWarnings("unchecked") // R is the generated class itself
    private R self() {
        return (R) this;
    }

    private @Nullable Object slot(Include<?, ?, ?> include) {
        int slot = includeNames.indexOf(include.name());
        if (slot < 0) {
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
        return included[slot];
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
