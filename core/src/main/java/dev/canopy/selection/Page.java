package dev.canopy.selection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Some of the rows, by number, and how many there are in all; both as of one moment.
 *
 * @param rows the rows of this page; none where it lies beyond the end
 * @param total how many rows meet the conditions, on whichever page
 * @param offset how many of them stand before this page
 * @param <V> what a row is
 */
public record Page<V>(List<V> rows, long total, int offset) {
    /** Copies the list. */
    public Page {
        rows = Collections.unmodifiableList(new ArrayList<>(rows)); // what was selected may be NULL
    }

    /** Whether rows follow this page. */
    public boolean hasNext() {
        return offset + (long) rows.size() < total;
    }

    /** Whether rows stand before this page. */
    public boolean hasPrevious() {
        return offset > 0 && total > 0;
    }

    /** The same page of something else, such as what an answer shows of each row. */
    public <W> Page<W> map(Function<? super V, ? extends W> function) {
        return new Page<>(rows.stream().<W>map(function).toList(), total, offset);
    }
}
