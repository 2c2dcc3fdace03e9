package dev.canopy;

import dev.canopy.plan.Size;
import dev.canopy.plan.Sizes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * How large tables are, and how their values are spread, by PostgreSQL's own estimate (manual, "pg_class" and "pg_stats"), asked
 * for when it is first needed and again after a while. Thread-safe.
 */
final class TableSizes implements Sizes {
    private static final Duration FRESH = Duration.ofMinutes(10);

    /**
     * For each column the expected number of rows that have the value that a row drawn by chance has: a value that many rows have
     * is met more often. A negative n_distinct is a part of the rows.
     */
    private static final String ASK = """
        select c.reltuples::float8 as rows, s.attname::text as column, case when s.n_distinct <> 0 then
            c.reltuples * (coalesce(f.squares, 0) + case when n.others > f.listed then
                power(greatest(0, 1 - s.null_frac - coalesce(f.total, 0)), 2) / (n.others - f.listed) else 0 end)
            / greatest(1 - s.null_frac, 0.000001) end as alike
        from pg_class c
        join pg_namespace ns on ns.oid = c.relnamespace
        left join pg_stats s on s.schemaname = ns.nspname and s.tablename = c.relname and s.inherited = (c.relkind = 'p')
        left join lateral (select sum(each * each)::float8 as squares, sum(each)::float8 as total, count(*) as listed
            from unnest(s.most_common_freqs) each) f on true
        left join lateral (select case when s.n_distinct > 0 then s.n_distinct else - s.n_distinct * c.reltuples end
            as others) n on true
        where c.oid = to_regclass({0})\
        """;

    private final DSLContext dsl;
    private final Clock clock;
    private final Map<Table<?>, Asked> known = new ConcurrentHashMap<>();

    private record Asked(Size size, Instant at) {}

    TableSizes(DSLContext dsl, Clock clock) {
        this.dsl = dsl;
        this.clock = clock;
    }

    @Override
    public Size of(Table<?> table) {
        Instant now = clock.instant();
        Asked asked = known.get(table);
        if (asked == null || asked.at().plus(FRESH).isBefore(now)) {
            asked = new Asked(ask(table), now);
            known.put(table, asked);
        }
        return asked.size();
    }

    private Size ask(Table<?> table) {
        Result<Record> rows = dsl.fetch(ASK, DSL.val(dsl.render(table)));
        double all =
                rows.isEmpty() ? -1 : Objects.requireNonNull(rows.getFirst().get("rows", Double.class));
        if (all <= 0) {
            return Size.UNKNOWN;
        }
        Map<String, Double> alike = new HashMap<>();
        for (Record row : rows) {
            String column = row.get("column", String.class);
            Double each = row.get("alike", Double.class);
            if (column != null && each != null) {
                alike.put(column, each);
            }
        }
        return new Size(all, alike);
    }
}
