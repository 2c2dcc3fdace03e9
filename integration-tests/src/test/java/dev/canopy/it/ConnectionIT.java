package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.LockNotAvailableException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.error.TransactionException;
import dev.canopy.sql.Health;
import dev.canopy.sql.PoolUse;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The pool of a Database: how it waits, how it tells, how it ends. */
@CanopyTest(isolation = Isolation.DATABASE)
@Order(1)
class ConnectionIT {
    @Test
    void waiting_for_the_pool_is_bounded_and_the_error_tells_who_holds_the_connections(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.poolSize(1).connectionTimeout(Duration.ofMillis(300)));
                Busy busy = Busy.in(db)) {
            assertThatThrownBy(() -> db.model(TAGS).count())
                    .isInstanceOf(ConnectionException.class)
                    .message()
                    .matches("No connection to " + bare(scratch)
                            + " was free within 300 ms: 1 in use, 0 idle, [01] callers waiting; the pool has"
                            + " 1\\. Held longest by thread \"busy\" for \\d+ ms in"
                            + " Busy\\.\\w+\\(Busy\\.java:\\d+\\)\\. Let the work that holds them end sooner,"
                            + " or make the pool larger with poolSize\\(\\.\\.\\)\\.");

            busy.end();
            assertThat(db.model(TAGS).count()).isZero();
        }
    }

    @Test
    void slow_queries_that_fill_the_pool_hold_nobody_for_ever(ScratchDatabase scratch) throws InterruptedException {
        try (Database db = connect(scratch, c -> c.poolSize(4).connectionTimeout(Duration.ofMillis(300)))) {
            CountDownLatch begun = new CountDownLatch(4);
            List<Thread> slow = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform()
                            .start(() -> db.transaction(() -> {
                                db.dsl().selectOne().fetch();
                                begun.countDown();
                                db.dsl().execute("select pg_sleep(3)");
                            })))
                    .toList();
            begun.await();

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> db.model(TAGS).count())
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageContaining("4 in use, 0 idle");
            }

            for (Thread thread : slow) {
                thread.join();
            }
            assertThat(db.model(TAGS).count()).isZero();
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    @Test
    void callers_who_wait_for_a_full_pool_are_all_refused_and_all_served_afterwards(ScratchDatabase scratch)
            throws Exception {
        try (Database db = connect(scratch, c -> c.poolSize(1).connectionTimeout(Duration.ofMillis(300)));
                Busy busy = Busy.in(db)) {
            assertThat(atOnce(20, () -> db.model(TAGS).count()))
                    .allSatisfy(refusal -> assertThat(refusal)
                            .isInstanceOf(ConnectionException.class)
                            .hasMessageContaining("Held longest by thread \"busy\""));

            busy.end();
            assertThat(atOnce(5, () -> db.model(TAGS).count())).containsOnlyNulls();
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    @Test
    void statements_that_are_cut_short_give_a_full_pool_back_to_those_who_wait(ScratchDatabase scratch)
            throws Exception {
        try (Database db = connect(
                scratch,
                c -> c.poolSize(2)
                        .connectionTimeout(Duration.ofSeconds(30))
                        .transactions(t -> t.statementTimeout(Duration.ofMillis(100))))) {
            assertThat(atOnce(8, () -> db.transaction(() -> db.dsl().execute("select pg_sleep(60)"))))
                    .hasOnlyElementsOfType(QueryTimeoutException.class);

            assertThat(db.health().pool().orElseThrow().active()).isZero();
            assertThat(new PlainSql(scratch.dataSource())
                            .value("select count(*) from pg_stat_activity where query like '%pg_sleep(60)' and state"
                                    + " = 'active' and datname = current_database()"))
                    .isEqualTo("0");
        }
    }

    @Test
    void locks_that_are_not_had_in_time_give_a_full_pool_back_to_those_who_wait(ScratchDatabase scratch)
            throws Exception {
        PlainSql plain = new PlainSql(scratch.dataSource());
        plain.run("insert into tags (name) values ('locked')");
        try (Connection other = scratch.dataSource().getConnection();
                Statement statement = other.createStatement();
                Database db = connect(
                        scratch,
                        c -> c.poolSize(2)
                                .connectionTimeout(Duration.ofSeconds(30))
                                .transactions(t -> t.lockTimeout(Duration.ofMillis(100))))) {
            other.setAutoCommit(false);
            statement.execute("select * from tags for update");

            assertThat(atOnce(
                            8,
                            () -> db.transaction(() -> db.model(TAGS).everyRow().update(tag -> tag.setName("mine")))))
                    .hasOnlyElementsOfType(LockNotAvailableException.class);

            other.rollback();
            db.model(TAGS).everyRow().update(tag -> tag.setName("mine"));
            assertThat(plain.value("select name from tags")).isEqualTo("mine");
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    /** What came of it on each thread; null where all went well. */
    private static List<Throwable> atOnce(int threads, ThrowingCallable work) throws Exception {
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            List<Future<Throwable>> refusals = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                refusals.add(all.submit(() -> catchThrowable(work)));
            }
            List<Throwable> told = new ArrayList<>();
            for (Future<Throwable> refusal : refusals) {
                told.add(refusal.get());
            }
            return told;
        }
    }

    @Test
    void closing_lets_those_who_work_end(ScratchDatabase scratch) throws InterruptedException {
        Database db = connect(scratch, c -> {});
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> db.transaction(() -> {
            db.model(TAGS).create(tag -> tag.setName("first"));
            begun.countDown();
            db.dsl().execute("select pg_sleep(0.5)");
            db.model(TAGS).create(tag -> tag.setName("last"));
        }));
        begun.await();

        db.close();

        assertThat(work).isCompleted();
        assertThat(new PlainSql(scratch.dataSource()).rows("select name from tags order by name"))
                .containsExactly("first", "last");
        assertThatThrownBy(() -> db.model(TAGS).count())
                .isInstanceOf(ConnectionException.class)
                .hasMessage("The Database on %s is closed, so nothing can be asked of it any more."
                        .formatted(bare(scratch)));
    }

    @ResourceLock(Resources.SYSTEM_ERR)
    @Test
    void closing_does_not_wait_for_ever_and_says_for_whom(ScratchDatabase scratch) {
        Database db = connect(scratch, c -> c.drainTimeout(Duration.ofMillis(200)));
        try (Busy busy = Busy.in(db)) {
            String log = Captured.log(db::close);

            assertThat(log)
                    .containsPattern("close\\(\\) has waited 200 ms, and cuts the connections to " + bare(scratch)
                            + " that are still in use: thread \"busy\" for \\d+ ms in"
                            + " Busy\\.\\w+\\(Busy\\.java:\\d+\\)\\.");
            busy.end();
        }
    }

    @Test
    void closing_in_a_transaction_of_ones_own_is_refused(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> {})) {
            db.transaction(() -> {
                db.model(TAGS).count();
                assertThatThrownBy(db::close)
                        .isInstanceOf(TransactionException.class)
                        .hasMessage(
                                "close() was called in a transaction of the same thread, for whose end it would wait;"
                                        + " let the transaction end first.");
            });

            assertThat(db.model(TAGS).count()).isZero();
        }
    }

    @Test
    void health_tells_how_the_pool_is_used(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.poolSize(3));
                Busy busy = Busy.in(db)) {
            Health health = db.health();

            assertThat(health.answers()).isTrue();
            assertThat(health.latency()).isPositive();
            assertThat(health.problem()).isEmpty();
            assertThat(health.pool().map(PoolUse::active)).hasValue(1);
            assertThat(health.pool().map(PoolUse::most)).hasValue(3);
            busy.end();
        }
        try (Database db = Database.using(scratch.dataSource(), c -> {})) {
            assertThat(db.health().answers()).isTrue();
            assertThat(db.health().pool()).isEmpty();
        }
    }

    @Test
    void health_of_a_full_pool_and_of_a_closed_one_is_a_value(ScratchDatabase scratch) {
        Database db = connect(scratch, c -> c.poolSize(1).connectionTimeout(Duration.ofMillis(300)));
        try (Busy busy = Busy.in(db)) {
            assertThat(db.health().answers()).isFalse();
            assertThat(db.health().problem().orElseThrow()).contains("was free within 300 ms: 1 in use");
            busy.end();
        }
        db.close();

        assertThat(db.health().answers()).isFalse();
        assertThat(db.health().problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .isEqualTo("The Database on %s is closed, so nothing can be asked of it any more."
                                .formatted(bare(scratch))));
    }

    @Test
    void every_knob_of_pool_and_driver_can_be_turned(ScratchDatabase scratch) {
        try (Database db = connect(
                scratch,
                c -> c.poolSize(2)
                        .applicationName("billing")
                        .pool(hikari -> hikari.setMaximumPoolSize(3))
                        .pool(hikari -> hikari.addDataSourceProperty("options", "-c work_mem=7MB")))) {
            assertThat(db.health().pool().map(PoolUse::most)).hasValue(3);
            assertThat(db.sql("select current_setting('work_mem')").findAll(String.class))
                    .containsExactly("7MB");
            assertThat(db.sql("select application_name from pg_stat_activity where pid = pg_backend_pid()")
                            .findAll(String.class))
                    .containsExactly("billing");
        }
    }

    @ResourceLock(Resources.SYSTEM_ERR)
    @Test
    void a_connection_that_does_not_come_back_is_logged_with_the_place_that_took_it(ScratchDatabase scratch) {
        try (Database db = connect(scratch, c -> c.leakDetection(Duration.ofSeconds(2)))) {
            String log = Captured.log(() -> db.transaction(() -> db.dsl().execute("select pg_sleep(2.5)")));

            assertThat(log).contains("Connection leak detection triggered", "ConnectionIT.");
        }
    }

    @Test
    void a_pool_that_would_take_back_what_was_written_is_refused(ScratchDatabase scratch) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(scratch.dataSource());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(2);
        String refusal =
                "Connections of the given DataSource come with autoCommit=false though nobody has begun a transaction,"
                        + " so what is written would be rolled back when they are given back; set autoCommit=true in the"
                        + " pool.";
        try (HikariDataSource pool = new HikariDataSource(config);
                Database db = Database.using(pool, c -> {})) {
            assertThatThrownBy(() -> db.model(TAGS).create(tag -> tag.setName("lost")))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refusal);
            assertThatThrownBy(() -> db.model(TAGS).count())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refusal);
            assertThatThrownBy(() -> db.transaction(() -> db.model(TAGS).create(tag -> tag.setName("lost"))))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refusal);
            assertThatThrownBy(() ->
                            db.dsl().insertInto(TAGS, TAGS.NAME).values("lost").execute())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refusal);
            assertThat(db.health().problem()).hasValue(refusal);
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
        assertThatThrownBy(() -> connect(scratch, c -> c.pool(hikari -> hikari.setAutoCommit(false))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "pool(..) sets autoCommit to false, so statements outside transactions would be rolled back;"
                                + " leave it true, for Canopy begins transactions itself.");
    }

    @Test
    void a_pool_of_one_that_would_take_back_what_was_written_is_refused_too(ScratchDatabase scratch) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(scratch.dataSource());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(300);
        try (HikariDataSource pool = new HikariDataSource(config);
                Database db = Database.using(pool, c -> {})) {
            assertThatThrownBy(() -> db.model(TAGS).create(tag -> tag.setName("lost")))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("come with autoCommit=false");
        }
    }

    @Test
    void settings_that_mean_nothing_are_refused(ScratchDatabase scratch) {
        assertThatThrownBy(() -> connect(scratch, c -> c.poolSize(0)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("poolSize(0) leaves no connection to work with; say 1 at least.");
        assertThatThrownBy(() -> connect(scratch, c -> c.connectionTimeout(Duration.ofMillis(10))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("connectionTimeout(PT0.01S) is too short; say PT0.25S at least.");
        assertThatThrownBy(() -> connect(scratch, c -> c.socketTimeout(Duration.ofMillis(10))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("socketTimeout(PT0.01S) is too short; say PT1S at least.");
        assertThatThrownBy(() -> connect(scratch, c -> c.drainTimeout(Duration.ofMillis(-1))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("drainTimeout(PT-0.001S) is negative; zero does not wait at all.");
    }

    private static Database connect(ScratchDatabase scratch, Consumer<DatabaseBuilder> setup) {
        return Connected.to(scratch, setup);
    }

    private static String bare(ScratchDatabase scratch) {
        return scratch.url().replaceAll("\\?.*", "");
    }
}
