package dev.canopy.codec;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.OrderField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The SQL of nested rows: each row an array of its cells, all rows an array of rows. */
public final class JsonArrays {
    private JsonArrays() {}

    /** A row of these fields, as {@link JsonCells} reads it. */
    public static Field<JSON> row(List<? extends Field<?>> fields) {
        return array(fields.stream().<Field<?>>map(ColumnCodecs::nested).toList());
    }

    /** All rows of a group, none as an empty array. */
    public static Field<JSON> rows(Field<JSON> row, List<? extends OrderField<?>> orders) {
        Field<JSON> all = orders.isEmpty()
                ? DSL.function("json_agg", SQLDataType.JSON, row)
                : DSL.field("json_agg({0} order by {1})", SQLDataType.JSON, row, DSL.list(orders));
        return DSL.coalesce(all, DSL.inline(JSON.json("[]")));
    }

    /** An array of these cells, in parts where they are too many for one call of the function. */
    public static Field<JSON> array(List<? extends Field<?>> cells) {
        if (cells.size() <= JsonCells.CHUNK) {
            return DSL.function("json_build_array", SQLDataType.JSON, cells.toArray(Field<?>[]::new));
        }
        List<Field<?>> chunks = new ArrayList<>();
        for (int from = 0; from < cells.size(); from += JsonCells.CHUNK) {
            chunks.add(array(cells.subList(from, Math.min(cells.size(), from + JsonCells.CHUNK))));
        }
        return array(chunks);
    }
}
