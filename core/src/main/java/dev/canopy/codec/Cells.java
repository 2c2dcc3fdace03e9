package dev.canopy.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one row, read one after another in the order in which they were selected. */
public interface Cells {
    @Nullable
    Object value(ColumnCodec codec);

    boolean flag();

    /** Reads a nested collection; each of its rows is given to the reader as cells of its own. */
    List<@Nullable Object> rows(RowReader reader);

    /** Passes over so many values. */
    void skip(int values);
}
