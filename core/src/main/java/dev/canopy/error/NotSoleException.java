package dev.canopy.error;

import java.io.Serial;

/** One row at most was to be there, and there are more. */
public final class NotSoleException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** For a selection of this model. */
    public static NotSoleException of(String model) {
        return new NotSoleException(
                "More than one %s meets the conditions; findSole() wants one at most. Narrow them, or say findOne() for the first."
                        .formatted(model));
    }

    public NotSoleException(String message) {
        super(message, null);
    }
}
