package dev.canopy.validation;

import java.math.BigDecimal;

/** About numbers, whatever their Java type. */
abstract sealed class NumberValidators extends TimeValidators permits CodeValidators {
    NumberValidators() {}

    /** A multiple of {@code divisor}. */
    public static Validator<Number> isDivisibleBy(long divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException("isDivisibleBy(0) can never hold; give another divisor.");
        }
        BigDecimal by = BigDecimal.valueOf(divisor);
        return Validator.<Number>of(
                        "isDivisibleBy",
                        "must be divisible by {divisor}",
                        value -> Double.isFinite(value.doubleValue())
                                && Numbers.exact(value).remainder(by).signum() == 0)
                .with("divisor", divisor);
    }

    /** A port of TCP or UDP: 0 to 65535. */
    public static Validator<Number> isPort() {
        return between("isPort", "must be a port from 0 to 65535", 65_535, 0);
    }

    /** A latitude in degrees: -90 to 90. */
    public static Validator<Number> isLatitude() {
        return between("isLatitude", "must be a latitude from -90 to 90", 90, -90);
    }

    /** A longitude in degrees: -180 to 180. */
    public static Validator<Number> isLongitude() {
        return between("isLongitude", "must be a longitude from -180 to 180", 180, -180);
    }

    private static Validator<Number> between(String rule, String message, long most, long least) {
        BigDecimal lower = BigDecimal.valueOf(least);
        BigDecimal upper = BigDecimal.valueOf(most);
        return Validator.of(
                rule,
                message,
                value -> Numbers.compare(value, lower, c -> c >= 0) && Numbers.compare(value, upper, c -> c <= 0));
    }
}
