package dev.canopy.selection;

import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotSoleException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A selection whose rows are read as something else than entities: Java records, or what was selected. An immutable value, safe
 * between threads; nothing runs before one of the verbs. What has no row to write has no verb that writes.
 *
 * @param <V> what a row is read as
 */
public final class Projection<V> {
    private final String table;
    private final Reading<V> reading;

    /** Reads the selection's rows, in its own way. */
    @FunctionalInterface
    interface Reading<V> {
        /** At most so many; null for all that the selection asks for. */
        List<V> rows(@Nullable Integer limit);
    }

    Projection(String table, Reading<V> reading) {
        this.table = table;
        this.reading = reading;
    }

    /** All rows; an empty list if there is none. One statement. */
    public List<V> findAll() {
        return reading.rows(null);
    }

    /** The first row by the order asked for, else by primary key. One statement. */
    public Optional<V> findOne() {
        return reading.rows(1).stream().findFirst();
    }

    /**
     * The only row, if there is one. One statement.
     *
     * @throws NotSoleException if there are more
     */
    public Optional<V> findSole() {
        List<V> rows = reading.rows(2);
        if (rows.size() > 1) {
            throw NotSoleException.of(table);
        }
        return rows.stream().findFirst();
    }

    /**
     * The first row by the order asked for, else by primary key. One statement.
     *
     * @throws NotFoundException if there is none
     */
    public V requireOne() {
        return findOne().orElseThrow(() -> NotFoundException.noneOf(table));
    }
}
