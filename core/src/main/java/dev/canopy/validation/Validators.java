package dev.canopy.validation;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The validators that come with Canopy, to be imported statically. Each is typed: one for text does not compile on a number. They
 * are written in several files, by what they judge; this one has those that are about any value.
 *
 * <p>All of them are immutable, safe between threads, and take time in proportion to the value's length. None of them sees null,
 * save {@link #notNull()}.
 */
public final class Validators extends CodeValidators {
    private Validators() {}

    /**
     * A rule of one's own: {@code check("must be from example.com", e -> e.endsWith("@example.com"))}.
     *
     * @param message what must hold; it follows the field's name in the error
     * @param accepts true for a value that holds; never called with null
     */
    public static <V> Validator<V> check(String message, Predicate<? super V> accepts) {
        return Validator.of("check", message, accepts);
    }

    /**
     * There is a value. On create it is not asked of a column that was not set and that the database fills by itself; on update
     * only of columns that were set.
     */
    public static <V> Validator<V> notNull() {
        return Validator.required("notNull", "must not be null");
    }

    /** Not below {@code least}, by the type's own order; 1.0 and 1.00 are the same number. */
    public static <V extends Comparable<? super V>> Validator<V> min(V least) {
        return Validator.<V>of("min", "must be at least {least}", value -> value.compareTo(least) >= 0)
                .with("least", least);
    }

    /** Not below {@code least}, for numbers of every type. NaN is refused. */
    public static Validator<Number> min(long least) {
        BigDecimal bound = BigDecimal.valueOf(least);
        return Validator.<Number>of(
                        "min", "must be at least {least}", value -> Numbers.compare(value, bound, c -> c >= 0))
                .with("least", least);
    }

    /** Not above {@code most}, by the type's own order. */
    public static <V extends Comparable<? super V>> Validator<V> max(V most) {
        return Validator.<V>of("max", "must be at most {most}", value -> value.compareTo(most) <= 0)
                .with("most", most);
    }

    /** Not above {@code most}, for numbers of every type. NaN is refused. */
    public static Validator<Number> max(long most) {
        BigDecimal bound = BigDecimal.valueOf(most);
        return Validator.<Number>of(
                        "max", "must be at most {most}", value -> Numbers.compare(value, bound, c -> c <= 0))
                .with("most", most);
    }

    /** One of the values given. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public static <V> Validator<V> isIn(V... values) {
        return isIn(List.of(values));
    }

    /** One of the values given, which are copied. */
    public static <V> Validator<V> isIn(Collection<? extends V> values) {
        List<V> known = List.copyOf(values);
        return Validator.<V>of("isIn", "must be one of {values}", known::contains)
                .with("values", known);
    }

    /** None of the values given. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public static <V> Validator<V> notIn(V... values) {
        return notIn(List.of(values));
    }

    /** None of the values given, which are copied. */
    public static <V> Validator<V> notIn(Collection<? extends V> values) {
        List<V> known = List.copyOf(values);
        return Validator.<V>of("notIn", "must be none of {values}", value -> !known.contains(value))
                .with("values", known);
    }

    /** An array with so many elements, nulls among them. */
    public static Validator<Object[]> size(int least, int most) {
        return Validator.<Object[]>of(
                        "size",
                        "must have {least} to {most} elements",
                        value -> value.length >= least && value.length <= most)
                .with("least", least)
                .with("most", most);
    }

    /** An array whose elements all hold; null ones are not judged, unless by {@link #notNull()}. */
    public static <V> Validator<V[]> each(Validator<? super V> validator) {
        Validator<V[]> each = Validator.of(
                validator.rule(), "each element " + validator.template(), values -> everyOne(values, validator));
        for (var parameter : validator.parameters().entrySet()) {
            each = each.with(parameter.getKey(), parameter.getValue());
        }
        return validator.isDiscreet() ? each.withoutValue() : each;
    }

    /** At least one of these holds: {@code anyOf(isEmail(), isMobile())}; the message names them all. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public static <V> Validator<V> anyOf(Validator<? super V>... validators) {
        List<Validator<? super V>> all = List.of(validators);
        String message =
                String.join(" or ", all.stream().map(Validator::message).toList());
        return Validator.of("anyOf", message, value -> all.stream().anyMatch(each -> each.accepts(value)));
    }

    @SuppressWarnings("NullAway") // an array's elements may be null, whatever its type says
    private static <V> boolean everyOne(V[] values, Validator<? super V> validator) {
        for (V value : values) {
            if (value == null ? validator.isRequired() : !validator.accepts(value)) {
                return false;
            }
        }
        return true;
    }
}
