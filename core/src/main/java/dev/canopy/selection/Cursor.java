package dev.canopy.selection;

import dev.canopy.error.CursorException;

/**
 * A place in the order of a selection, to go on from: for a URL or a JSON answer, as text that says nothing to its reader. It
 * fits the selection whose {@link Slice} it came from, under the same order.
 *
 * @param token letters, digits, {@code -} and {@code _}
 */
public record Cursor(String token) {
    /**
     * Takes a token that was handed out before; whether it is one is checked where it is used.
     *
     * @throws CursorException if it is blank
     */
    public Cursor {
        if (token.isBlank()) {
            throw new CursorException("A cursor's token is empty; leave after(..) out for the first slice.");
        }
    }

    /** The token. */
    @Override
    public String toString() {
        return token;
    }
}
