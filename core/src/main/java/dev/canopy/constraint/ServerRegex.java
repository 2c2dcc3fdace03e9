package dev.canopy.constraint;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * PostgreSQL's regular expressions, as far as Java's mean the same by them: plain characters, anchors, sets, groups,
 * alternatives and counts. Classes such as {@code \d} depend on the database's locale, and are left to it.
 *
 * <p>An expression that Java could take long over is left to the server as well: one that repeats what matches in several ways, or has more
 * than three counts without an end.
 */
final class ServerRegex {
    /** Beyond it, a text is left to the server. */
    static final int LONGEST_TEXT = 2_000;

    /** How many counts without an end an expression may have; Java tries them all against each other. */
    static final int MOST_OPEN_COUNTS = 3;

    private static final String PLAIN = " !\"#%&',-/:;<=>@_`~";

    private final String source;
    private final StringBuilder translated = new StringBuilder();
    private int place;
    private int openCounts;

    private ServerRegex(String source) {
        this.source = source;
    }

    /** The same in Java, to be found anywhere in a text; empty if that is not sure. */
    static Optional<Pattern> of(String source) {
        // Three asterisks, or a group of options, in front say how the rest is to be read.
        if (source.startsWith("***") || source.startsWith("(?")) {
            return Optional.empty();
        }
        ServerRegex reader = new ServerRegex(source);
        try {
            reader.alternatives();
            return reader.place == source.length()
                    ? Optional.of(Pattern.compile(reader.translated.toString(), Pattern.DOTALL))
                    : Optional.empty();
        } catch (NotUnderstood other) {
            return Optional.empty();
        }
    }

    /** How often an atom may be there. */
    private enum Count {
        ONCE,
        OPTIONAL,
        FIXED,
        OPEN
    }

    /** @return whether one text can match it in several ways */
    private boolean alternatives() throws NotUnderstood {
        boolean ambiguous = branch();
        while (next('|')) {
            translated.append('|');
            branch();
            ambiguous = true;
        }
        return ambiguous;
    }

    private boolean branch() throws NotUnderstood {
        boolean ambiguous = false;
        while (place < source.length() && peek() != '|' && peek() != ')') {
            ambiguous |= piece();
        }
        return ambiguous;
    }

    private boolean piece() throws NotUnderstood {
        if (next('^')) {
            translated.append("\\A");
            return false;
        }
        if (next('$')) {
            translated.append("\\z");
            return false;
        }
        boolean within = atom();
        Count count = count();
        // Repeated, what matches in several ways would be tried in all combinations of them.
        if (within && (count == Count.FIXED || count == Count.OPEN)) {
            throw new NotUnderstood();
        }
        return within || count == Count.OPTIONAL || count == Count.OPEN;
    }

    private boolean atom() throws NotUnderstood {
        if (next('(')) {
            if (next('?')) {
                require(':');
            }
            translated.append("(?:");
            boolean ambiguous = alternatives();
            require(')');
            translated.append(')');
            return ambiguous;
        }
        if (next('[')) {
            set();
        } else if (next('.')) {
            translated.append('.');
        } else if (next('\\')) {
            translated.append(Pattern.quote(String.valueOf(escaped())));
        } else {
            char c = source.charAt(place++);
            if (!isPlain(c)) {
                throw new NotUnderstood();
            }
            translated.append(Pattern.quote(String.valueOf(c)));
        }
        return false;
    }

    /** The first character of a set may be a bracket; ranges are of digits, small letters or capitals. */
    private void set() throws NotUnderstood {
        translated.append(next('^') ? "[^" : "[");
        int start = place;
        while (place == start || peek() != ']') {
            char c = source.charAt(place);
            if (c == '[') {
                throw new NotUnderstood();
            }
            place++;
            char from = c == '\\' ? escaped() : c;
            if (from > 126) {
                throw new NotUnderstood();
            }
            if (peek() == '-' && place + 1 < source.length() && source.charAt(place + 1) != ']') {
                place++;
                char to = source.charAt(place++);
                if (!isRange(from, to)) {
                    throw new NotUnderstood();
                }
                translated.append(from).append('-').append(to);
            } else {
                translated.append(String.format("\\x%02x", (int) from));
            }
        }
        place++;
        translated.append(']');
    }

    private Count count() throws NotUnderstood {
        if (place == source.length() || "*+?{".indexOf(peek()) < 0) {
            return Count.ONCE;
        }
        Count count = next('{') ? bounds() : sign(source.charAt(place++));
        openCounts += count == Count.OPEN ? 1 : 0;
        // A second sign makes it reluctant, or means nothing to PostgreSQL.
        if (openCounts > MOST_OPEN_COUNTS || (place < source.length() && "*+?{".indexOf(peek()) >= 0)) {
            throw new NotUnderstood();
        }
        return count;
    }

    private Count sign(char sign) {
        translated.append(sign);
        return sign == '?' ? Count.OPTIONAL : Count.OPEN;
    }

    private Count bounds() throws NotUnderstood {
        int end = source.indexOf('}', place);
        String bounds = end < 0 ? "" : source.substring(place, end);
        if (!bounds.matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
            throw new NotUnderstood();
        }
        translated.append('{').append(bounds).append('}');
        place = end + 1;
        return bounds.contains(",") ? Count.OPEN : Count.FIXED;
    }

    /** A sign that stands for itself once a backslash is before it. */
    private char escaped() throws NotUnderstood {
        if (place == source.length() || Character.isLetterOrDigit(peek())) {
            throw new NotUnderstood();
        }
        return source.charAt(place++);
    }

    private boolean next(char c) {
        boolean found = place < source.length() && source.charAt(place) == c;
        place += found ? 1 : 0;
        return found;
    }

    private void require(char c) throws NotUnderstood {
        if (!next(c)) {
            throw new NotUnderstood();
        }
    }

    private char peek() throws NotUnderstood {
        if (place == source.length()) {
            throw new NotUnderstood();
        }
        return source.charAt(place);
    }

    private static boolean isPlain(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0;
    }

    private static boolean isRange(char from, char to) {
        return from <= to && ((from >= '0' && to <= '9') || (from >= 'a' && to <= 'z') || (from >= 'A' && to <= 'Z'));
    }
}
