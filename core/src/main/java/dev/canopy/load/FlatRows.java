package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.ColumnCodecs;
import java.util.List;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** Reads rows of single values, each as exact as it would be in an entity. */
public final class FlatRows {
    private FlatRows() {}

    /** What to select, in order to read these. */
    public static List<Field<?>> selected(List<? extends Field<?>> fields) {
        return fields.stream().<Field<?>>map(ColumnCodecs::atTop).toList();
    }

    /** The rows of a statement that selects {@link #selected}. One statement. */
    public static List<List<@Nullable Object>> of(
            Channel channel, QueryPart statement, List<? extends Field<?>> fields) {
        CellReader[] columns = CellReader.of(fields);
        return channel.send(statement, ran -> ResultSetCells.of(ran).all(cells -> CellReader.read(columns, cells)));
    }
}
