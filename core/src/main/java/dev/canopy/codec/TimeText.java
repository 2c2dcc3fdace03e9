package dev.canopy.codec;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as PostgreSQL writes them with {@code DateStyle = ISO}, in JSON (with a {@code T}) and as text (with a
 * blank): years beyond 9999, {@code BC} and {@code infinity} included. Infinity becomes the type's MAX and MIN, as the
 * driver reads it; an instant comes back in UTC, as the driver reads it.
 */
final class TimeText {
    private TimeText() {}

    static LocalDate date(String text) {
        return switch (text) {
            case "infinity" -> LocalDate.MAX;
            case "-infinity" -> LocalDate.MIN;
            default -> plainDate(text);
        };
    }

    static LocalTime time(String text) {
        return text.startsWith("24:") ? LocalTime.MAX : LocalTime.parse(text);
    }

    static OffsetTime timeWithZone(String text) {
        int zone = zoneStart(text);
        return OffsetTime.of(time(text.substring(0, zone)), ZoneOffset.of(text.substring(zone)));
    }

    static LocalDateTime timestamp(String text) {
        return switch (text) {
            case "infinity" -> LocalDateTime.MAX;
            case "-infinity" -> LocalDateTime.MIN;
            default -> {
                LocalDateTime usual = usual(text, text.length());
                if (usual != null) {
                    yield usual;
                }
                int between = between(text);
                String time = beforeEra(text).substring(between + 1);
                yield LocalDateTime.of(plainDate(text.substring(0, between) + era(text)), LocalTime.parse(time));
            }
        };
    }

    static OffsetDateTime instant(String text) {
        return switch (text) {
            case "infinity" -> OffsetDateTime.MAX;
            case "-infinity" -> OffsetDateTime.MIN;
            default -> {
                int end = text.endsWith("+00:00") ? text.length() - 6 : text.length() - 3;
                LocalDateTime usual = text.startsWith("+00", end) ? usual(text, end) : null;
                if (usual != null) {
                    yield usual.atOffset(ZoneOffset.UTC);
                }
                int between = between(text);
                String time = beforeEra(text).substring(between + 1);
                int zone = zoneStart(time);
                yield OffsetDateTime.of(
                                plainDate(text.substring(0, between) + era(text)),
                                LocalTime.parse(time.substring(0, zone)),
                                ZoneOffset.of(time.substring(zone)))
                        .withOffsetSameInstant(ZoneOffset.UTC);
            }
        };
    }

    /** The time as nearly all are written, {@code 2026-11-24T10:00:00.123456}, up to this index; null for any other. */
    private static @Nullable LocalDateTime usual(String text, int end) {
        if (end < 19
                || end == 20
                || end > 29
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || (end > 19 && text.charAt(19) != '.')) {
            return null;
        }
        for (int i = 0; i < end; i++) {
            boolean separator = i == 4 || i == 7 || i == 10 || i == 13 || i == 16 || i == 19;
            if (!separator && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return null;
            }
        }
        int nanos = end == 19 ? 0 : number(text, 20, end);
        for (int digits = end - 20; digits > 0 && digits < 9; digits++) {
            nanos *= 10;
        }
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19),
                nanos);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static LocalDate plainDate(String text) {
        String date = beforeEra(text);
        int day = date.lastIndexOf('-');
        int month = date.lastIndexOf('-', day - 1);
        int year = Integer.parseInt(date.substring(0, month));
        return LocalDate.of(
                era(text).isEmpty() ? year : 1 - year,
                Integer.parseInt(date.substring(month + 1, day)),
                Integer.parseInt(date.substring(day + 1)));
    }

    private static int between(String text) {
        int t = text.indexOf('T');
        return t >= 0 ? t : text.indexOf(' ');
    }

    private static String era(String text) {
        return text.endsWith(" BC") ? " BC" : "";
    }

    private static String beforeEra(String text) {
        return text.substring(0, text.length() - era(text).length());
    }

    private static int zoneStart(String time) {
        return Math.max(time.indexOf('+'), time.indexOf('-'));
    }
}
