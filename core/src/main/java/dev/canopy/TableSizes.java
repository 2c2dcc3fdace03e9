package dev.canopy;

import dev.canopy.plan.Sizes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How large tables are by PostgreSQL's own estimate ({@code pg_class.reltuples}, manual, "pg_class"), asked for when it is first
 * needed and again after a while. Thread-safe.
 */
final class TableSizes implements Sizes {
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final DSLContext dsl;
    private final Clock clock;
    private final Map<String, Size> known = new ConcurrentHashMap<>();

    private record Size(double rows, Instant asked) {}

    TableSizes(DSLContext dsl, Clock clock) {
        this.dsl = dsl;
        this.clock = clock;
    }

    @Override
    public double rows(Table<?> table) {
        String name = dsl.render(table);
        Instant now = clock.instant();
        Size size = known.get(name);
        if (size == null || size.asked().plus(FRESH).isBefore(now)) {
            size = new Size(ask(name), now);
            known.put(name, size);
        }
        return size.rows();
    }

    private double ask(String name) {
        @Nullable
        Double rows = dsl.select(DSL.field("reltuples", Double.class))
                .from("pg_class")
                .where("oid = to_regclass({0})", DSL.val(name))
                .fetchOne(0, Double.class);
        return rows == null || rows <= 0 ? -1 : rows;
    }
}
