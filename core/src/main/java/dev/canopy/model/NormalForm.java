package dev.canopy.model;

/** Where else a column's form is wanted than in what is written. Not thread-safe, and part of a definition. */
public final class NormalForm {
    private boolean inConditions;

    NormalForm() {}

    /**
     * Brings into the form also what the column itself is compared with, in conditions of selections, includes and scopes: by
     * {@code =}, {@code <>}, {@code <}, {@code >}, {@code BETWEEN}, {@code IN} and {@code IS DISTINCT FROM}, so that {@code where(u ->
     * u.EMAIL.eq(" Ann@Example.com "))} finds her. Patterns of LIKE, values within functions and conditions of plain jOOQ statements
     * stay as they are. No statement.
     */
    public void inConditions() {
        inConditions = true;
    }

    boolean isForConditions() {
        return inConditions;
    }
}
