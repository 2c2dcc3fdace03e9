package dev.canopy.persist;

/** One row that is to be changed: which, and into what. */
record RowUpdate(RowIdentity row, RowValues values) {}
