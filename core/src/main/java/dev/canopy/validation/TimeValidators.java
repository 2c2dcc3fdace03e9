package dev.canopy.validation;

import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** About dates and times: as Java's own types, and as text. */
abstract sealed class TimeValidators extends NetworkValidators permits NumberValidators {
    private static final DateTimeFormatter DATE = strict(DateTimeFormatter.ISO_LOCAL_DATE);
    private static final DateTimeFormatter TIME = strict(DateTimeFormatter.ISO_LOCAL_TIME);
    private static final DateTimeFormatter LOCAL_TIME = strict(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    private static final DateTimeFormatter OFFSET_TIME = strict(new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter(Locale.ROOT));
    private static final List<DateTimeFormatter> ISO_8601 = List.of(
            DATE,
            LOCAL_TIME,
            OFFSET_TIME,
            strict(DateTimeFormatter.ISO_ORDINAL_DATE),
            strict(DateTimeFormatter.ISO_WEEK_DATE),
            strict(DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT)),
            strict(DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss[XX]", Locale.ROOT)));
    private static final DateTimeFormatter RFC_3339 = strict(new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT));

    TimeValidators() {}

    /** Later than this moment. */
    public static <V extends Temporal & Comparable<? super V>> Validator<V> isAfter(V moment) {
        return Validator.<V>of("isAfter", "must be after {moment}", value -> order(value, moment) > 0)
                .with("moment", moment);
    }

    /** Earlier than this moment. */
    public static <V extends Temporal & Comparable<? super V>> Validator<V> isBefore(V moment) {
        return Validator.<V>of("isBefore", "must be before {moment}", value -> order(value, moment) < 0)
                .with("moment", moment);
    }

    /**
     * Earlier than now.
     *
     * @param now is asked each time: {@code isPast(LocalDate::now)}, {@code isPast(() -> OffsetDateTime.now(clock))}
     */
    public static <V extends Temporal & Comparable<? super V>> Validator<V> isPast(Supplier<? extends V> now) {
        return Validator.of("isPast", "must be in the past", value -> order(value, now.get()) < 0);
    }

    /**
     * Later than now.
     *
     * @param now is asked each time: {@code isFuture(LocalDate::now)}, {@code isFuture(() -> OffsetDateTime.now(clock))}
     */
    public static <V extends Temporal & Comparable<? super V>> Validator<V> isFuture(Supplier<? extends V> now) {
        return Validator.of("isFuture", "must be in the future", value -> order(value, now.get()) > 0);
    }

    /** A date as ISO 8601 has it: {@code 2026-02-28}, and not the 30th. */
    public static Validator<CharSequence> isDate() {
        return Validator.of("isDate", "must be a date such as 2026-02-28", text -> parses(DATE, text));
    }

    /** A time of day as ISO 8601 has it: {@code 23:59}, {@code 23:59:59.5}. */
    public static Validator<CharSequence> isTime() {
        return Validator.of("isTime", "must be a time such as 23:59", text -> parses(TIME, text));
    }

    /** A date, or a date and a time, in one of the forms of ISO 8601: calendar, ordinal, week, basic, with an offset or without. */
    public static Validator<CharSequence> isISO8601() {
        return Validator.of(
                "isISO8601",
                "must be a date or a time in a form of ISO 8601",
                text -> ISO_8601.stream().anyMatch(form -> parses(form, text)));
    }

    /** A moment as RFC 3339 has it: {@code 2026-02-28T23:59:59Z}. */
    public static Validator<CharSequence> isRFC3339() {
        return Validator.of(
                "isRFC3339", "must be a moment such as 2026-02-28T23:59:59Z", text -> parses(RFC_3339, text));
    }

    /** By the moment alone, where an offset says of which place it is told. */
    private static <V extends Comparable<? super V>> int order(V one, V other) {
        if (one instanceof OffsetDateTime a && other instanceof OffsetDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        if (one instanceof ZonedDateTime a && other instanceof ZonedDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        return one.compareTo(other);
    }

    private static DateTimeFormatter strict(DateTimeFormatter form) {
        return form.withResolverStyle(ResolverStyle.STRICT);
    }

    private static boolean parses(DateTimeFormatter form, CharSequence text) {
        try {
            form.parse(text);
            return true;
        } catch (DateTimeParseException otherForm) {
            return false;
        }
    }
}
