package dev.canopy.selection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some of the rows, by their place in the order, with the ways on and back. Unlike the page of a number, it does not shift when
 * rows before it come or go, and the server does not walk over what it skips.
 *
 * @param rows in the order asked for, whichever way one came
 * <p>Only the way that one goes on is looked along. The way back is there whenever one came by a cursor, although the rows there may
 * be gone meanwhile; a slice without rows has neither.
 *
 * @param next for {@code after(..)}; empty where one came forward, or from nowhere, and no rows follow
 * @param previous for {@code before(..)}; empty where one came from nowhere, or backward and no rows stand before it
 * @param <V> what a row is
 */
public record Slice<V>(List<V> rows, Optional<Cursor> next, Optional<Cursor> previous) {
    /** Copies the list. */
    public Slice {
        rows = Collections.unmodifiableList(new ArrayList<>(rows)); // what was selected may be NULL
    }

    /** The same slice of something else, such as what an answer shows of each row. */
    public <W> Slice<W> map(Function<? super V, ? extends W> function) {
        return new Slice<>(rows.stream().<W>map(function).toList(), next, previous);
    }
}
