package dev.canopy.persist;

import dev.canopy.load.Returned;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Many rows, deleted by their keys: {@code delete … using unnest(..)}. */
final class DeletedRows {
    private DeletedRows() {}

    static Prepared of(ManyRows by, Table<?> table, List<RowIdentity> rows) {
        List<NumberedRows.Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            UnnestedRows unnested = new UnnestedRows();
            KeyedRows.columns(unnested, table, rows.getFirst());
            while (from + unnested.size() < rows.size() && unnested.hasRoom()) {
                unnested.add(rows.get(from + unnested.size()).values());
            }
            parts.add(new NumberedRows.Part(
                    unnested,
                    () -> DSL.sql(
                            "delete from {0} using {1} where {2} returning {3}, {4}",
                            table,
                            unnested.table(),
                            KeyedRows.condition(unnested, rows.getFirst()),
                            UnnestedRows.number(),
                            DSL.list(Returned.columns(table)))));
            from += unnested.size();
        }
        List<Integer> key = new ArrayList<>();
        rows.getFirst().columns().forEach(column -> key.add(table.indexOf(column)));
        return new NumberedRows(by, table, UnnestedRows.Shape.of("delete", table, List.of(key), List.of()), parts);
    }
}
