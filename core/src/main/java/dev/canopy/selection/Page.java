package dev.canopy.selection;

import dev.canopy.error.NotFoundException;
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

    /**
     * This page, unless its number lies beyond the end. A list that shrank since the link was made answers with no rows; whoever
     * would rather say that there is no such page asks with this.
     *
     * @throws NotFoundException if rows stand before this page and none in it
     */
    public Page<V> requireWithin() {
        if (rows.isEmpty() && offset > 0) {
            throw new NotFoundException(
                    "offset(%d) lies beyond the end: %d %s the conditions; begin with an earlier page."
                            .formatted(offset, total, total == 1 ? "row meets" : "rows meet"));
        }
        return this;
    }

    /** The same page of something else, such as what an answer shows of each row. */
    public <W> Page<W> map(Function<? super V, ? extends W> function) {
        return new Page<>(rows.stream().<W>map(function).toList(), total, offset);
    }
}
