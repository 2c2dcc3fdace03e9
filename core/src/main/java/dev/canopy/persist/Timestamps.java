package dev.canopy.persist;

import dev.canopy.model.TimeSource;
import dev.canopy.model.Upkeep;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The times that Canopy writes by itself, in UTC and in microseconds, which is what PostgreSQL keeps. */
final class Timestamps {
    private Timestamps() {}

    /** For a new row: both timestamps, unless they were set, or the server is to set them. */
    static <R extends Record> void start(R row, Upkeep<R> upkeep, Clock clock) {
        if (upkeep.times() == TimeSource.CLOCK) {
            startAt(row, upkeep.createdAt(), clock);
            startAt(row, upkeep.updatedAt(), clock);
        }
    }

    /** For a changed row: the time of the update, unless it was set, or the server is to set it. */
    static <R extends Record> void renew(R row, Upkeep<R> upkeep, Clock clock) {
        if (upkeep.times() == TimeSource.CLOCK) {
            startAt(row, upkeep.updatedAt(), clock);
        }
    }

    /** Adds what the server is to set of a new row. */
    static <R extends Record> void addStart(Table<R> table, RowValues values, Upkeep<R> upkeep) {
        if (upkeep.times() == TimeSource.SERVER) {
            addServers(table, values, upkeep.createdAt());
            addServers(table, values, upkeep.updatedAt());
        }
    }

    /** Adds what the server is to set of a changed row. */
    static <R extends Record> void addRenewal(Table<R> table, RowValues values, Upkeep<R> upkeep) {
        if (upkeep.times() == TimeSource.SERVER) {
            addServers(table, values, upkeep.updatedAt());
        }
    }

    /** Now, from where the model has its times: a value, or an expression. */
    static <V> Field<V> now(Field<V> column, Upkeep<?> upkeep, Clock clock) {
        return now(column, upkeep.times(), clock);
    }

    static <V> Field<V> now(Field<V> column, TimeSource times, Clock clock) {
        return times == TimeSource.SERVER ? serverTime(column) : DSL.val(now(column, clock), column);
    }

    /** Now, as the column has it. */
    static <V> V now(Field<V> column, Clock clock) {
        return at(column, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** The time that another column of times has, as this one has it. */
    static <V> V as(Field<V> column, Object time) {
        return switch (time) {
            case OffsetDateTime zoned -> at(column, zoned.toInstant());
            case LocalDateTime local -> at(column, local.toInstant(ZoneOffset.UTC));
            default -> at(column, (Instant) time);
        };
    }

    private static <V> V at(Field<V> column, Instant moment) {
        if (column.getType() == OffsetDateTime.class) {
            return column.getType().cast(moment.atOffset(ZoneOffset.UTC));
        }
        if (column.getType() == LocalDateTime.class) {
            return column.getType().cast(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
        return column.getType().cast(moment);
    }

    private static void addServers(Table<?> table, RowValues values, @Nullable TableField<?, ?> column) {
        if (column != null) {
            int index = table.indexOf(column);
            if (!values.has(index)) {
                values.set(index, serverTime(column));
            }
        }
    }

    /** When the transaction began; in UTC where the column does not know of zones. */
    private static <V> Field<V> serverTime(Field<V> column) {
        boolean zoned = column.getDataType().getTypeName().contains("with time zone");
        return DSL.field(zoned ? "now()" : "(now() at time zone 'UTC')", column.getDataType());
    }

    private static <R extends Record, V> void startAt(R row, @Nullable TableField<R, V> column, Clock clock) {
        if (column != null && !row.touched(column)) {
            row.set(column, now(column, clock));
        }
    }
}
