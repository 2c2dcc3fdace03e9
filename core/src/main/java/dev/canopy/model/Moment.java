package dev.canopy.model;

/** When within a write a hook runs; the constants stand in the order of the pipeline. */
public enum Moment {
    BEFORE_VALIDATE,
    AFTER_VALIDATE,
    VALIDATION_FAILED,
    BEFORE_CREATE,
    BEFORE_UPDATE,
    BEFORE_DESTROY,
    BEFORE_RESTORE,
    BEFORE_SAVE,
    AFTER_CREATE,
    AFTER_UPDATE,
    AFTER_DESTROY,
    AFTER_RESTORE,
    AFTER_SAVE;

    /** Just before the SQL of such a write. */
    public static Moment before(WriteKind kind) {
        return switch (kind) {
            case CREATE -> BEFORE_CREATE;
            case UPDATE -> BEFORE_UPDATE;
            case DESTROY -> BEFORE_DESTROY;
            case RESTORE -> BEFORE_RESTORE;
        };
    }

    /** Just after the SQL of such a write, in its transaction. */
    public static Moment after(WriteKind kind) {
        return switch (kind) {
            case CREATE -> AFTER_CREATE;
            case UPDATE -> AFTER_UPDATE;
            case DESTROY -> AFTER_DESTROY;
            case RESTORE -> AFTER_RESTORE;
        };
    }
}
