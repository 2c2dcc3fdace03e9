package dev.canopy.sql;

/** What becomes of reads while the read replica gives no connection. */
public enum WhenAway {
    /** They are refused with a {@link dev.canopy.error.ConnectionException}, so that the primary never bears what it was spared. */
    REFUSE,

    /**
     * The primary answers them. One read waits for the replica, a second at most where the Database made its pool; then no other
     * asks it for five seconds, unless {@code db.health()} finds it back before. The log tells when it goes and when it is back. A replica that is only busy is not away.
     */
    ASK_PRIMARY
}
