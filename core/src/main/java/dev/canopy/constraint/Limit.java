package dev.canopy.constraint;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a column's type makes of a value that is written to it: cut, rounded, or refused. */
sealed interface Limit {
    /** What the column would hold. Null is not asked about. */
    Object stored(Object value) throws Refused;

    /** The type does not take the value. */
    final class Refused extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private final String rule;
        private final transient Map<String, Object> parameters;

        Refused(String rule, String message, Map<String, Object> parameters) {
            super(message, null, false, false);
            this.rule = rule;
            this.parameters = parameters;
        }

        String rule() {
            return rule;
        }

        Map<String, Object> parameters() {
            return parameters;
        }
    }

    /** {@code varchar(n)}: spaces beyond the end are cut without a word, as the SQL standard wants it. */
    record Varchar(int most) implements Limit {
        @Override
        public Object stored(Object value) throws Refused {
            return value instanceof String text ? cut(text, most) : value;
        }
    }

    /** {@code char(n)}: spaces at the end mean nothing. */
    record Blanked(int most) implements Limit {
        @Override
        public Object stored(Object value) throws Refused {
            return value instanceof String text ? Text.withoutBlanks(cut(text, most)) : value;
        }
    }

    /** {@code numeric(p, s)}: rounded to the scale, half away from zero, and then no longer than the precision. */
    record Numeric(int precision, int scale) implements Limit {
        @Override
        public Object stored(Object value) throws Refused {
            BigDecimal number = exact(value);
            if (number == null) {
                return value;
            }
            int digits = precision - scale;
            BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
            if (rounded.abs().compareTo(BigDecimal.ONE.scaleByPowerOfTen(digits)) < 0) {
                return rounded;
            }
            throw digits > 0
                    ? new Refused(
                            "precision",
                            "must have at most {digits} digits before the decimal point",
                            Map.of("digits", digits))
                    : new Refused(
                            "precision",
                            "must be nearer to zero than {bound}",
                            Map.of(
                                    "bound",
                                    BigDecimal.ONE.scaleByPowerOfTen(digits).toPlainString()));
        }

        private static @Nullable BigDecimal exact(Object value) {
            return switch (value) {
                case BigDecimal decimal -> decimal;
                case BigInteger whole -> new BigDecimal(whole);
                case Long whole -> BigDecimal.valueOf(whole);
                case Integer whole -> BigDecimal.valueOf(whole);
                case Short whole -> BigDecimal.valueOf(whole);
                default -> null;
            };
        }
    }

    /** Text of any length. */
    record Text() implements Limit {
        @Override
        public Object stored(Object value) throws Refused {
            return value instanceof String text ? withoutNull(text) : value;
        }

        static String withoutNull(String text) throws Refused {
            if (text.indexOf('\0') >= 0) {
                throw new Refused("text", "must not contain the character U+0000", Map.of());
            }
            return text;
        }

        static String withoutBlanks(String text) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            return text.substring(0, end);
        }
    }

    /** An array, of whose elements each is limited; null ones are not. */
    record Each(Limit element) implements Limit {
        @Override
        public Object stored(Object value) throws Refused {
            if (value instanceof Object[] elements && !(value instanceof Object[][])) {
                Object[] stored = new Object[elements.length];
                for (int i = 0; i < elements.length; i++) {
                    stored[i] = storedElement(elements[i]);
                }
                return stored;
            }
            return value;
        }

        @SuppressWarnings("NullAway") // an array's elements may be null
        private Object storedElement(Object one) throws Refused {
            if (one == null) {
                return null;
            }
            try {
                return element.stored(one);
            } catch (Refused refused) {
                throw new Refused(refused.rule(), "each element " + refused.getMessage(), refused.parameters());
            }
        }
    }

    /** Everything. */
    record None() implements Limit {
        @Override
        public Object stored(Object value) {
            return value;
        }
    }

    Pattern PARAMETERS = Pattern.compile("(character varying|character|numeric)\\(([0-9]+)(?:,(-?[0-9]+))?\\)");

    /** The limit of a type as {@code format_type} writes it. */
    static Limit of(String type) {
        if (type.endsWith("[]")) {
            Limit element = of(type.substring(0, type.length() - 2));
            return element instanceof None ? element : new Each(element);
        }
        Matcher found = PARAMETERS.matcher(type);
        if (found.matches()) {
            int first = Integer.parseInt(found.group(2));
            return switch (found.group(1)) {
                case "character varying" -> new Varchar(first);
                case "character" -> new Blanked(first);
                default -> new Numeric(first, found.group(3) == null ? 0 : Integer.parseInt(found.group(3)));
            };
        }
        return switch (type) {
            case "text", "character varying", "character" -> new Text();
            default -> new None();
        };
    }

    private static String cut(String text, int most) throws Refused {
        Text.withoutNull(text);
        if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        int end = text.offsetByCodePoints(0, most);
        if (!Text.withoutBlanks(text.substring(end)).isEmpty()) {
            throw new Refused("len", "must have at most {most} characters", Map.of("most", most));
        }
        return text.substring(0, end);
    }
}
