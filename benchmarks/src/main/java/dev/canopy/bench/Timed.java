package dev.canopy.bench;

/** A result that knows how long it took, on a clock of its own: of work that another process did. */
public interface Timed {
    long nanos();
}
