package dev.canopy.model;

/** What a write does to a row. */
public enum WriteKind {
    CREATE,
    UPDATE,
    /** Inserts the row, or updates the one that is in its way. */
    UPSERT,
    DESTROY,
    RESTORE;

    /** Whether such a write gives a row its values, so that they are validated and the hooks around saving run. */
    public boolean saves() {
        return this == CREATE || this == UPDATE || this == UPSERT;
    }
}
