package dev.canopy.validation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A rule for one value: a name, a sentence that says what must hold, and the test. Immutable and safe between threads, as
 * long as its predicate is.
 *
 * <p>A validator never sees {@code null}, save for {@link Validators#notNull()}, which is about nothing else: whatever else is
 * said of a value holds only where there is one.
 *
 * @param <V> the type of the values that it can judge; a {@code Validator<CharSequence>} serves every kind of text
 */
public final class Validator<V> {
    private final String rule;
    private final String message;
    private final Map<String, Object> parameters;
    private final boolean required;
    private final boolean discreet;
    private final Predicate<? super V> accepts;

    private Validator(
            String rule,
            String message,
            Map<String, Object> parameters,
            boolean required,
            boolean discreet,
            Predicate<? super V> accepts) {
        this.rule = Objects.requireNonNull(rule, "rule");
        this.message = Objects.requireNonNull(message, "message");
        this.parameters = parameters;
        this.required = required;
        this.discreet = discreet;
        this.accepts = Objects.requireNonNull(accepts, "accepts");
    }

    /**
     * A validator of one's own.
     *
     * @param rule its name, by which a violation is recognised in code and translated
     * @param message what must hold, such as {@code must be a multiple of {n}}; a name in braces is a parameter of {@link #with}
     * @param accepts true for a value that holds; never called with null; must not change the value
     */
    public static <V> Validator<V> of(String rule, String message, Predicate<? super V> accepts) {
        return new Validator<>(rule, message, Map.of(), false, false, accepts);
    }

    /** The one that sees null. */
    static <V> Validator<V> required(String rule, String message) {
        return new Validator<>(rule, message, Map.of(), true, false, value -> true);
    }

    /**
     * The same rule with a parameter, for its message and the messages of a translation.
     *
     * @param value is put into the message as {@code toString()} has it; a {@code Supplier} is asked each time
     */
    public Validator<V> with(String parameter, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new Validator<>(rule, message, Collections.unmodifiableMap(more), required, discreet, accepts);
    }

    /** The same rule with another message; names in braces are the rule's parameters, as in {@code {least}}. */
    public Validator<V> withMessage(String newMessage) {
        return new Validator<>(rule, newMessage, parameters, required, discreet, accepts);
    }

    /** The same rule, whose violations do not show the value: for passwords and the like. */
    public Validator<V> withoutValue() {
        return new Validator<>(rule, message, parameters, required, true, accepts);
    }

    /** The same test under another name. */
    public Validator<V> withRule(String newRule) {
        return new Validator<>(newRule, message, parameters, required, discreet, accepts);
    }

    public String rule() {
        return rule;
    }

    /** What must hold, with the parameters' values in it. */
    public String message() {
        return Template.filled(message, parameters);
    }

    /** What must hold, with the parameters' names in it. */
    public String template() {
        return message;
    }

    /** What the message's names in braces stand for, in the order in which they were said. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** Whether it refuses null and accepts all else. */
    public boolean isRequired() {
        return required;
    }

    /** Whether a violation must not show the value. */
    public boolean isDiscreet() {
        return discreet;
    }

    /** Whether the value holds. */
    public boolean accepts(V value) {
        return accepts.test(value);
    }

    @Override
    public String toString() {
        return rule + " (" + message() + ")";
    }
}
