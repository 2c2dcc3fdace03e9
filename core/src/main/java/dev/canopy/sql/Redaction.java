package dev.canopy.sql;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of the values of a statement. It knows the columns whose values nobody may see. A statement that names one of
 * them shows only values that are plainly compared with, or written to, another column: in doubt nothing is shown.
 *
 * @param sensitive names of columns, whatever their tables
 */
public record Redaction(Set<String> sensitive) {
    private static final int LONGEST = 60;
    private static final String SECRET = "***";

    /** A literal, a name in quotes, a word, an operator, or one other character. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*|[-+*/<>=~!@#%^&|`]+|\\S");

    /** What may stand between a comparison and the value that it compares with. */
    private static final Set<String> OPENING = Set.of("(", ",", "?", "[", "array", "any", "all", "cast", "not");

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=", "in", "like", "ilike");

    /** What stands before the name of a column that is nothing but a column. */
    private static final Set<String> BEFORE =
            Set.of("where", "and", "or", "on", "set", "having", "when", "not", "(", ",");

    /** What stands after a value that is nothing but a value. */
    private static final Set<String> AFTER = Set.of(
            ")",
            "]",
            ",",
            ";",
            "and",
            "or",
            "as",
            "where",
            "from",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "for",
            "union",
            "returning",
            "then",
            "/*");

    /** The words of an INSERT before its columns. */
    private static final Pattern INSERT =
            Pattern.compile("^\\s*insert\\s+into\\s+[^(]*\\(([^)]*)\\)\\s*values\\s*\\(", Pattern.CASE_INSENSITIVE);

    public Redaction {
        sensitive = Set.copyOf(sensitive);
    }

    /** The values as they may be shown, in the order of the placeholders. */
    List<String> of(String sql, List<? extends @Nullable Object> values) {
        List<String> names = sensitive.isEmpty() ? List.of() : names(sql);
        boolean secrets = names.stream().anyMatch(name -> sensitive.contains(name));
        List<@Nullable String> columns = secrets ? columns(sql) : List.of();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String column = i < columns.size() ? columns.get(i) : null;
            shown.add(secrets && (column == null || sensitive.contains(column)) ? SECRET : spoken(values.get(i)));
        }
        return shown;
    }

    private static List<String> names(String sql) {
        return TOKEN.matcher(sql)
                .results()
                .map(token -> name(token.group()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** For each placeholder the column that it plainly belongs to; null where that is not plain. */
    private static List<@Nullable String> columns(String sql) {
        Matcher insert = INSERT.matcher(sql);
        if (insert.find()) {
            return inserted(names(insert.group(1)), sql.substring(insert.end()));
        }
        List<String> tokens =
                TOKEN.matcher(sql).results().map(MatchResult::group).toList();
        List<@Nullable String> columns = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).equals("?")) {
                columns.add(compared(tokens, i));
            }
        }
        return columns;
    }

    /** The column in {@code .. and column = ? and ..}; null if anything else stands around. */
    private static @Nullable String compared(List<String> tokens, int placeholder) {
        if (placeholder + 1 < tokens.size() && !AFTER.contains(word(tokens, placeholder + 1))) {
            return null;
        }
        int at = placeholder - 1;
        while (at >= 0 && OPENING.contains(word(tokens, at))) {
            at--;
        }
        if (at < 0 || !COMPARISONS.contains(word(tokens, at))) {
            return null;
        }
        at -= at > 0 && word(tokens, at - 1).equals("not") ? 2 : 1;
        String column = at < 0 ? null : name(tokens.get(at));
        while (at > 1 && tokens.get(at - 1).equals(".")) {
            at -= 2;
        }
        return column != null && at > 0 && BEFORE.contains(word(tokens, at - 1)) ? column : null;
    }

    private static String word(List<String> tokens, int at) {
        return tokens.get(at).toLowerCase(Locale.ROOT);
    }

    /** The values of an INSERT stand in the order of its columns, row after row; where anything else stands, nothing is plain. */
    private static List<@Nullable String> inserted(List<String> into, String values) {
        List<@Nullable String> columns = new ArrayList<>();
        Matcher token = TOKEN.matcher(values);
        int depth = 1;
        int column = 0;
        boolean over = false;
        while (token.find()) {
            switch (token.group()) {
                case "?" -> columns.add(over || column >= into.size() ? null : into.get(column));
                case "(" -> {
                    column = depth == 0 ? 0 : column;
                    depth++;
                }
                case ")" -> depth--;
                case "," -> column += depth == 1 ? 1 : 0;
                default -> over |= depth == 0;
            }
        }
        return columns;
    }

    /** A name in quotes, or a word; null for anything else. */
    private static @Nullable String name(String token) {
        if (token.startsWith("\"")) {
            return token.substring(1, token.length() - 1).replace("\"\"", "\"");
        }
        return Character.isUnicodeIdentifierStart(token.charAt(0)) || token.charAt(0) == '_'
                ? token.toLowerCase(Locale.ROOT)
                : null;
    }

    private static String spoken(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            List<String> some = new ArrayList<>();
            for (int i = 0; i < Math.min(length, 5); i++) {
                some.add(spoken(Array.get(value, i)));
            }
            return some + (length > 5 ? " and " + (length - 5) + " more" : "");
        }
        String text = value.toString().replaceAll("\\p{Cntrl}", "\\\\");
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "… (" + text.length() + ")" : text;
        return value instanceof Number || value instanceof Boolean ? cut : "'" + cut + "'";
    }
}
