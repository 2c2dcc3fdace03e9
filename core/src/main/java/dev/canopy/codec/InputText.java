package dev.canopy.codec;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import org.jooq.EnumType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.jooq.util.postgres.PostgresUtils;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Values as PostgreSQL reads them: the way back of {@link TimeText} and {@link ArrayText}. Times are rounded to microseconds
 * and the ends of a Java type become infinity, both as the driver does it for a single value.
 */
public final class InputText {
    private InputText() {}

    /** Appends {@code value} to a text as an element of an array; what is special within an array is escaped. */
    public static void element(StringBuilder array, @Nullable Object value) {
        switch (value) {
            case null -> array.append("NULL");
            case String text -> quoted(array, text);
            case Long number -> array.append(number.longValue());
            case Integer number -> array.append(number.intValue());
            case DayToSecond interval -> quoted(array, text(interval));
            case YearToMonth interval -> quoted(array, text(interval));
            case YearToSecond interval -> quoted(array, text(interval));
            case Number number -> array.append(text(number));
            case Boolean flag -> array.append(flag.booleanValue() ? 't' : 'f');
            default -> quoted(array, text(value));
        }
    }

    /** The value's text; an array's has its elements between braces. */
    public static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toString();
            case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
            case EnumType constant -> constant.getLiteral();
            case PGobject object -> String.valueOf(object.getValue());
            case LocalDate date -> date(date);
            case LocalTime time -> time(time);
            case OffsetTime time -> time(time.toLocalTime()) + time.getOffset();
            case LocalDateTime time -> timestamp(time);
            case OffsetDateTime time -> instant(time);
            case Instant time -> instant(time.atOffset(ZoneOffset.UTC));
            case YearToSecond interval ->
                String.valueOf(PostgresUtils.toPGInterval(interval).getValue());
            case YearToMonth interval ->
                String.valueOf(PostgresUtils.toPGInterval(interval).getValue());
            case DayToSecond interval ->
                String.valueOf(PostgresUtils.toPGInterval(interval).getValue());
            default -> value.getClass().isArray() ? array(value) : value.toString();
        };
    }

    private static String array(Object array) {
        StringBuilder text = new StringBuilder("{");
        int length = Array.getLength(array);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                text.append(',');
            }
            Object each = Array.get(array, i);
            if (each != null && each.getClass().isArray() && !(each instanceof byte[])) {
                text.append(array(each));
            } else {
                element(text, each);
            }
        }
        return text.append('}').toString();
    }

    private static void quoted(StringBuilder array, String text) {
        array.append('"');
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
            array.append(text).append('"');
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                array.append('\\');
            }
            array.append(c);
        }
        array.append('"');
    }

    private static String date(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return "infinity";
        }
        return date.equals(LocalDate.MIN) ? "-infinity" : day(date) + era(date);
    }

    private static String timestamp(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return "infinity";
        }
        if (time.equals(LocalDateTime.MIN)) {
            return "-infinity";
        }
        LocalDateTime rounded = rounded(time);
        return day(rounded.toLocalDate()) + " " + rounded.toLocalTime() + era(rounded.toLocalDate());
    }

    private static String instant(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX)) {
            return "infinity";
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return "-infinity";
        }
        OffsetDateTime rounded = rounded(time).withOffsetSameInstant(ZoneOffset.UTC);
        return day(rounded.toLocalDate()) + " " + rounded.toLocalTime() + "+00" + era(rounded.toLocalDate());
    }

    /** The last microsecond of the day rounds up to its end, which a LocalTime cannot hold. */
    private static String time(LocalTime time) {
        boolean end = time.isAfter(LocalTime.MAX.minus(500, ChronoUnit.NANOS));
        return end ? "24:00:00" : rounded(time).toString();
    }

    @SuppressWarnings("unchecked") // plus and truncation keep the type
    private static <X extends Temporal> X rounded(X time) {
        int beyond = time.get(ChronoField.NANO_OF_SECOND) % 1000;
        Temporal down = time.minus(beyond, ChronoUnit.NANOS);
        return (X) (beyond > 499 ? down.plus(1, ChronoUnit.MICROS) : down);
    }

    private static String day(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return "%04d-%02d-%02d".formatted(year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }
}
