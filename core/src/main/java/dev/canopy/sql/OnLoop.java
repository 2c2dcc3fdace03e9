package dev.canopy.sql;

/** What is done about a statement that runs again and again in a loop. */
public enum OnLoop {
    /** The log warns, once for each loop. */
    WARN,
    /** The loop is ended by a {@link dev.canopy.error.LoopException}, before the statement runs once more. */
    THROW
}
