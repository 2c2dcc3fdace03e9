package dev.canopy.constraint;

/** The value of what is not known here: a column that was not read, an expression that only the server understands. */
enum Unsure {
    UNSURE
}
