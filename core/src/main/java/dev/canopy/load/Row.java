package dev.canopy.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the root.
 *
 * @param made what it was read as, with all that hangs on it
 * @param beside the values of the fields that were read beside it
 */
public record Row(@Nullable Object made, List<@Nullable Object> beside) {
    static List<@Nullable Object> made(List<Row> rows) {
        List<@Nullable Object> made = new ArrayList<>(rows.size());
        rows.forEach(row -> made.add(row.made));
        return made;
    }
}
