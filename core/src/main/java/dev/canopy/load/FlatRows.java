package dev.canopy.load;

import dev.canopy.codec.ColumnCodecs;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Reads rows of single values, each as exact as it would be in an entity. */
public final class FlatRows {
    private FlatRows() {}

    /** What to select, in order to read these. */
    public static List<Field<?>> selected(List<? extends Field<?>> fields) {
        return fields.stream()
                .<Field<?>>map(field -> ColumnCodecs.of(field).atTop().apply(field))
                .toList();
    }

    /** The rows of a statement that selects {@link #selected}. One statement. */
    public static List<List<@Nullable Object>> of(
            DSLContext dsl, ResultQuery<?> statement, List<? extends Field<?>> fields) {
        ColumnReader[] columns = ColumnReader.of(List.copyOf(fields));
        return ResultSetCells.rows(dsl, statement, cells -> ColumnReader.read(columns, cells));
    }
}
