package dev.canopy.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Lays a statement out for reading: a line for each clause, subqueries further in. Nothing but its white space changes. */
final class Layout {
    private static final int WIDTH = 116;
    private static final Set<String> CLAUSES =
            Set.of("from", "where", "order", "fetch", "returning", "values", "set", "left", "for");

    private final StringBuilder laid = new StringBuilder();
    private final String margin;
    /** For each open parenthesis whether it holds a query; the statement itself is one. */
    private final Deque<Boolean> queries = new ArrayDeque<>(Set.of(true));

    private int indent;
    private int column;

    private Layout(String margin) {
        this.margin = margin;
    }

    /** The statement, its lines after the first one behind the margin. */
    static String of(String statement, String margin) {
        Layout layout = new Layout(margin);
        String sql = statement.strip().replaceAll("\\s+", " ");
        int from = 0;
        while (from < sql.length()) {
            int to = endOfWord(sql, from);
            layout.add(sql.substring(from, to), sql, from);
            from = to + 1;
        }
        return layout.laid.toString();
    }

    /** A space inside a literal or a name is part of the word. */
    private static int endOfWord(String sql, int from) {
        char quote = 0;
        for (int i = from; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ' ') {
                return i;
            }
        }
        return sql.length();
    }

    private void add(String word, String sql, int from) {
        if (column > 0 && queries.getFirst() && isClause(word)) {
            breakLine(indent);
        } else if (column + word.length() > WIDTH) {
            breakLine(indent + 1);
        } else if (column > 0) {
            laid.append(' ');
            column++;
        }
        laid.append(word);
        column += word.length();
        enter(word, sql, from);
    }

    private boolean isClause(String word) {
        return CLAUSES.contains(word)
                || (word.equals("join") && !laid.toString().endsWith("outer"));
    }

    private void enter(String word, String sql, int from) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '(') {
                boolean query = sql.startsWith("select", from + i + 1);
                queries.push(query);
                indent += query ? 1 : 0;
            } else if (word.charAt(i) == ')') {
                indent -= queries.pop() ? 1 : 0;
            }
        }
    }

    private void breakLine(int depth) {
        laid.append('\n').append(margin).append("  ".repeat(depth));
        column = margin.length() + 2 * depth;
    }
}
