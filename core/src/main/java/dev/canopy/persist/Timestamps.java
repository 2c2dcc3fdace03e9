package dev.canopy.persist;

import dev.canopy.model.Upkeep;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** The times that Canopy writes by itself, in UTC and in microseconds, which is what PostgreSQL keeps. */
final class Timestamps {
    private Timestamps() {}

    /** For a new row: both timestamps, unless they were set, and the first version. */
    static <R extends Record> void start(R row, Upkeep<R> upkeep, Clock clock) {
        startAt(row, upkeep.createdAt(), clock);
        startAt(row, upkeep.updatedAt(), clock);
    }

    /** For a changed row: the time of the update, unless it was set. */
    static <R extends Record> void renew(R row, Upkeep<R> upkeep, Clock clock) {
        startAt(row, upkeep.updatedAt(), clock);
    }

    /** Now, as the column has it. */
    static <V> V now(Field<V> column, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (column.getType() == OffsetDateTime.class) {
            return column.getType().cast(now.atOffset(ZoneOffset.UTC));
        }
        if (column.getType() == LocalDateTime.class) {
            return column.getType().cast(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        }
        return column.getType().cast(now);
    }

    private static <R extends Record, V> void startAt(R row, @Nullable TableField<R, V> column, Clock clock) {
        if (column != null && !row.touched(column)) {
            row.set(column, now(column, clock));
        }
    }
}
