package dev.canopy.validation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one record.
 *
 * @param model what the record is, as its class is called: {@code User}
 * @param field the property that is at fault, as shapes and maps call it: {@code firstName}; empty where it is the
 *     record as a whole. Of several new records with the index in front, {@code [3].firstName}; of those in a tree with their path,
 *     {@code tasks[0].title}
 * @param rule the validator's name: {@code isEmail}
 * @param message what must hold, without the field's name in front: {@code must be an e-mail address}
 * @param rejectedValue the value that was refused; null where the value is missing or must not be shown
 */
public record Violation(
        String model,
        String field,
        String rule,
        String message,
        @Nullable Object rejectedValue) {

    /** The same of one of several records. */
    public Violation at(int index) {
        String place = "[" + index + "]";
        return new Violation(model, field.isEmpty() ? place : place + "." + field, rule, message, rejectedValue);
    }

    /** {@code User.email must be an e-mail address, but is "john"}. */
    @Override
    public String toString() {
        String but = switch (rejectedValue) {
            case null -> "";
            case CharSequence text -> ", but is \"" + text + "\"";
            case Object[] array -> ", but is " + Arrays.deepToString(array);
            case byte[] bytes -> ", but is " + bytes.length + " bytes";
            default -> ", but is " + rejectedValue;
        };
        String dot = field.isEmpty() || field.startsWith("[") ? "" : ".";
        return model + dot + field + " " + message + but;
    }
}
