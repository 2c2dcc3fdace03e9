package dev.canopy.persist;

import dev.canopy.codec.InputText;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** A value as a bind of a statement for one row. */
final class Bound {
    private static final Set<Object> INFINITE = Set.of(
            LocalDate.MAX, LocalDate.MIN, LocalDateTime.MAX, LocalDateTime.MIN, OffsetDateTime.MAX, OffsetDateTime.MIN);

    private Bound() {}

    /** Whether the value is a parameter, and nothing else. */
    static boolean isPlain(Field<?> column, @Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Field<?> expression -> false;
            default -> !ColumnArray.fits(column) || miswritten(ColumnArray.stored(column, value)) == null;
        };
    }

    /** By jOOQ's binding of the column, except for what that writes wrongly: infinite times, and arrays of bytes. */
    static Field<?> value(Field<?> column, @Nullable Object value) {
        if (value instanceof Field<?> expression) {
            return expression;
        }
        Object stored = value == null || !ColumnArray.fits(column) ? null : ColumnArray.stored(column, value);
        String type = stored == null ? null : miswritten(stored);
        return stored == null || type == null ? DSL.val(value, column) : text(stored, type);
    }

    /** The type to which a text of the value is to be cast; null where jOOQ writes it rightly. */
    private static @Nullable String miswritten(@Nullable Object stored) {
        return switch (stored) {
            case LocalDate day -> INFINITE.contains(day) ? "date" : null;
            case LocalDateTime time -> INFINITE.contains(time) ? "timestamp" : null;
            case OffsetDateTime time -> INFINITE.contains(time) ? "timestamptz" : null;
            case OffsetDateTime[] times -> "timestamptz[]";
            case LocalDateTime[] times -> "timestamp[]";
            case LocalDate[] days -> "date[]";
            case byte[][] bytes -> "bytea[]";
            case null -> null;
            default -> null;
        };
    }

    private static Field<?> text(Object value, String type) {
        return DSL.field("cast({0} as {1})", DSL.val(InputText.text(value), SQLDataType.CLOB), DSL.sql(type));
    }
}
