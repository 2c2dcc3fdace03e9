package dev.canopy.model;

/** What a write does to a row. */
public enum WriteKind {
    CREATE,
    UPDATE,
    DESTROY,
    RESTORE
}
