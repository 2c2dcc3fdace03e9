package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.ColumnCodecs;
import java.util.List;
import java.util.function.Supplier;
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

    /**
     * The rows of a statement that selects {@link #selected}. One statement.
     *
     * @param shape was told all that the statement is made of
     * @param statement makes it, if no other of its shape was made before
     */
    public static List<List<@Nullable Object>> of(
            Channel channel,
            Fingerprint shape,
            Supplier<? extends QueryPart> statement,
            List<? extends Field<?>> fields) {
        CellReader[] columns = CellReader.of(fields);
        return channel.send(
                shape, statement, ran -> ResultSetCells.of(ran).all(cells -> CellReader.read(columns, cells)));
    }
}
