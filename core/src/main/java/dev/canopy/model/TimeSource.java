package dev.canopy.model;

/** Where the times come from that Canopy writes by itself. */
public enum TimeSource {
    /** The Database's clock, which a test can replace. */
    CLOCK,
    /** The server: the time at which its transaction began, the same for all that is written in it. */
    SERVER
}
