package dev.canopy.persist;

import dev.canopy.codec.InputText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * How the server writes the value of a column, as far as that is known for certain: the text of a moment depends on the zone of the
 * session, that of bytes on its {@code bytea_output}.
 */
final class ServerText {
    /** Between these the server writes a floating-point number without an exponent, whatever its type. */
    private static final double LEAST = 1e-4;

    private static final double BEYOND = 1e6;

    private static final int MICROSECONDS = 6;

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private ServerText() {}

    /** Null where it is not known, and for what a row leaves to the server. */
    static <V> @Nullable String of(Record row, Field<V> column) {
        V value = row.get(column);
        if (value == null) {
            return row.touched(column) ? "null" : null;
        }
        DataType<V> type = column.getDataType();
        return switch ((Object) column.getConverter().to(value)) {
            case null -> null;
            case String text -> type.getTypeName().equals("char") ? null : text;
            case Boolean truth -> truth ? "t" : "f";
            case BigDecimal number ->
                type.scaleDefined()
                        ? number.setScale(type.scale(), RoundingMode.HALF_UP).toPlainString()
                        : number.toPlainString();
            case Long whole -> whole.toString();
            case Integer whole -> whole.toString();
            case Short whole -> whole.toString();
            case BigInteger whole -> whole.toString();
            case Double number -> floating(number, number.toString());
            case Float number -> floating(number, number.toString());
            case UUID uuid -> uuid.toString();
            case EnumType constant -> constant.getLiteral();
            case LocalDate day -> InputText.text(day);
            case LocalDateTime time -> day(time, type);
            case LocalTime time -> ofDay(time, type);
            default -> null;
        };
    }

    /** Both write the shortest text that gives the number again (the server since PostgreSQL 12, Java since 19), with other exponents. */
    private static @Nullable String floating(double number, String shortest) {
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        double size = Math.abs(number);
        return size >= LEAST && size < BEYOND
                ? new BigDecimal(shortest).stripTrailingZeros().toPlainString()
                : null;
    }

    private static @Nullable String day(LocalDateTime time, DataType<?> type) {
        String ofDay = time.getYear() > 0 && time.getYear() < 10_000 ? ofDay(time.toLocalTime(), type) : null;
        return ofDay == null ? null : time.toLocalDate() + " " + ofDay;
    }

    /** Of a time that the column holds to its last digit, for how others are rounded is not known here. */
    private static @Nullable String ofDay(LocalTime time, DataType<?> type) {
        int digits = type.precisionDefined() ? type.precision() : MICROSECONDS;
        boolean whole =
                BigDecimal.valueOf(time.toNanoOfDay(), 9).stripTrailingZeros().scale() <= digits;
        return whole ? TIME.format(time) : null;
    }
}
