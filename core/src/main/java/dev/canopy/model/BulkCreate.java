package dev.canopy.model;

import java.util.List;
import org.jooq.Record;

/**
 * A create of many rows, for the hooks around it as a whole.
 *
 * @param <R> the rows
 */
public interface BulkCreate<R extends Record> extends Reach {
    /** The rows in the order given; before, each may be changed; after, those that were written. Unmodifiable as a list. */
    List<R> rows();
}
