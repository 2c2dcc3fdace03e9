package dev.canopy.model;

import dev.canopy.association.Computed;
import dev.canopy.association.Include;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.validation.Validator;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
public final class ModelBuilder<T extends Table<R>, R extends Record> {
    private static final Set<Class<?>> TIMES = Set.of(OffsetDateTime.class, LocalDateTime.class, Instant.class);

    private final T table;
    private final List<FieldRule<R, ?>> fieldRules = new ArrayList<>();
    private final List<RowRule<R>> rowRules = new ArrayList<>();
    private final List<Normalizer<R, ?>> normalizers = new ArrayList<>();
    private final Map<Moment, List<Hook<R>>> hooks = new EnumMap<>(Moment.class);
    private final Map<WriteKind, List<Hook<R>>> commitHooks = new EnumMap<>(WriteKind.class);
    private final List<Scope<T>> defaultScopes = new ArrayList<>();
    private final Map<String, Scope<T>> permanentScopes = new LinkedHashMap<>();
    private final Map<String, Virtual<R, ?>> virtuals = new LinkedHashMap<>();
    private final Map<String, Computed<T, ?>> computed = new LinkedHashMap<>();
    private final Map<String, Include<T, ?, ?>> associations = new LinkedHashMap<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private @Nullable TableField<R, ?> createdAt;
    private @Nullable TableField<R, ?> updatedAt;
    private @Nullable TableField<R, ?> deletedAt;
    private @Nullable TableField<R, ?> version;

    private ModelBuilder(T table) {
        this.table = table;
    }

    /** Asks the definition what the table means. */
    public static <T extends Table<R>, R extends Record> Meaning<T, R> read(T table, Definition<T, R> definition) {
        ModelBuilder<T, R> m = new ModelBuilder<>(table);
        definition.define(m);
        return new Meaning<>(
                table,
                new Rules<>(m.normalizers, m.fieldRules, m.rowRules),
                new Hooks<>(m.hooks, m.commitHooks),
                m.defaultScopes,
                m.permanentScopes,
                m.virtuals,
                m.computed,
                m.associations,
                new Upkeep<>(m.createdAt, m.updatedAt, m.deletedAt, m.version),
                m.hidden);
    }

    /**
     * Says what must hold of a column's values. All validators run and all violations are reported together; none of them
     * sees null.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final <V> void validate(Function<? super T, ? extends Field<V>> column, Validator<? super V>... validators) {
        fieldRules.add(new FieldRule<>(ownColumn(column.apply(table)), List.of(validators)));
    }

    /** Says what must hold of a row as a whole; sees nulls. */
    public void rule(String name, BiConsumer<? super R, ? super Rejections<R>> rule) {
        rowRules.add(new RowRule<>(name, rule));
    }

    /** Brings a column's values into one form before they are validated and written; never sees null. */
    public <V> void normalize(Function<? super T, ? extends Field<V>> column, UnaryOperator<V> normalizer) {
        normalizers.add(new Normalizer<>(ownColumn(column.apply(table)), normalizer));
    }

    /** Runs before a row is validated; what it changes is normalised and validated. */
    public void beforeValidate(Hook<R> hook) {
        hook(Moment.BEFORE_VALIDATE, hook);
    }

    /** Runs after a row was found valid. */
    public void afterValidate(Hook<R> hook) {
        hook(Moment.AFTER_VALIDATE, hook);
    }

    /** Runs after a row was found invalid, before the exception that says so. */
    public void validationFailed(Hook<R> hook) {
        hook(Moment.VALIDATION_FAILED, hook);
    }

    /** Runs before a new row is inserted. */
    public void beforeCreate(Hook<R> hook) {
        hook(Moment.BEFORE_CREATE, hook);
    }

    /** Runs after a new row was inserted, in the same transaction. */
    public void afterCreate(Hook<R> hook) {
        hook(Moment.AFTER_CREATE, hook);
    }

    /** Runs before a changed row is updated. */
    public void beforeUpdate(Hook<R> hook) {
        hook(Moment.BEFORE_UPDATE, hook);
    }

    /** Runs after a changed row was updated, in the same transaction. */
    public void afterUpdate(Hook<R> hook) {
        hook(Moment.AFTER_UPDATE, hook);
    }

    /** Runs before a row is destroyed, softly or for good. */
    public void beforeDestroy(Hook<R> hook) {
        hook(Moment.BEFORE_DESTROY, hook);
    }

    /** Runs after a row was destroyed, softly or for good, in the same transaction. */
    public void afterDestroy(Hook<R> hook) {
        hook(Moment.AFTER_DESTROY, hook);
    }

