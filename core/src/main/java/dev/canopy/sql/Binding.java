package dev.canopy.sql;

/** What a thread knows of transactions: the level that it works in, or that it was started inside somebody else's. */
sealed interface Binding permits Frame, Binding.Inherited {
    /** What a thread has that was started inside a transaction: enough to refuse it, and nothing that would keep the rest alive. */
    record Inherited(String starter, Turn turn) implements Binding {}
}
