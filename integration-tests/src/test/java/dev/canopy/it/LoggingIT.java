package dev.canopy.it;

import static dev.canopy.sample.Tables.LOGINS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.LoopException;
import dev.canopy.sample.tables.records.User;
import dev.canopy.sql.Counted;
import dev.canopy.sql.ExecutedStatement;
import dev.canopy.sql.OnLoop;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is told of statements, to whom, and what never is. It runs alone, for nothing else may go to System.err meanwhile. */
@Isolated
@CanopyTest(isolation = Isolation.DATABASE)
class LoggingIT {
    @Test
    void each_statement_is_one_line_and_no_hidden_value_is_in_it(ScratchDatabase scratch) {
        String log = ChildJvm.run(
                LoggedStory.class,
                scratch,
                List.of(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.log.dev.canopy.sql=debug",
                        "-Dorg.slf4j.simpleLogger.showThreadName=false"));

        assertThat(log).doesNotContain("hunter");
        String[] lines = log.lines()
                .map(line -> line.replaceAll("\\d+\\.\\d ms", "0.1 ms"))
                .toArray(String[]::new);
        String start = "DEBUG dev.canopy.sql - 0.1 ms, ";
        String place = " at LoggedStory.main(LoggedStory.java:";
        assertThat(lines).hasSize(6);
        assertThat(lines[0])
                .startsWith(start + "1 row, insert logins," + place)
                .contains(
                        ": insert into \"public\".\"logins\" (\"name\", \"password_hash\", \"attempts\") values (?, ?,"
                                + " ?)")
                .endsWith(" ['ann', ***, 3]");
        assertThat(lines[1]).startsWith(start + "1 row, logins," + place).endsWith(" [***, 'ann']");
        assertThat(lines[2]).startsWith(start + "1 row, update logins," + place).endsWith(" [***, 'ann']");
        assertThat(lines[3])
                .startsWith(start + "0 rows, users(posts(comments))," + place)
                .endsWith(" ['a\\b']");
        assertThat(lines[4]).startsWith(start + "1 row," + place).contains(": select ");
        assertThat(lines[5])
                .startsWith(start + "0 rows," + place)
                .endsWith(": select name from logins where password_hash = md5(?) [***]");
    }

    @Test
    void a_column_that_is_only_sensitive_is_in_no_line_either(ScratchDatabase scratch) {
        try (Database db = connect(
                scratch, c -> c.slowerThan(Duration.ZERO).define(LOGINS, m -> m.sensitive(l -> l.PASSWORD_HASH)))) {
            List<List<String>> binds = new ArrayList<>();

            String warned = Captured.log(() -> db.countingStatements(() -> {
                        db.model(LOGINS)
                                .create(login -> login.setName("ann")
                                        .setPasswordHash("hunter2")
                                        .setAttempts(3));
                        db.model(LOGINS)
                                .where(l -> l.PASSWORD_HASH.eq("hunter2").and(l.NAME.eq("ann")))
                                .findAll();
                    })
                    .statements()
                    .forEach(statement -> binds.add(statement.binds())));

            assertThat(binds).containsExactly(List.of("'ann'", "***", "3"), List.of("***", "'ann'"));
            assertThat(warned)
                    .contains("Slow, for it took more than 0 ms. ", " ['ann', ***, 3]")
                    .doesNotContain("hunter");
        }
    }

