package dev.canopy.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A field that no column holds: computed from columns, and, where that was said, written through them and usable in
 * conditions. Immutable and safe between threads, as long as its functions are.
 *
 * @param <R> the rows that have it
 * @param <V> its values
 */
public sealed interface Virtual<R extends Record, V> permits Defining {
    /**
     * A virtual field that can be read; more is said on what this returns.
     *
     * @param name what it is called in maps and shapes
     * @param get computes it from a row; must not change the row
     */
    static <T extends Table<R>, R extends Record, V> Defining<T, R, V> of(
            String name, T table, Function<? super R, ? extends V> get) {
        return Defining.of(name, table, get);
    }

    String name();

    /** The columns that the value is computed from. */
    List<Field<?>> reads();

    /** The class of its values; empty where neither {@link Defining#type} nor an SQL form says it. */
    Optional<Class<?>> type();

    /** The value for this row. */
    V get(R row);

    /**
     * Writes the value through the row's columns; nothing is saved.
     *
     * @throws dev.canopy.error.DefinitionException if the field was not given a way to write
     */
    void set(R row, V value);

    /**
     * The field as SQL, on the table as it is called in the statement.
     *
     * @throws dev.canopy.error.DefinitionException if the field was not given an SQL form
     */
    Field<V> on(Table<R> table);
}
