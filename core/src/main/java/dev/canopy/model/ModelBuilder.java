package dev.canopy.model;

import dev.canopy.association.Computed;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.Link;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.validation.Validator;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what a {@link Definition} says. Columns are named through the table: {@code u -> u.EMAIL}. Everything that
 * contradicts itself is refused here, when the Database is built. Not thread-safe.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class ModelBuilder<T extends Table<R>, R extends Record> extends RuleBuilder<T, R> {
    private static final Set<Class<?>> TIMES = Set.of(OffsetDateTime.class, LocalDateTime.class, Instant.class);

    private final List<Scope<T>> defaultScopes = new ArrayList<>();
    private final Map<String, Scope<T>> permanentScopes = new LinkedHashMap<>();
    private final Map<String, Virtual<R, ?>> virtuals = new LinkedHashMap<>();
    private final Map<String, Computed<T, ?>> computed = new LinkedHashMap<>();
    private final Map<String, Include<T, ?, ?>> associations = new LinkedHashMap<>();
    private final Map<String, Cascade<?, ?>> cascades = new LinkedHashMap<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private @Nullable TableField<R, ?> createdAt;
    private @Nullable TableField<R, ?> updatedAt;
    private @Nullable TableField<R, ?> deletedAt;
    private @Nullable TableField<R, ?> version;
    private TimeSource times = TimeSource.CLOCK;
    private final Set<TableField<R, ?>> immutable = new LinkedHashSet<>();
    private final List<ComputedDefault<R, ?>> defaults = new ArrayList<>();
    private final List<Signature<R, ?, ?>> createdBy = new ArrayList<>();
    private final List<Signature<R, ?, ?>> updatedBy = new ArrayList<>();

    private ModelBuilder(T table) {
        super(table);
    }

    /** Asks the definition what the table means. */
    public static <T extends Table<R>, R extends Record> Meaning<T, R> read(T table, Definition<T, R> definition) {
        ModelBuilder<T, R> m = new ModelBuilder<>(table);
        definition.define(m);
        return new Meaning<>(
                table,
                m.rules(m.hidden),
                new Hooks<>(m.hooks(), m.removed()),
                m.defaultScopes,
                m.permanentScopes,
                m.virtuals,
                m.computed,
                m.associations,
                List.copyOf(m.cascades.values()),
                new Upkeep<>(
                        m.createdAt,
                        m.updatedAt,
                        m.deletedAt,
                        m.version,
                        m.times,
                        m.immutable,
                        m.defaults,
                        m.createdBy,
                        m.updatedBy),
                m.hidden);
    }

    /**
     * Takes away the hooks of this name that were said before, such as those of a definition that others share; and, of the hooks
     * of every model, those of this name.
     *
     * @throws DefinitionException when the Database is built, if no hook has the name
     */
    public void removeHook(String name) {
        remove(name);
    }

    /** Applies to every selection and include of the table, until {@code scope(..)} replaces it or {@code unscoped()} drops it. */
    public void defaultScope(Scope<T> scope) {
        defaultScopes.add(scope);
    }

    /**
     * Applies to every selection and include of the table; nothing replaces or drops it. An upsert leaves a row beyond it as it is,
     * and throws.
     */
    public void always(String name, Scope<T> scope) {
        if (permanentScopes.putIfAbsent(name, scope) != null) {
            throw refused("always(\"%s\", ..) is said twice; give one of them another name.".formatted(name));
        }
    }

    /**
     * Adds a virtual field to the model: maps and shapes then know it by name.
     *
     * @param validators what must hold of its values; asked of new rows, and of others when a column was set that it reads
     * @return takes down when the validators are asked, if not always
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final <V> Terms<R> virtual(Virtual<R, V> virtual, Validator<? super V>... validators) {
        if (virtuals.putIfAbsent(virtual.name(), virtual) != null) {
            throw refused("two virtual fields are called \"%s\"; rename one.".formatted(virtual.name()));
        }
        requireNoColumn("virtual field", virtual.name());
        return virtualRule(virtual, List.of(validators));
    }

    /** Adds a computed value to the model: shapes then know it by name. */
    public void computed(Computed<T, ?> value) {
        if (computed.putIfAbsent(value.name(), value) != null) {
            throw refused("two computed values are called \"%s\"; rename one.".formatted(value.name()));
        }
        requireNoColumn("computed value", value.name());
    }

    /** Adds an association by the name that {@code as(..)} gave it. */
    public void association(Include<T, ?, ?> association) {
        if (associations.putIfAbsent(association.name(), association) != null) {
            throw refused(
                    "two associations are called \"%s\"; rename one with .as(\"..\").".formatted(association.name()));
        }
        requireNoColumn("association", association.name());
    }

    private void requireNoColumn(String what, String name) {
        for (Field<?> column : table.fields()) {
            if (PropertyName.of(column).equals(name)) {
                throw refused("the %s \"%s\" has the name of the column %s; rename it."
                        .formatted(what, name, column.getName()));
            }
        }
    }

    /**
     * Has the rows of this association go with a row by whatever door, and come back with it when it is restored, within its
     * transaction and through their own hooks. What goes softly takes its rows below softly where their model has soft deletion; what is deleted for good
     * takes them for good. A restore brings back those that went in the same operation, told by its moment, and no others. One
     * select for each association of a level, and one write for each table.
     *
     * <p>An upsert is no restore: it may find a row that is marked as deleted, and brings that back alone, for it learns of it only
     * by its one statement. What went with the row stays deleted; where that matters, look for the row and restore it first.
     *
     * <p>What a many-to-many association ties stays; to let the ties go, name the association with the junction's rows.
     */
    public <C extends Table<X>, X extends Record> void cascade(HasMany<T, C, X> below) {
        cascade(below, below.target(), below.link());
    }

    /** The same for the one row of this association. */
    public <C extends Table<X>, X extends Record> void cascade(HasOne<T, C, X> below) {
        cascade(below, below.target(), below.link());
    }

    /** Leaves a column out of what {@code toMap}, {@code toJson} and the Jackson module show; entities have it as before. */
    public void hidden(Function<? super T, ? extends Field<?>> column) {
        hidden.add(ownColumn(column.apply(table)).getName());
    }

    /** Fills both columns on create, and the second one on every update; the time is the Database's clock's. */
    public void timestamps(
            Function<? super T, ? extends TableField<R, ?>> created,
            Function<? super T, ? extends TableField<R, ?>> updated) {
        createdAt = time("timestamps", created.apply(table));
        updatedAt = time("timestamps", updated.apply(table));
    }

    /** Takes the times that Canopy writes from this source; unless said, from the Database's clock. */
    public void timesFrom(TimeSource source) {
        times = source;
    }

    /** Makes {@code destroy} set this column instead of deleting, and hides the rows in which it is set. */
    public void softDelete(Function<? super T, ? extends TableField<R, ?>> column) {
        TableField<R, ?> deleted = time("softDelete", column.apply(table));
        if (!deleted.getDataType().nullable()) {
            throw refused("softDelete(%s) needs a column that may be NULL, for a row that is not deleted has none."
                    .formatted(deleted.getName()));
        }
        deletedAt = deleted;
    }

    /**
     * Counts a row's updates in this column, from 0 where the column has no default, and refuses to write a row that somebody else
     * has changed since it was read. A version that was set on the entity is the one that the row must have.
     */
    public void version(Function<? super T, ? extends TableField<R, ? extends Number>> column) {
        version = column.apply(table);
    }

    /** Lets a column be set on create and never again: an update that changes it is invalid, by whatever door it comes. */
    public <V> void immutable(Function<? super T, ? extends Field<V>> column) {
        immutable.add(ownColumn(column.apply(table)));
    }

    /** Sets a column of a new row, unless it was set, before hooks and validators see the row. */
    public <V> void defaults(Function<? super T, ? extends Field<V>> column, Supplier<? extends V> value) {
        defaults.add(new ComputedDefault<>(ownColumn(column.apply(table)), value));
    }

    /**
     * Signs a column of a new row, unless it was set, with who asked: what {@code db.actingAs(..)} was told. Nothing is set if it
     * was told nothing, or something of another type.
     */
    public <A, V> void createdBy(
            Function<? super T, ? extends Field<V>> column, Class<A> actor, Function<? super A, ? extends V> value) {
        createdBy.add(new Signature<>(ownColumn(column.apply(table)), actor, value));
    }

    /** Signs a column on create and on every update, unless it was set, with who asked; as {@link #createdBy} does. */
    public <A, V> void updatedBy(
            Function<? super T, ? extends Field<V>> column, Class<A> actor, Function<? super A, ? extends V> value) {
        updatedBy.add(new Signature<>(ownColumn(column.apply(table)), actor, value));
    }

    private <C extends Table<X>, X extends Record> void cascade(Include<T, C, ?> below, C target, Link link) {
        if (below.isNarrowed()) {
            throw refused("cascade(%s) takes the association as it was defined; take out what narrows it."
                    .formatted(below.association()));
        }
        if (target.getPrimaryKey() == null) {
            throw refused("cascade(%s) leads to %s, which has no primary key to tell its rows apart by."
                    .formatted(below.association(), target.getName()));
        }
        String name = below.association().associationName();
        if (cascades.putIfAbsent(name, new Cascade<>(name, target, link)) != null) {
            throw refused("cascade(%s) is said twice; say it once.".formatted(below.association()));
        }
    }

    private TableField<R, ?> time(String word, TableField<R, ?> column) {
        if (!TIMES.contains(column.getType())) {
            throw refused("%s(%s) needs a column of type timestamptz or timestamp, but it is %s."
                    .formatted(word, column.getName(), column.getDataType().getTypeName()));
        }
        return column;
    }
}
