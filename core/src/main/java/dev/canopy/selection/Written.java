package dev.canopy.selection;

import java.util.List;
import org.jooq.Record;

/**
 * The rows that a bulk write wrote, as the database has them now, in the order in which they were given. A row that was ignored
 * is in none of the lists and is as it was given.
 *
 * @param created those that were not there before
 * @param updated those that were there and were changed
 * @param rows both, in the order in which they were given
 */
public record Written<R extends Record>(List<R> rows, List<R> created, List<R> updated) {
    public Written {
        rows = List.copyOf(rows);
        created = List.copyOf(created);
        updated = List.copyOf(updated);
    }
}
