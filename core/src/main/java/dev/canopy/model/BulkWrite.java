package dev.canopy.model;

import dev.canopy.selection.Selection;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A write of every row of a selection, for the hooks around it as a whole.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public interface BulkWrite<T extends Table<R>, R extends Record> extends Reach {
    /** What the write does to the rows. */
    WriteKind kind();

    /** The rows that it is for; what was narrowed is worked in. */
    Selection<T, R> selection();

    /**
     * Keeps the rows that meet the condition as well.
     *
     * @throws dev.canopy.error.DefinitionException after the SQL
     */
    void where(Function<? super T, ? extends Condition> condition);

    /**
     * How many rows were written.
     *
     * @throws dev.canopy.error.DefinitionException before the SQL, when nobody knows
     */
    int count();
}
