package dev.canopy.association;

/** How the rows of a to-many include get to the reader. Both give the same tree; what differs is speed. */
public enum Strategy {
    /** Within their parents' statement: a correlated subquery aggregates them into JSON. */
    MULTISET,
    /**
     * By a statement of their own, tied to their parents by key. All statements of a tree travel in one round trip where the
     * parents can be asked for twice, else one round trip for each level.
     */
    SPLIT
}
