package dev.canopy.persist;

import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** What tells whether an upsert inserted a row or updated it: a bigint before the columns that it returns, 0 where it inserted. */
enum Telltale {
    /** The row as it was before, of which an inserted one has none. By a name that no table has. */
    OLD {
        @Override
        QueryPart returning(Table<?> table, List<? extends Field<?>> columns) {
            Name old = DSL.quotedName("row before");
            return DSL.sql(
                    "with (old as {0}) case when {0}.tableoid is null then 0::bigint else 1::bigint end, {1}",
                    old, DSL.list(columns));
        }
    },

    /**
     * The row's xmax: nobody has locked or deleted a row that this very statement inserted, while one that it updates was locked by
     * the statement itself first (manual, "System Columns"; what ON CONFLICT DO UPDATE does with it is no documented promise, and a
     * test watches it). A partitioned table has none.
     */
    XMAX {
        @Override
        QueryPart returning(Table<?> table, List<? extends Field<?>> columns) {
            return DSL.sql("case when {0}.xmax = 0 then 0::bigint else 1::bigint end, {1}", table, DSL.list(columns));
        }
    };

    private static final int RETURNS_OLD = 18;

    /** The best that a server of this major version has. */
    static Telltale of(int version) {
        return version >= RETURNS_OLD ? OLD : XMAX;
    }

    /** What stands after RETURNING. */
    abstract QueryPart returning(Table<?> table, List<? extends Field<?>> columns);
}
