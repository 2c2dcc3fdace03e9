package dev.canopy.selection;

/**
 * How a table is emptied. An immutable value; every word returns a copy.
 *
 * @param restartsIdentity whether the numbers of the table's columns begin anew
 * @param cascades whether tables that refer to this one are emptied, too
 * @param runsHooks whether hooks run
 */
public record Truncation(boolean restartsIdentity, boolean cascades, boolean runsHooks) {
    /** Nothing said yet: numbers go on, and a table that another one refers to is refused. */
    public static Truncation plain() {
        return new Truncation(false, false, true);
    }

    /** Has the numbers that the table's sequences give begin anew. */
    public Truncation restartIdentity() {
        return new Truncation(true, cascades, runsHooks);
    }

    /** Empties every table that refers to this one, too, and those that refer to them; no hook of theirs runs. */
    public Truncation cascade() {
        return new Truncation(restartsIdentity, true, runsHooks);
    }

    /** Runs no hook. */
    public Truncation withoutHooks() {
        return new Truncation(restartsIdentity, cascades, false);
    }
}
