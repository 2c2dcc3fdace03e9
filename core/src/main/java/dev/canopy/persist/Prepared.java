package dev.canopy.persist;

import java.util.List;
import java.util.function.IntFunction;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The statements of a write, made and not sent yet. */
interface Prepared {
    /** How many there are. */
    int statements();

    /**
     * Sends them, and returns the rows as the server returned them, in the order in which they were given; null for one that was
     * not there to be written.
     *
     * @param landing what the row of that place in the order is read into; may be asked for it and the record not be returned
     */
    List<@Nullable Record> send(IntFunction<? extends Record> landing);
}
