package dev.canopy.bench;

import java.util.Locale;

/** What a contender makes of rows: values of its own library's kind are compared with their kind. */
public enum Target {
    /** Java records. */
    RECORD,
    /** Objects that know what was changed, and can be saved. */
    ENTITY,
    /** Rows that are written. */
    WRITE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
