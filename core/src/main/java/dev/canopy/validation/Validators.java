package dev.canopy.validation;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.UrlValidator;

/** The validators that come with Canopy, to be imported statically. */
public final class Validators {
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

    /** An e-mail address with a top-level domain, as Apache Commons Validator judges it (RFC 5322's usual subset). */
    public static Validator<String> isEmail() {
        return Validator.of(
                "isEmail",
                "must be an e-mail address",
                value -> EmailValidator.getInstance().isValid(value));
    }

    /** An absolute {@code http}, {@code https} or {@code ftp} address, as Apache Commons Validator judges it. */
    public static Validator<String> isUrl() {
        return Validator.of(
                "isUrl", "must be a URL", value -> UrlValidator.getInstance().isValid(value));
    }

    /** Something other than white space. */
    public static Validator<CharSequence> notEmpty() {
        return Validator.of(
                "notEmpty", "must not be empty", value -> value.codePoints().anyMatch(c -> !Character.isWhitespace(c)));
    }

    /** A length within both bounds, counted in code points as PostgreSQL counts {@code varchar(n)}. */
    public static Validator<CharSequence> length(int least, int most) {
        return Validator.of("length", "must have " + least + " to " + most + " characters", value -> {
            long length = value.codePoints().count();
            return length >= least && length <= most;
        });
    }

    /** The whole text matches; for a part of it say {@code .*} around it. */
    public static Validator<CharSequence> matches(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return Validator.of(
                "matches",
                "must match " + regex,
                value -> pattern.matcher(value).matches());
    }

    /** Not below {@code least}, by the type's own order; 1.0 and 1.00 are the same number. */
    public static <V extends Comparable<? super V>> Validator<V> min(V least) {
        return Validator.of("min", "must be at least " + least, value -> value.compareTo(least) >= 0);
    }

    /** Not above {@code most}, by the type's own order. */
    public static <V extends Comparable<? super V>> Validator<V> max(V most) {
        return Validator.of("max", "must be at most " + most, value -> value.compareTo(most) <= 0);
    }

    /** One of the values given. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public static <V> Validator<V> isIn(V... values) {
        List<V> known = List.of(values);
        return Validator.of("isIn", "must be one of " + known, known::contains);
    }
}
