package dev.canopy.association;

/** What happens to soft-deleted rows. */
public enum Deletion {
    /** They are not there. */
    HIDDEN,
    /** They are rows like any other. */
    SHOWN,
    /** They are the only ones. */
    ONLY
}
