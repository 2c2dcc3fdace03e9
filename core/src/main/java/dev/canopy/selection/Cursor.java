package dev.canopy.selection;

import dev.canopy.error.CursorException;

/**
 * A place in the order of a selection, to go on from: for a URL or a JSON answer. It fits the selection whose {@link Slice} it
 * came from, under the same order. What is in it are the values by which the rows are ordered, the primary key among them: with
 * {@code c.cursorSecret(..)} encrypted, so that they say nothing to its reader; without, anybody can decode them.
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
