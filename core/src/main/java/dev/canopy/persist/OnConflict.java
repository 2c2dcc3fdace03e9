package dev.canopy.persist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What an insert does with a row that a unique key has no room for. */
sealed interface OnConflict<R extends Record> {
    /** The clause. */
    QueryPart clause();

    /**
     * Leaves it out.
     *
     * @param target the key; empty for any
     */
    record Ignore<R extends Record>(Target<R> target) implements OnConflict<R> {
        @Override
        public QueryPart clause() {
            return DSL.sql("on conflict {0} do nothing", target.clause());
        }
    }

    /**
     * Changes the row that is there.
     *
     * @param taken the columns that take what would have been inserted
     * @param computed the columns that are computed from what is there
     * @param within what must hold of the row, or it is not touched; null for nothing
     */
    record Update<R extends Record>(
            Target<R> target,
            List<Field<?>> taken,
            Map<TableField<R, ?>, Field<?>> computed,
            @Nullable Condition within)
            implements OnConflict<R> {
        public Update {
            taken = List.copyOf(taken);
            computed = new LinkedHashMap<>(computed);
        }

        @Override
        public QueryPart clause() {
            List<QueryPart> sets = new ArrayList<>();
            for (Field<?> column : taken) {
                sets.add(DSL.sql("{0} = excluded.{0}", column.getUnqualifiedName()));
            }
            computed.forEach((column, value) -> sets.add(DSL.sql("{0} = {1}", column.getUnqualifiedName(), value)));
            QueryPart update = DSL.sql("on conflict {0} do update set {1}", target.clause(), DSL.list(sets));
            return within == null ? update : DSL.sql("{0} where {1}", update, within);
        }
    }

    /**
     * A unique key.
     *
     * @param columns its columns; empty for any key
     * @param partial of which rows it holds, where it is a partial unique index
     */
    record Target<R extends Record>(
            List<TableField<R, ?>> columns, @Nullable Condition partial) {
        public Target {
            columns = List.copyOf(columns);
        }

        static <R extends Record> Target<R> any() {
            return new Target<>(List.of(), null);
        }

        QueryPart clause() {
            if (columns.isEmpty()) {
                return DSL.sql("");
            }
            QueryPart names =
                    DSL.list(columns.stream().map(Field::getUnqualifiedName).toList());
            return partial == null ? DSL.sql("({0})", names) : DSL.sql("({0}) where {1}", names, partial);
        }
    }
}
