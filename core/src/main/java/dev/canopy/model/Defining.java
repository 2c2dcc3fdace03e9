package dev.canopy.model;

import dev.canopy.error.DefinitionException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** A virtual field while it is being said what it can do; each method returns a copy that can do more. */
public final class Defining<T extends Table<R>, R extends Record, V> implements Virtual<R, V> {
    private final String name;
    private final T table;
    private final Function<? super R, ? extends V> get;
    private final List<Field<?>> reads;
    private final @Nullable BiConsumer<? super R, ? super V> set;
    private final @Nullable Function<? super T, ? extends Field<V>> sql;
    private final @Nullable Class<?> type;

    private Defining(
            String name,
            T table,
            Function<? super R, ? extends V> get,
            List<Field<?>> reads,
            @Nullable BiConsumer<? super R, ? super V> set,
            @Nullable Function<? super T, ? extends Field<V>> sql,
            @Nullable Class<?> type) {
        this.name = name;
        this.table = table;
        this.get = get;
        this.reads = reads;
        this.set = set;
        this.sql = sql;
        this.type = type;
    }

    static <T extends Table<R>, R extends Record, V> Defining<T, R, V> of(
            String name, T table, Function<? super R, ? extends V> get) {
        return new Defining<>(name, table, get, List.of(), null, null, null);
    }

    /** Says which columns the value is computed from, so that a shape which wants it selects them. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final Defining<T, R, V> reads(TableField<R, ?>... columns) {
        return new Defining<>(name, table, get, List.of(columns), set, sql, type);
    }

    /** Says how the value is written through the row's columns. */
    public Defining<T, R, V> writes(BiConsumer<? super R, ? super V> newSet) {
        return new Defining<>(name, table, get, reads, newSet, sql, type);
    }

    /** Says what the field is in SQL, so that conditions and orders can use it. */
    public Defining<T, R, V> sql(Function<? super T, ? extends Field<V>> newSql) {
        return new Defining<>(name, table, get, reads, set, newSql, type);
    }

    /** Says of which class the values are, so that a shape which takes another is refused before it is read. */
    public Defining<T, R, V> type(Class<? super V> newType) {
        return new Defining<>(name, table, get, reads, set, sql, newType);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Field<?>> reads() {
        return reads;
    }

    @Override
    public Optional<Class<?>> type() {
        if (type != null || sql == null) {
            return Optional.ofNullable(type);
        }
        Class<V> ofSql = sql.apply(table).getType();
        return ofSql == Object.class ? Optional.empty() : Optional.of(ofSql); // plain SQL does not know
    }

    @Override
    public V get(R row) {
        return get.apply(row);
    }

    @Override
    public void set(R row, V value) {
        if (set == null) {
            throw new DefinitionException(
                    "The virtual field %s cannot be written; say how with .writes((row, value) -> ..)."
                            .formatted(this));
        }
        set.accept(row, value);
    }

    @Override
    @SuppressWarnings("unchecked") // T is the one table class whose rows are R, and its aliases are of the same class
    public Field<V> on(Table<R> alias) {
        if (sql == null) {
            throw new DefinitionException(
                    "The virtual field %s has no SQL form; give it one with .sql(table -> ..).".formatted(this));
        }
        return sql.apply((T) alias);
    }

    /** {@code User.fullName}. */
    @Override
    public String toString() {
        return ModelName.of(table) + "." + name;
    }
}
