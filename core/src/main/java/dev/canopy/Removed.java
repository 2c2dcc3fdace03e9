package dev.canopy;

/** What becomes of a row that is taken out of an association: a decision that nobody else can make. */
public enum Removed {
    /** It stays, and its key to the entity becomes null; refused where that key must not be null. */
    DETACH,
    /** It is destroyed, softly where its model says so, through its hooks. */
    DESTROY,
    /** It stays as it is, and so does its key. */
    KEEP,
    /** Nothing is taken out: where a row would be, nothing is written and the rows are named. */
    REFUSE
}
