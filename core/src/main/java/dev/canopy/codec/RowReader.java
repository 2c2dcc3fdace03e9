package dev.canopy.codec;

/** Reads one row from its cells. */
public interface RowReader {
    /** How many cells a row has. */
    int width();

    Object read(Cells cells);
}
