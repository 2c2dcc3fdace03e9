package dev.canopy.selection;

import org.jspecify.annotations.Nullable;

/**
 * What is said of the rows asked for and never of an include.
 *
 * @param everyRow whether a write may touch every row that scopes and soft deletion leave
 * @param withoutHooks whether a write runs no hook
 * @param lock how the rows are locked; null for not at all
 * @param from where in the order the rows begin or end; null for all of them
 */
public record Asked(
        boolean everyRow,
        boolean withoutHooks,
        @Nullable RowLock lock,
        @Nullable Position from) {
    /**
     * A place in the order.
     *
     * @param cursor the row at that place, which is not itself among the rows
     * @param backwards whether the rows are those before it
     */
    public record Position(Cursor cursor, boolean backwards) {}

    static Asked nothing() {
        return new Asked(false, false, null, null);
    }

    Asked ofEveryRow() {
        return new Asked(true, withoutHooks, lock, from);
    }

    Asked hookless() {
        return new Asked(everyRow, true, lock, from);
    }

    Asked locking(RowLock newLock) {
        return new Asked(everyRow, withoutHooks, newLock, from);
    }

    Asked from(Position newFrom) {
        return new Asked(everyRow, withoutHooks, lock, newFrom);
    }
}
