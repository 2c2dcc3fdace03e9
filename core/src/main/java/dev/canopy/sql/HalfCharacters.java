package dev.canopy.sql;

import dev.canopy.error.InvalidValueException;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Halves of characters (unpaired surrogates). A text of Java's may hold them, as one does that was cut in the middle of an emoji;
 * no encoding has a form for them, and the driver would store question marks in their place without a word.
 */
public final class HalfCharacters {
    private HalfCharacters() {}

    /**
     * Lets everything pass that can be stored as it is.
     *
     * @throws InvalidValueException for a text that cannot, alone or in an array or JSON
     */
    public static void refuse(@Nullable Object value) {
        switch (value) {
            case String text -> refuseIn(text);
            case JSONB json -> refuseIn(json.data());
            case JSON json -> refuseIn(json.data());
            case Object[] elements -> {
                for (Object element : elements) {
                    refuse(element);
                }
            }
            case null -> {}
            default -> {}
        }
    }

    private static void refuseIn(String text) {
        int length = text.length();
        int i = 0;
        while (i < length) {
            char half = text.charAt(i);
            // Nearly every character is none; the parameters of bulk writes are long.
            if (half < Character.MIN_SURROGATE) {
                i++;
                continue;
            }
            boolean whole = i + 1 < text.length() && Character.isSurrogatePair(half, text.charAt(i + 1));
            if (Character.isSurrogate(half) && !whole) {
                throw new InvalidValueException(
                        "A text has half of a character (U+%04X at index %d of %d), which the database cannot store; cut texts between characters."
                                .formatted((int) half, i, text.length()),
                        null);
            }
            i += whole ? 2 : 1;
        }
    }
}
