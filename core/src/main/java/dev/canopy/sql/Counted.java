package dev.canopy.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some work returned, and what it ran.
 *
 * @param value what it returned
 * @param statements in their order; those that begin and end transactions are not among them
 */
public record Counted<V extends @Nullable Object>(V value, List<ExecutedStatement> statements) {
    public Counted {
        statements = List.copyOf(statements);
    }

    /** How many statements there were. */
    public int count() {
        return statements.size();
    }
}
