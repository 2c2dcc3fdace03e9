package dev.canopy.codec;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

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
