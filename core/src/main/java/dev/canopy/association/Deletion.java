package dev.canopy.association;

/** What happens to soft-deleted rows; of two that are said, the one further down counts. */
public enum Deletion {
    /** They are not there. */
    HIDDEN,
    /** They are rows like any other. */
    SHOWN,
    /** They are the only ones. */
    ONLY;

    /** Both said of the same rows: who asks for deleted rows alone gets no others because a scope shows all. */
    Deletion and(Deletion other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
