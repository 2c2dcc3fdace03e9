package dev.canopy.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression as {@code pg_get_expr} writes it. */
record Tokens(List<Token> all) {
    enum Sort {
        NAME,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    /** @param text without quotes */
    record Token(Sort sort, String text, boolean quoted) {
        boolean is(String word) {
            return !quoted && sort != Sort.TEXT && text.equalsIgnoreCase(word);
        }
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<name>[A-Za-z_][A-Za-z0-9_$]*)"
            + "|\"(?<quoted>(?:[^\"]|\"\")*)\""
            + "|(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
            + "|'(?<text>(?:[^']|'')*)'"
            + "|(?<sign>::|<>|<=|>=|!~~\\*|!~~|!~\\*|!~|~~\\*|~~|~\\*|~|[-+*/%<>=(),.\\[\\]]))");

    static Tokens of(String expression) throws NotUnderstood {
        List<Token> all = new ArrayList<>();
        Matcher found = TOKEN.matcher(expression.stripTrailing());
        int place = 0;
        while (place < expression.stripTrailing().length()) {
            if (!found.find(place) || found.start() != place) {
                throw new NotUnderstood();
            }
            all.add(token(found));
            place = found.end();
        }
        all.add(new Token(Sort.END, "", false));
        return new Tokens(List.copyOf(all));
    }

    private static Token token(Matcher found) throws NotUnderstood {
        if (found.group("name") != null) {
            return new Token(Sort.NAME, found.group("name"), false);
        }
        if (found.group("quoted") != null) {
            return new Token(Sort.NAME, found.group("quoted").replace("\"\"", "\""), true);
        }
        if (found.group("number") != null) {
            return new Token(Sort.NUMBER, found.group("number"), false);
        }
        if (found.group("text") != null) {
            return new Token(Sort.TEXT, found.group("text").replace("''", "'"), true);
        }
        return new Token(Sort.SIGN, found.group("sign"), false);
    }
}
