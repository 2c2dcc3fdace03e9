package dev.canopy.validation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one record.
 *
 * @param model what the record is, as its class is called: {@code User}
 * @param field the property that is at fault, as shapes and maps call it: {@code firstName}; empty where it is the record as a whole
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
        return (field.isEmpty() ? model : model + "." + field) + " " + message + but;
    }
}
