package dev.canopy.model;

import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * An update of every row of a selection, for the hooks around it as a whole.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public interface BulkUpdate<T extends Table<R>, R extends Record> extends BulkWrite<T, R> {
    /** The columns that are set. */
    Set<Field<?>> changedFields();

    /** What the columns are set to, on a row without anything else; empty where columns are set to expressions. */
    Optional<R> patch();

    /**
     * Sets a column as well, or to something else, also in the place of an expression. What is set here is normalised and validated
     * when all hooks before the update have run; what is not valid, or must not change, refuses the update before its SQL.
     *
     * @throws dev.canopy.error.DefinitionException after the SQL
     */
    <V> void set(TableField<R, V> column, @Nullable V value);
}
