package dev.canopy.constraint;

import static dev.canopy.constraint.Unsure.UNSURE;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a check, with SQL's three truth values and a fourth for what is not known here. A row is refused by FALSE alone,
 * so what is not known never refuses.
 */
sealed interface Expression {
    /** Its value: null for SQL's NULL, {@link Unsure#UNSURE} for what is not known. */
    @Nullable
    Object of(Values row);

    Kind kind();

    /** A part that only the server understands. */
    record Opaque() implements Expression {
        @Override
        public Object of(Values row) {
            return UNSURE;
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Column(int index, Kind kind) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return row.of(index);
        }
    }

    record Constant(@Nullable Object value, Kind kind) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return value;
        }
    }

    /** The constants of a list. */
    record Choice(List<Constant> options, Kind kind) implements Expression {
        @Override
        public Object of(Values row) {
            return UNSURE;
        }
    }

    record And(List<Expression> parts) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return folded(parts, row, Boolean.FALSE);
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Or(List<Expression> parts) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return folded(parts, row, Boolean.TRUE);
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Not(Expression negated) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            Object value = negated.of(row);
            return value instanceof Boolean truth ? Boolean.valueOf(!truth) : value;
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record IsNull(Expression asked, boolean wanted) implements Expression {
        @Override
        public Object of(Values row) {
            Object value = asked.of(row);
            return value == UNSURE ? UNSURE : Boolean.valueOf((value == null) == wanted);
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** {@code x IS TRUE} and the like: never NULL. */
    record IsTruth(Expression asked, boolean truth, boolean wanted) implements Expression {
        @Override
        public Object of(Values row) {
            Object value = asked.of(row);
            return value == UNSURE ? UNSURE : Boolean.valueOf((value instanceof Boolean b && b == truth) == wanted);
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Comparison(Expression left, Comparator by, Expression right) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            Object a = left.of(row);
            Object b = right.of(row);
            if (a == null || b == null) {
                return a == UNSURE || b == UNSURE ? UNSURE : null;
            }
            return a == UNSURE || b == UNSURE ? UNSURE : Boolean.valueOf(by.holds(order(a, b)));
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** {@code = ANY} or {@code <> ALL} of constants. */
    record Membership(Expression asked, List<Constant> options, boolean wanted) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            Object value = asked.of(row);
            if (value == null || value == UNSURE) {
                return value;
            }
            boolean unknown = false;
            for (Constant option : options) {
                if (option.value() == null) {
                    unknown = true;
                } else if (order(value, option.value()) == 0) {
                    return wanted;
                }
            }
            return unknown ? null : Boolean.valueOf(!wanted);
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Match(Expression text, Pattern pattern, boolean wanted, String source) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            Object value = text.of(row);
            if (value instanceof String known) {
                return known.length() > ServerRegex.LONGEST_TEXT
                        ? UNSURE
                        : Boolean.valueOf(pattern.matcher(known).find() == wanted);
            }
            return value;
        }

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** The length of a text, in code points or bytes; of an array, its elements. */
    record Length(Expression measured, Measure by) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return switch (measured.of(row)) {
                case null -> null;
                case String text -> by.of(text);
                case Object[][] nested -> UNSURE;
                case Object[] array ->
                    by == Measure.FIRST_DIMENSION && array.length == 0 ? null : BigDecimal.valueOf(array.length);
                default -> UNSURE;
            };
        }

        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }
    }

    /** {@code btrim(text)}: without the spaces at both ends; of other white space it knows nothing. */
    record Trimmed(Expression text) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return text.of(row) instanceof String known ? trimmed(known) : text.of(row);
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }

        private static String trimmed(String text) {
            int start = 0;
            while (start < text.length() && text.charAt(start) == ' ') {
                start++;
            }
            return Limit.Text.withoutBlanks(text.substring(start));
        }
    }

    /** A value that is of another type now, and otherwise the same. */
    record As(Expression value, Kind kind) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return value.of(row);
        }
    }

    /** A number as a floating one. */
    record Floating(Expression number) implements Expression {
        @Override
        public @Nullable Object of(Values row) {
            return number.of(row) instanceof Number known ? (Object) known.doubleValue() : number.of(row);
        }

        @Override
        public Kind kind() {
            return Kind.FLOAT;
        }
    }

    /** How a length is counted. */
    enum Measure {
        CHARACTERS,
        BYTES,
        ELEMENTS,
        FIRST_DIMENSION;

        BigDecimal of(String text) {
            return BigDecimal.valueOf(
                    this == BYTES
                            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                            : text.codePointCount(0, text.length()));
        }
    }

    /** The operators of comparison. */
    enum Comparator {
        EQUAL("="),
        UNEQUAL("<>"),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }

        static @Nullable Comparator of(String sign) {
            for (Comparator each : values()) {
                if (each.sign.equals(sign)) {
                    return each;
                }
            }
            return null;
        }

        boolean isOrder() {
            return this != EQUAL && this != UNEQUAL;
        }

        /** The same with the sides exchanged. */
        Comparator turned() {
            return switch (this) {
                case EQUAL, UNEQUAL -> this;
                case LESS -> MORE;
                case AT_MOST -> AT_LEAST;
                case MORE -> LESS;
                case AT_LEAST -> AT_MOST;
            };
        }

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    /** The parser lets only like kinds meet. */
    private static int order(Object a, Object b) {
        if (a instanceof BigDecimal number && b instanceof BigDecimal other) {
            return number.compareTo(other);
        }
        if (a instanceof Number number && b instanceof Number other) {
            return floating(number.doubleValue(), other.doubleValue());
        }
        if (a instanceof LocalDate date && b instanceof LocalDate other) {
            return date.compareTo(other);
        }
        if (a instanceof OffsetDateTime moment && b instanceof OffsetDateTime other) {
            return moment.toInstant().compareTo(other.toInstant());
        }
        return a.equals(b) ? 0 : 1;
    }

    /** PostgreSQL's order of floating numbers: NaN is the largest, and both zeros are one. */
    private static int floating(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }

    private static @Nullable Object folded(List<Expression> parts, Values row, Boolean decisive) {
        boolean unknown = false;
        boolean unsure = false;
        for (Expression part : parts) {
            Object value = part.of(row);
            if (decisive.equals(value)) {
                return decisive;
            }
            unknown |= value == null;
            unsure |= value == UNSURE;
        }
        return unsure ? UNSURE : unknown ? null : Boolean.valueOf(!decisive);
    }
}
