package dev.canopy.bench;

import java.util.Locale;

/** What a contender makes of rows: values of its own library's kind are compared with their kind. */
public enum Target {
    /** Java records, or the plain classes that a library writes in their place. */
    RECORD("records"),
    /** Objects that know what was changed, and can be saved. */
    ENTITY("entities"),
    /** Rows that are written. */
    WRITE("writes");

    private final String plural;

    Target(String plural) {
        this.plural = plural;
    }

    /** As the title of a table. */
    String plural() {
        return plural;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
