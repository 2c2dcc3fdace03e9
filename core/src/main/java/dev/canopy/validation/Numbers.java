package dev.canopy.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.IntPredicate;

/** Numbers of every type, compared exactly. */
final class Numbers {
    private Numbers() {}

    /**
     * Whether a number compares to another one as wanted; NaN never does.
     *
     * @param wanted is asked about the sign of the comparison
     */
    static boolean compare(Number value, BigDecimal other, IntPredicate wanted) {
        double asDouble = value.doubleValue();
        if (Double.isNaN(asDouble)) {
            return false;
        }
        if (Double.isInfinite(asDouble) && !(value instanceof BigDecimal) && !(value instanceof BigInteger)) {
            return wanted.test(asDouble > 0 ? 1 : -1);
        }
        return wanted.test(exact(value).compareTo(other));
    }

    /** The very number; of a float, its shortest decimal. */
    static BigDecimal exact(Number value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            case Double approximate -> BigDecimal.valueOf(approximate);
            case Float approximate -> new BigDecimal(approximate.toString());
            default -> new BigDecimal(value.toString());
        };
    }
}
