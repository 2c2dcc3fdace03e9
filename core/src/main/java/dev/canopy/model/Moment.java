package dev.canopy.model;

/** When a hook runs. The constants for a row stand in the order of the pipeline. */
public enum Moment {
    BEFORE_VALIDATE,
    AFTER_VALIDATE,
    VALIDATION_FAILED,
    BEFORE_CREATE,
    BEFORE_UPDATE,
    BEFORE_UPSERT,
    BEFORE_DESTROY,
    BEFORE_RESTORE,
    BEFORE_SAVE,
    AFTER_CREATE,
    AFTER_UPDATE,
    AFTER_UPSERT,
    AFTER_DESTROY,
    AFTER_RESTORE,
    AFTER_SAVE,
    AFTER_COMMIT,
    AFTER_ROLLBACK,

    BEFORE_BULK_CREATE,
    AFTER_BULK_CREATE,
    BEFORE_BULK_UPDATE,
    AFTER_BULK_UPDATE,
    BEFORE_BULK_DESTROY,
    AFTER_BULK_DESTROY,
    BEFORE_BULK_RESTORE,
    AFTER_BULK_RESTORE,

    BEFORE_FIND,
    AFTER_FIND,
    BEFORE_COUNT;

    /** Just before the SQL of such a write of a row. */
    public static Moment before(WriteKind kind) {
        return switch (kind) {
            case CREATE -> BEFORE_CREATE;
            case UPDATE -> BEFORE_UPDATE;
            case UPSERT -> BEFORE_UPSERT;
            case DESTROY -> BEFORE_DESTROY;
            case RESTORE -> BEFORE_RESTORE;
        };
    }

    /** Just after the SQL of such a write of a row, in its transaction. */
    public static Moment after(WriteKind kind) {
        return switch (kind) {
            case CREATE -> AFTER_CREATE;
            case UPDATE -> AFTER_UPDATE;
            case UPSERT -> AFTER_UPSERT;
            case DESTROY -> AFTER_DESTROY;
            case RESTORE -> AFTER_RESTORE;
        };
    }

    /** Before such a write of many rows, for all of them together. */
    public static Moment beforeBulk(WriteKind kind) {
        return switch (kind) {
            case CREATE, UPSERT -> BEFORE_BULK_CREATE;
            case UPDATE -> BEFORE_BULK_UPDATE;
            case DESTROY -> BEFORE_BULK_DESTROY;
            case RESTORE -> BEFORE_BULK_RESTORE;
        };
    }

    /** After such a write of many rows, for all of them together, in its transaction. */
    public static Moment afterBulk(WriteKind kind) {
        return switch (kind) {
            case CREATE, UPSERT -> AFTER_BULK_CREATE;
            case UPDATE -> AFTER_BULK_UPDATE;
            case DESTROY -> AFTER_BULK_DESTROY;
            case RESTORE -> AFTER_BULK_RESTORE;
        };
    }
}
