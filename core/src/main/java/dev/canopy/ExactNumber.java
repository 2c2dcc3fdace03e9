package dev.canopy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** A number as a value of another type, where that loses nothing. */
final class ExactNumber {
    /** No column holds a number of more digits (manual, "Numeric Types"); one written with a larger exponent only fills the memory. */
    private static final int DIGITS = 147_455;

    private ExactNumber() {}

    /** As a value of this type; empty where it is none, or would become another number. */
    static Optional<Object> of(Class<?> type, Number number) {
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            return Math.abs((long) exact.scale()) > DIGITS ? Optional.empty() : of(type, exact);
        } catch (ArithmeticException | NumberFormatException inexact) {
            // NaN and the infinities among them.
            return Optional.empty();
        }
    }

    /** The double of this number, where its shortest form is the number. */
    static double ofDouble(BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (new BigDecimal(Double.toString(nearest)).compareTo(exact) != 0) {
            throw new NumberFormatException(exact + " is no double");
        }
        return nearest;
    }

    /** The float of this number, where its shortest form is the number. */
    static float ofFloat(BigDecimal exact) {
        float nearest = exact.floatValue();
        if (new BigDecimal(Float.toString(nearest)).compareTo(exact) != 0) {
            throw new NumberFormatException(exact + " is no float");
        }
        return nearest;
    }

    private static Optional<Object> of(Class<?> type, BigDecimal exact) {
        if (type == Long.class) {
            return Optional.of(exact.longValueExact());
        }
        if (type == Integer.class) {
            return Optional.of(exact.intValueExact());
        }
        if (type == Short.class) {
            return Optional.of(exact.shortValueExact());
        }
        if (type == BigInteger.class) {
            return Optional.of(exact.toBigIntegerExact());
        }
        if (type == Double.class) {
            return Optional.of(ofDouble(exact));
        }
        if (type == Float.class) {
            return Optional.of(ofFloat(exact));
        }
        return type == BigDecimal.class ? Optional.of(exact) : Optional.empty();
    }
}
