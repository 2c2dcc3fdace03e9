package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jooq.ConnectionProvider;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** How statements come by their connection. Thread-safe, unless it stays on one. */
sealed interface Route extends ConnectionProvider permits Transactions, Reads, Sender.Kept {
    /** Says what it means that the server refused a statement of this thread, and notes it. */
    CanopyException refused(SQLException refusal, @Nullable String sql);

    /** Runs work that asks for connections; where they are had in a transaction only, in one of its own. */
    <V> V during(Supplier<? extends V> work);

    /** Tells of a table that plain jOOQ writes to, so that a refusal can speak of its fields. */
    void meet(Table<?> table);
}
