package dev.canopy.constraint;

import java.io.Serial;

/** Only the server knows what this means; it never leaves the package. */
final class NotUnderstood extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
        super("", null, false, false);
    }
}
