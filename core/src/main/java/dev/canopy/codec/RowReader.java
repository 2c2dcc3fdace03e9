package dev.canopy.codec;

import org.jspecify.annotations.Nullable;

/** Reads one row from its cells. */
public interface RowReader {
    /** How many cells a row has. */
    int width();

    @Nullable
    Object read(Cells cells);
}
