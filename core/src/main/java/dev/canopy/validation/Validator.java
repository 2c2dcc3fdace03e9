package dev.canopy.validation;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * A rule for one value: a name, a sentence that says what must hold, and the test. Immutable and safe between threads, as
 * long as its predicate is.
 *
 * <p>A validator never sees {@code null}: whether a value may be missing is another question, which the column answers.
 *
 * @param <V> the type of the values that it can judge; a {@code Validator<CharSequence>} serves every kind of text
 */
public final class Validator<V> {
    private final String rule;
    private final String message;
    private final Predicate<? super V> accepts;

    private Validator(String rule, String message, Predicate<? super V> accepts) {
        this.rule = Objects.requireNonNull(rule, "rule");
        this.message = Objects.requireNonNull(message, "message");
        this.accepts = Objects.requireNonNull(accepts, "accepts");
    }

    /**
     * A validator of one's own.
     *
     * @param rule its name, by which a violation is recognised in code
     * @param message what must hold, such as {@code must be from example.com}
     * @param accepts true for a value that holds; never called with null; must not change the value
     */
    public static <V> Validator<V> of(String rule, String message, Predicate<? super V> accepts) {
        return new Validator<>(rule, message, accepts);
    }

    /** The same rule with another message. */
    public Validator<V> withMessage(String newMessage) {
        return new Validator<>(rule, newMessage, accepts);
    }

    public String rule() {
        return rule;
    }

    public String message() {
        return message;
    }

    public boolean accepts(V value) {
        return accepts.test(value);
    }

    @Override
    public String toString() {
        return rule + " (" + message + ")";
    }
}
