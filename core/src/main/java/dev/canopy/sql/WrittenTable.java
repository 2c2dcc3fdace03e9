package dev.canopy.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a statement does to which table, as far as its first words say so. */
record WrittenTable(Verb verb, String table) {
    private static final Pattern START = Pattern.compile(
            "^\\s*(?:/\\*.*?\\*/\\s*)*(insert\\s+into|update|delete\\s+from)\\s+(?:only\\s+)?(?:(?:\"(?:[^\"]|\"\")*\"|\\w+)\\.)?(?:\"((?:[^\"]|\"\")*)\"|(\\w+))",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern READS = Pattern.compile(
            "^\\s*(?:/\\*.*?\\*/\\s*)*\\(*\\s*(select|values|show|explain|begin isolation level repeatable read, read"
                    + " only|with(?!.*\\b(?:insert|update|delete|merge)\\b))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    enum Verb {
        INSERT,
        UPDATE,
        DELETE
    }

    static @Nullable WrittenTable of(@Nullable String sql) {
        Matcher found = sql == null ? null : START.matcher(sql);
        if (found == null || !found.lookingAt()) {
            return null;
        }
        Verb verb = switch (found.group(1).toLowerCase(Locale.ROOT).charAt(0)) {
            case 'i' -> Verb.INSERT;
            case 'u' -> Verb.UPDATE;
            default -> Verb.DELETE;
        };
        String quoted = found.group(2);
        return new WrittenTable(verb, quoted == null ? found.group(3) : quoted.replace("\"\"", "\""));
    }

    /** Whether a statement begins as one that writes nothing; a function that it calls still may. */
    static boolean isRead(String sql) {
        return READS.matcher(sql).matches();
    }
}
