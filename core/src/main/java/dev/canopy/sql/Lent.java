package dev.canopy.sql;

import java.sql.Connection;

/** A connection, and where it goes back to. */
record Lent(Connection connection, Connections lender) {
    void giveBack() {
        lender.giveBack(connection);
    }

    /** Its state is not known any more. */
    void evict() {
        lender.evict(connection);
    }
}
