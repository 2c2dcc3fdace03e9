package dev.canopy.association;

import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Table;

/**
 * A value that the database computes beside a row's columns, when it is asked for: {@code Computed.of("postCount", USERS, u ->
 * u.POSTS.count())}. A selection or an include loads it with {@code with(..)}, an entity gives it with {@code get(..)}, and a
 * shape finds it by its name once the model knows it. Immutable and safe between threads, as long as its function is.
 *
 * @param <T> the table
 * @param <V> its values
 */
public final class Computed<T extends Table<?>, V> {
    private final String name;
    private final T table;
    private final Function<? super T, ? extends Field<V>> sql;

    private Computed(String name, T table, Function<? super T, ? extends Field<V>> sql) {
        this.name = name;
        this.table = table;
        this.sql = sql;
    }

    /**
     * A computed value.
     *
     * @param name what it is called in maps and shapes
     * @param sql the expression on the table, under the alias that it has in the statement; must be pure
     */
    public static <T extends Table<?>, V> Computed<T, V> of(
            String name, T table, Function<? super T, ? extends Field<V>> sql) {
        return new Computed<>(name, table, sql);
    }

    public String name() {
        return name;
    }

    /** The table that it is computed for. */
    public T table() {
        return table;
    }

    /** The expression on this alias of the table; for conditions and orders as well. */
    public Field<V> on(T alias) {
        return sql.apply(alias);
    }

    /** {@code users.postCount}. */
    @Override
    public String toString() {
        return table.getName() + "." + name;
    }
}
