package dev.canopy;

import java.util.List;
import org.jooq.Record;

/**
 * How rows would change if they became like given values; nothing was written yet. For one thread.
 *
 * @param <R> the rows
 */
public final class Difference<R extends Record> {
    private final String model;
    private final List<R> added;
    private final List<R> changed;
    private final List<R> removed;
    private final Runnable work;

    Difference(String model, List<R> added, List<R> changed, List<R> removed, Runnable work) {
        this.model = model;
        this.added = List.copyOf(added);
        this.changed = List.copyOf(changed);
        this.removed = List.copyOf(removed);
        this.work = work;
    }

    /** The values that no row is there for, in their order. */
    public List<R> added() {
        return added;
    }

    /** The rows that differ from their values, with these already set; {@code changedFields()} of each says where. */
    public List<R> changed() {
        return changed;
    }

    /** The rows that no value is there for. */
    public List<R> removed() {
        return removed;
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /**
     * Does it, in a transaction.
     *
     * @throws dev.canopy.error.StaleEntityException if rows came or went since it was found; nothing was written
     */
    public void run() {
        work.run();
    }

    /** {@code Post: 1 added, 2 changed, 0 removed}. */
    @Override
    public String toString() {
        return "%s: %d added, %d changed, %d removed".formatted(model, added.size(), changed.size(), removed.size());
    }
}
