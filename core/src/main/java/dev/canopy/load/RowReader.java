package dev.canopy.load;

/** Reads one row from its cells. */
interface RowReader {
    /** How many cells a row has. */
    int width();

    Object read(Cells cells);
}
