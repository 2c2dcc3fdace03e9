package dev.canopy.sql;

import org.jspecify.annotations.Nullable;

/** The transaction of one operation, which begins with its first statement. Belongs to the thread that made it. */
public final class LazyTransaction {
    private final @Nullable Frame own;

    /** @param own null where the operation runs in a transaction that was there already */
    LazyTransaction(@Nullable Frame own) {
        this.own = own;
    }

    /** Says that the next statement is the last one: if it is the first as well, it commits by itself and nothing begins. */
    public void lastStatement() {
        if (own != null) {
            own.whole().alone();
        }
    }
}
