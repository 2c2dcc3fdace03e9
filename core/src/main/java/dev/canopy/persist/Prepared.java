package dev.canopy.persist;

import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The statements of a write, made and not sent yet. */
interface Prepared {
    /** How many there are. */
    int statements();

    /** Sends them, and returns the rows in the order in which they were given; null for one that was not there to be written. */
    List<@Nullable Record> send();
}
