package dev.canopy;

import dev.canopy.plan.Keyset;
import dev.canopy.selection.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The total order of a selection, in which cursors are places.
 *
 * @param shape what tells it from other orders
 * @param spoken what it is called in messages
 */
record PlacedOrder(Keyset keyset, String shape, String spoken, CursorSeal seal) {
    Cursor cursor(List<? extends @Nullable Object> place) {
        return seal.seal(shape, place);
    }

    List<@Nullable String> place(Cursor cursor) {
        return seal.open(cursor, shape, spoken);
    }
}