    @Test
    void counting_gives_the_statements_with_place_rows_and_shape(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.strategy(Strategy.SPLIT))) {
            db.model(USERS)
                    .create(user -> user.setFirstName("A").setLastName("B").setEmail("a@example.com"));

            Counted<List<User>> counted = db.countingStatements(() -> {
                db.model(TAGS).create(tag -> tag.setName("one"));
                return db.model(USERS).include(USERS.POSTS).findAll();
            });

            assertThat(counted.value()).hasSize(1);
            assertThat(counted.count()).isEqualTo(2);
            ExecutedStatement insert = counted.statements().getFirst();
            assertThat(insert.sql()).startsWith("insert into \"public\".\"tags\"");
            assertThat(insert.rows()).hasValue(1);
            assertThat(insert.shape()).hasValue("insert tags");
            assertThat(insert.binds()).containsExactly("'one'");
            assertThat(insert.callSite().orElseThrow()).matches("LoggingIT\\.\\S+\\(LoggingIT\\.java:\\d+\\)");
            ExecutedStatement select = counted.statements().getLast();
            assertThat(select.sql()).startsWith("begin isolation level repeatable read, read only; select ");
            assertThat(select.shape()).hasValue("users(posts)");
            assertThat(select.succeeded()).isTrue();
            assertThat(select.took()).isPositive();
        }
    }

    @Test
    void counting_counts_this_thread_alone_and_nests(ScratchDatabase scratch) throws InterruptedException {
        try (Database db = connect(scratch, c -> {})) {
            Counted<?> outer = db.countingStatements(() -> {
                db.model(TAGS).count();
                Counted<Long> inner = db.countingStatements(() -> db.model(TAGS).count());
                assertThat(inner.count()).isEqualTo(1);
                Thread other = Thread.ofVirtual().start(() -> db.model(TAGS).count());
                other.join();
            });

            assertThat(outer.count()).isEqualTo(2);
            assertThat(db.countingStatements(() -> {}).statements()).isEmpty();
        }
    }

    @Test
    void what_the_server_refused_is_counted_and_says_so(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> {})) {
            Counted<?> counted = db.countingStatements(() -> {
                assertThatThrownBy(() -> db.dsl().fetch("select 1/0")).hasMessageContaining("division by zero");
            });

            assertThat(counted.statements()).singleElement().satisfies(statement -> {
                assertThat(statement.succeeded()).isFalse();
                assertThat(statement.rows()).isEmpty();
                assertThat(statement.toString()).matches("\\d+\\.\\d ms, refused, at LoggingIT\\..*: select 1/0");
            });
        }
    }

    @Test
    void a_stream_is_told_of_with_its_rows_when_it_is_closed(ScratchDatabase scratch) {
        List<ExecutedStatement> told = new ArrayList<>();
        try (Database db = connect(scratch, c -> c.onStatement(told::add))) {
            for (int i = 0; i < 3; i++) {
                String name = "t" + i;
                db.model(TAGS).create(tag -> tag.setName(name));
            }
            told.clear();

            db.transaction(() -> {
                try (var stream = db.model(TAGS).stream()) {
                    assertThat(stream.count()).isEqualTo(3);
                }
            });

            assertThat(told).singleElement().satisfies(statement -> {
                assertThat(statement.rows()).isEqualTo(OptionalLong.of(3));
                assertThat(statement.shape()).hasValue("tags");
                assertThat(statement.callSite()).as("nobody asked for it").isEmpty();
            });
        }
    }

    @Test
    void slow_statements_are_warned_of_with_the_plan_in_development(ScratchDatabase scratch) {
        try (Database db =
                connect(scratch, c -> c.slowerThan(Duration.ofMillis(100)).development())) {
            String log = Captured.log(() -> db.model(TAGS)
                    .where(t -> DSL.condition("(select pg_sleep(0.2)) is not null"))
                    .findAll());

            assertThat(log)
                    .contains("Slow, for it took more than 100 ms. ", " at LoggingIT.", "select ", "Seq Scan on tags")
                    .containsPattern("Execution|cost=");
        }
        try (Database db = connect(scratch, c -> c.slowerThan(Duration.ofMillis(100)))) {
            String log = Captured.log(() -> db.dsl().fetch("select pg_sleep(0.2)"));

            assertThat(log)
                    .contains("Slow, for it took more than 100 ms. ", " at LoggingIT.", ": select pg_sleep(0.2)")
                    .doesNotContain("cost=");
            assertThat(Captured.log(() -> db.dsl().fetch("select 1"))).isEmpty();
        }
    }

    @Test
    void explaining_a_slow_statement_does_not_disturb_its_transaction(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.slowerThan(Duration.ZERO).development())) {
            Captured.log(() -> db.transaction(() -> {
                db.model(TAGS).create(tag -> tag.setName("kept"));
                db.dsl().execute("set local work_mem = '5MB'"); // has no plan
                db.model(TAGS).where(t -> t.NAME.eq("kept")).update(tag -> tag.setName("kept still"));
            }));

            assertThat(new PlainSql(scratch.dataSource()).rows("select name from tags"))
                    .containsExactly("kept still");
        }
    }

    @Test
    void statements_bear_their_call_site_on_request_and_no_value(ScratchDatabase scratch, ServerLog log) {
        try (Database db = connect(scratch, c -> c.commentStatements())) {
            List<String> statements = log.of(() -> db.model(TAGS)
                    .where(t -> t.NAME.eq("*/ drop table tags; --"))
                    .findAll());

            assertThat(statements)
                    .singleElement()
                    .asString()
                    .matches("select .* /\\* LoggingIT\\.[\\w$]+\\(LoggingIT\\.java:\\d+\\) \\*/");
        }
    }

    @Test
    void the_same_read_in_a_loop_is_found_with_its_place_and_count(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.loops(5, OnLoop.THROW))) {
            List<User> users = IntStream.range(0, 8)
                    .mapToObj(i -> db.model(USERS)
                            .create(user ->
                                    user.setFirstName("U").setLastName("V").setEmail("u" + i + "@example.com")))
                    .toList();

            assertThatThrownBy(() -> users.forEach(user -> user.posts().findAll()))
                    .isInstanceOf(LoopException.class)
                    .message()
                    .matches("The same statement ran 6 times in a loop at"
                            + " LoggingIT\\.[\\w$]+\\(LoggingIT\\.java:\\d+\\): select .* Read all at once:"
                            + " include\\(\\.\\.\\) what hangs on the rows, db\\.load\\(rows, \\.\\.\\) it, or ask"
                            + " with in\\(\\.\\.\\) for all keys\\.");

            assertThat(db.model(USERS)
                            .include(USERS.POSTS.include(POSTS.COMMENTS))
                            .findAll())
                    .hasSize(8);
        }
    }

    @Test
    void a_loop_is_warned_of_once(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.loops(3, OnLoop.WARN))) {
            String log = Captured.log(() -> {
                for (int i = 0; i < 20; i++) {
                    db.model(TAGS).count();
                }
            });

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("The same statement ran 4 times in a loop at LoggingIT.");
        }
    }

    @Test
    void reads_from_different_lines_are_no_loop(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.loops(1, OnLoop.THROW))) {
            assertThat(db.model(TAGS).count()).isZero();
            assertThat(db.model(TAGS).count()).isZero();
        }
    }

    @Test
    void settings_that_mean_nothing_are_refused(ScratchDatabase scratch) {
        assertThatThrownBy(() -> connect(scratch, c -> c.loops(0, OnLoop.WARN)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("loops(0, ..) allows no statement at all; say 1 at least.");
        assertThatThrownBy(() -> connect(scratch, c -> c.slowerThan(Duration.ofMillis(-1))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("slowerThan(PT-0.001S) is negative; zero tells of every statement.");
    }

    @Test
    void a_value_is_shown_only_where_it_is_plain_whose_it_is(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.define(LOGINS, m -> m.hidden(l -> l.PASSWORD_HASH)))) {
            assertThat(binds(db, "select 1 from logins where lower(password_hash) = lower(?) and name = ?"))
                    .containsExactly("***", "'b'");
            assertThat(binds(db, "select 1 from logins where ? = password_hash and attempts > cast(? as int)"))
                    .containsExactly("***", "'b'");
            assertThat(binds(db, "select password_hash from logins where name in (?, ?)"))
                    .containsExactly("'a'", "'b'");
            assertThat(binds(db, "select 1 from logins where password_hash in (?, ?)"))
                    .containsExactly("***", "***");
            assertThat(binds(db, "select 1 from logins where \"password_hash\" is distinct from ? or name like ?"))
                    .containsExactly("***", "'b'");
            assertThat(binds(db, "insert into logins (name, password_hash) values (?, md5(?))"))
                    .containsExactly("'a'", "***");
            assertThat(binds(db, "insert into logins (name, password_hash) select ?, ?"))
                    .containsExactly("***", "***");
            assertThat(binds(
                            db,
                            "select 1 from logins l where password_hash::text = ? and l.password_hash collate"
                                    + " \"C\" = ?"))
                    .containsExactly("***", "***");
            assertThat(binds(db, "select 1 from logins where name = ? || password_hash and l.name = ?"))
                    .containsExactly("***", "'b'");
            assertThat(binds(db, "select 1 from users where first_name = lower(?) || ?"))
                    .as("of a table without secrets")
                    .containsExactly("'a'", "'b'");
        }
    }

    private static List<String> binds(Database db, String sql) {
        return db.countingStatements(() -> {
                    try {
                        db.dsl().execute(sql, "a", "b");
                    } catch (RuntimeException refused) {
                        // Whether the server takes it is another question.
                    }
                })
                .statements()
                .getFirst()
                .binds();
    }

    private static Database connect(ScratchDatabase scratch, Consumer<DatabaseBuilder> setup) {
        return Connected.to(scratch, setup);
    }
}