    /** Runs before a soft-deleted row is restored. */
    public void beforeRestore(Hook<R> hook) {
        hook(Moment.BEFORE_RESTORE, hook);
    }

    /** Runs after a soft-deleted row was restored, in the same transaction. */
    public void afterRestore(Hook<R> hook) {
        hook(Moment.AFTER_RESTORE, hook);
    }

    /** Runs before an insert or an update, after the hooks of that kind. */
    public void beforeSave(Hook<R> hook) {
        hook(Moment.BEFORE_SAVE, hook);
    }

    /** Runs after an insert or an update, after the hooks of that kind. */
    public void afterSave(Hook<R> hook) {
        hook(Moment.AFTER_SAVE, hook);
    }

    /** Runs after the outermost transaction of a write of any kind has been committed. */
    public void afterCommit(Hook<R> hook) {
        for (WriteKind kind : WriteKind.values()) {
            afterCommit(kind, hook);
        }
    }

    /**
     * Runs after the outermost transaction of such a write has been committed, and not if it is rolled back. What it throws
     * is reported by the log and changes nothing.
     */
    public void afterCommit(WriteKind kind, Hook<R> hook) {
        commitHooks.computeIfAbsent(kind, k -> new ArrayList<>()).add(hook);
    }

    /** Applies to every selection and include of the table, until {@code scope(..)} replaces it or {@code unscoped()} drops it. */
    public void defaultScope(Scope<T> scope) {
        defaultScopes.add(scope);
    }

    /** Applies to every selection and include of the table; nothing replaces or drops it. */
    public void always(String name, Scope<T> scope) {
        if (permanentScopes.putIfAbsent(name, scope) != null) {
            throw refused("always(\"%s\", ..) is said twice; give one of them another name.".formatted(name));
        }
    }

    /** Adds a virtual field to the model: maps and shapes then know it by name. */
    public void virtual(Virtual<R, ?> virtual) {
        if (virtuals.putIfAbsent(virtual.name(), virtual) != null) {
            throw refused("two virtual fields are called \"%s\"; rename one.".formatted(virtual.name()));
        }
        for (Field<?> column : table.fields()) {
            if (PropertyName.of(column).equals(virtual.name())) {
                throw refused("the virtual field \"%s\" has the name of the column %s; rename it."
                        .formatted(virtual.name(), column.getName()));
            }
        }
    }

    /** Adds a computed value to the model: shapes then know it by name. */
    public void computed(Computed<T, ?> value) {
        if (computed.putIfAbsent(value.name(), value) != null) {
            throw refused("two computed values are called \"%s\"; rename one.".formatted(value.name()));
        }
    }

    /** Adds an association by the name that {@code as(..)} gave it. */
    public void association(Include<T, ?, ?> association) {
        if (associations.putIfAbsent(association.name(), association) != null) {
            throw refused(
                    "two associations are called \"%s\"; rename one with .as(\"..\").".formatted(association.name()));
        }
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

    /** Makes {@code destroy} set this column instead of deleting, and hides the rows in which it is set. */
    public void softDelete(Function<? super T, ? extends TableField<R, ?>> column) {
        TableField<R, ?> deleted = time("softDelete", column.apply(table));
        if (!deleted.getDataType().nullable()) {
            throw refused("softDelete(%s) needs a column that may be NULL, for a row that is not deleted has none."
                    .formatted(deleted.getName()));
        }
        deletedAt = deleted;
    }

    /** Counts a row's updates in this column, and refuses to write a row that somebody else has changed since it was read. */
    public void version(Function<? super T, ? extends TableField<R, ? extends Number>> column) {
        version = column.apply(table);
    }

    private void hook(Moment moment, Hook<R> hook) {
        hooks.computeIfAbsent(moment, m -> new ArrayList<>()).add(hook);
    }

    private TableField<R, ?> time(String word, TableField<R, ?> column) {
        if (!TIMES.contains(column.getType())) {
            throw refused("%s(%s) needs a column of type timestamptz or timestamp, but it is %s."
                    .formatted(word, column.getName(), column.getDataType().getTypeName()));
        }
        return column;
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a TableField of this very table has its rows
    private <V> TableField<R, V> ownColumn(Field<V> column) {
        if (column instanceof TableField<?, V> own && own.getTable() == table) {
            return (TableField<R, V>) own;
        }
        throw refused("%s is not a column of %s; name one through the lambda's table, as in u -> u.EMAIL."
                .formatted(column, table.getName()));
    }

    private DefinitionException refused(String why) {
        return new DefinitionException("The definition of %s is refused: %s".formatted(ModelName.of(table), why));
    }
}
