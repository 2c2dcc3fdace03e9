package dev.canopy.sql;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A statement that ran: one execution by JDBC, in which several statements of SQL may travel.
 *
 * @param sql its text, with {@code ?} for each value
 * @param took from sending it until the first answer; not the reading of its rows
 * @param succeeded false where the server refused it
 * @param rows how many it returned or touched; empty where nobody counted
 * @param shape what it was for, as in {@code users(posts(comments), profile)} or {@code insert users}; empty where that is not known
 * @param callSite the line of the user's code that ran it; empty where nobody asked for it, for finding it costs
 * @param binds its values as they may be shown: those of hidden columns are not, long ones are cut; empty where nobody asked
 */
public record ExecutedStatement(
        String sql,
        Duration took,
        boolean succeeded,
        OptionalLong rows,
        Optional<String> shape,
        Optional<String> callSite,
        List<String> binds) {
    public ExecutedStatement {
        binds = List.copyOf(binds);
    }

    /** In one line: time, rows, shape, place, text, values. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6));
        if (!succeeded) {
            line.append(", refused");
        }
        rows.ifPresent(count -> line.append(", ").append(count).append(count == 1 ? " row" : " rows"));
        shape.ifPresent(what -> line.append(", ").append(what));
        callSite.ifPresent(place -> line.append(", at ").append(place));
        line.append(": ").append(sql.replaceAll("\\R", " "));
        return binds.isEmpty() ? line.toString() : line + " " + binds;
    }
}
