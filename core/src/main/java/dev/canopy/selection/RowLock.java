package dev.canopy.selection;

import org.jooq.SelectQuery;
import org.jooq.Table;

/**
 * How the rows asked for are locked until the transaction ends. Rows that are included are not locked.
 *
 * @param strength whom it keeps out
 * @param onLocked what happens to rows that somebody else has locked
 */
public record RowLock(Strength strength, Wait onLocked) {
    /** Whom a lock keeps out. */
    public enum Strength {
        /** Everybody who wants to lock, update or delete the row. */
        UPDATE,
        /** The same, except those who only make sure that its key stays, as a foreign key does. */
        NO_KEY_UPDATE,
        /** Those who want to change the row; others may share it. */
        SHARE,
        /** Those who want to delete the row or change its key. */
        KEY_SHARE
    }

    /** What happens to rows that somebody else has locked. */
    public enum Wait {
        /** The statement waits. */
        FOREVER,
        /** They are left out, as if they were not there. */
        SKIP,
        /** The statement fails. */
        FAIL
    }

    /** Keeps everybody out, and waits. */
    public static RowLock forUpdate() {
        return of(Strength.UPDATE);
    }

    static RowLock of(Strength strength) {
        return new RowLock(strength, Wait.FOREVER);
    }

    RowLock with(Wait newWait) {
        return new RowLock(strength, newWait);
    }

    /** Has a statement lock the rows of this table and of no other. */
    public void on(SelectQuery<?> statement, Table<?> table) {
        switch (strength) {
            case UPDATE -> statement.setForUpdate(true);
            case NO_KEY_UPDATE -> statement.setForNoKeyUpdate(true);
            case SHARE -> statement.setForShare(true);
            case KEY_SHARE -> statement.setForKeyShare(true);
        }
        statement.setForLockModeOf(table);
        switch (onLocked) {
            case FOREVER -> {}
            case SKIP -> statement.setForLockModeSkipLocked();
            case FAIL -> statement.setForLockModeNoWait();
        }
    }
}
