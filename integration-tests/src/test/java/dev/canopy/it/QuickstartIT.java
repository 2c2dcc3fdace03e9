package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.quickstart.Quickstart;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The quickstart tells the truth: what it prints is what the server executed. */
@CanopyTest(isolation = Isolation.DATABASE)
class QuickstartIT {
    private static final Pattern SQL = Pattern.compile("SQL  (.*(?:\\n {8}.*)*)", Pattern.MULTILINE);

    @Test
    void every_statement_that_it_prints_stands_in_the_servers_log(ScratchDatabase database, ServerLog log) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> executed = log.of(() -> Quickstart.tell(
                PostgresServer.shared(), database, new PrintStream(printed, true, StandardCharsets.UTF_8)));
        String story = printed.toString(StandardCharsets.UTF_8);
        List<String> told = SQL.matcher(story)
                .results()
                .map(match -> numbered(match.group(1)))
                .toList();

        assertThat(told).hasSizeGreaterThan(20);
        assertThat(executed).map(QuickstartIT::onOneLine).containsAll(told);
        assertThat(story)
                .contains(
                        "=>   the server answers",
                        "=>   John Doe, id 1, john.doe@example.com",
                        "=>   1 row; he is now John Smith",
                        "=>   1 row; visible: 0, with deleted: 1",
                        "=>   Writes about trees.",
                        "=>   [Plant a tree, Water it]",
                        "=>   Botany, grade 1",
                        "=>   [Elms, Oaks]",
                        "=>   │  └─ Lovely. — Bob Ray",
                        "=>   User.email must be from example.com, but is \"eve\"",
                        "=>   Ann | Oak",
                        "=>   default:  [Ann Oak, Bob Ray]",
                        "=>   INACTIVE: [Zed Old]",
                        "=>   [Bob Ray]");
    }

    /** On one line and without colour. The driver numbers the places of values: {@code ?} becomes {@code $1}. */
    private static String numbered(String sql) {
        int[] place = {0};
        String plain = onOneLine(sql.replace("\u001b[0m", ""));
        return Pattern.compile("\\?").matcher(plain).replaceAll(match -> "\\$" + ++place[0]);
    }

    private static String onOneLine(String sql) {
        return sql.replaceAll("\\s+", " ").strip();
    }
}
