package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.RowReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one level. A row whose branches all stand in its own statement is read at once; one that waits for rows of
 * a later statement is kept as values, and made when they are there.
 */
sealed interface LevelReader extends RowReader permits EntityReader, ShapeReader, SelectedReader, BesideReader {
    /** The values of a row: columns, branches, junction. */
    @Nullable
    Object[] values(Cells cells);

    /** The same values, to be made once more: nothing that is made of one is part of the other. */
    @Nullable
    Object[] copy(@Nullable Object[] values);

    /** What the values become, which are used up by it. */
    @Nullable
    Object make(@Nullable Object[] values);

    @Override
    default @Nullable Object read(Cells cells) {
        return make(values(cells));
    }
}
