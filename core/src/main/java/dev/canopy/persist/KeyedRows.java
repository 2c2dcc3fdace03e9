package dev.canopy.persist;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** By which columns of unnested rows the rows of a table are found: those of the key, and the version's. */
final class KeyedRows {
    private KeyedRows() {}

    /** Whether the rows can be found by joining: in none of their columns NULL is looked for, and each once. */
    static boolean fit(List<RowIdentity> rows) {
        for (TableField<?, ?> column : rows.getFirst().columns()) {
            if (!ColumnArray.fits(column)) {
                return false;
            }
        }
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (RowIdentity row : rows) {
            if (row.values().contains(null) || !seen.add(row.values())) {
                return false;
            }
        }
        return true;
    }

    /** Adds the columns. */
    static void columns(UnnestedRows unnested, Table<?> table, RowIdentity like) {
        like.columns().forEach(column -> unnested.column(table, column));
    }

    /** What joins them; the columns of the identity are the first ones of the unnested rows. */
    static QueryPart condition(UnnestedRows unnested, RowIdentity like) {
        List<QueryPart> all = new ArrayList<>();
        for (TableField<?, ?> column : like.columns()) {
            all.add(DSL.sql("{0} = {1}", column, unnested.value(all.size())));
        }
        QueryPart joined = all.getFirst();
        for (QueryPart part : all.subList(1, all.size())) {
            joined = DSL.sql("{0} and {1}", joined, part);
        }
        return joined;
    }
}
