package dev.canopy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * SQL with parameters that have names, cut at them. What stands in strings, quoted names and comments is no parameter, nor is a
 * cast ({@code ::}); a question mark that is an operator is told to the driver as such.
 */
final class NamedParameters {
    private final String sql;
    private final List<String> texts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int at;

    private NamedParameters(String sql) {
        this.sql = sql;
    }

    static NamedParameters of(String sql) {
        NamedParameters parameters = new NamedParameters(sql);
        parameters.read();
        return parameters;
    }

    /** The text before each parameter, and at the end what follows the last. */
    List<String> texts() {
        return texts;
    }

    /** The parameters in their order; one that stands twice is there twice. */
    List<String> names() {
        return names;
    }

    Set<String> differentNames() {
        return new LinkedHashSet<>(names);
    }

    private void read() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            switch (c) {
                case '\'' -> copyTo(endOfString());
                case '"' -> copyTo(endOfQuoted('"', at + 1));
                case '-' -> copyTo(sql.startsWith("--", at) ? endOfLine() : at + 1);
                case '/' -> copyTo(sql.startsWith("/*", at) ? endOfComment() : at + 1);
                case '$' -> copyTo(endOfDollars());
                case '?' -> {
                    text.append("??");
                    at++;
                }
                case ':' -> colon();
                default -> copyTo(Character.isJavaIdentifierStart(c) ? endOfWord(at) : at + 1);
            }
        }
        texts.add(text.toString());
    }

    private void colon() {
        if (sql.startsWith("::", at)) {
            copyTo(at + 2);
        } else if (at + 1 < sql.length() && isNameStart(sql.charAt(at + 1))) {
            int end = endOfWord(at + 1);
            texts.add(text.toString());
            text.setLength(0);
            names.add(sql.substring(at + 1, end));
            at = end;
        } else {
            copyTo(at + 1);
        }
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        return Math.max(end, from + 1);
    }

    /** In {@code E'..'} a backslash escapes what follows; elsewhere it is a character like others. */
    private int endOfString() {
        boolean escapes = at > 0
                && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                && (at < 2 || !Character.isLetterOrDigit(sql.charAt(at - 2)));
        if (!escapes) {
            return endOfQuoted('\'', at + 1);
        }
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '\'') {
            end += sql.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /** A quote that is doubled begins a new string at once, which comes to the same. */
    private int endOfQuoted(char quote, int from) {
        int end = sql.indexOf(quote, from);
        return end < 0 ? sql.length() : end + 1;
    }

    private int endOfLine() {
        int end = sql.indexOf('\n', at);
        return end < 0 ? sql.length() : end;
    }

    private int endOfComment() {
        int depth = 0;
        int end = at;
        do {
            if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < sql.length());
        return end;
    }

    /** {@code $tag$ .. $tag$}; a dollar sign that opens none is a character like others. */
    private int endOfDollars() {
        int tagEnd = sql.indexOf('$', at + 1);
        if (tagEnd < 0 || !sql.substring(at + 1, tagEnd).chars().allMatch(Character::isLetterOrDigit)) {
            return at + 1;
        }
        String tag = sql.substring(at, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        return end < 0 ? sql.length() : end + tag.length();
    }

    private void copyTo(int end) {
        int stop = Math.min(end, sql.length());
        text.append(sql, at, stop);
        at = stop;
    }
}
