package dev.canopy.it;

import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.Database;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.ConnectionException;
import dev.canopy.it.Wire.Fate;
import dev.canopy.it.Wire.Request;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a write whose connection is cut, stalled or slowed around its COMMIT, against what the database then has. */
@CanopyTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommitIT {
    private static final Predicate<Request> COMMIT = Request::commits;
    private static final Predicate<Request> WRITE = CommitIT::isWrite;

    private static final List<String> HEARD = new ArrayList<>();

    private final ScratchDatabase scratch;
    private final PlainSql plain;
    private final Wire wire;
    private final Database db;

    private static boolean isWrite(Request request) {
        return request.runs(sql -> sql.matches("(?s)(insert|update|delete|truncate|with) .*"));
    }

    CommitIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
        wire = Wire.to(scratch.url(), plain);
        db = connect(wire);
    }

    @BeforeEach
    void rows() {
        plain.run("""
            delete from purses;
            delete from tags;
            insert into tags (name) values ('old');
            insert into purses (id, owner, balance) values (1, 'Ann', 100);
            """);
        HEARD.clear();
    }

    /** The pool of one connection has another one at once, and nothing hangs on the one that is gone. */
    @AfterEach
    void the_pool_goes_on() {
        wire.plan(request -> Fate.PASS);
        assertThat(db.model(TAGS).findAll()).isNotNull();
        assertThat(db.health().pool().orElseThrow().active()).isZero();
    }

    @AfterAll
    void close() {
        try (wire;
                db) {
            assertThat(db.isInTransaction()).isFalse();
        }
    }

    /** A way to commit a row named "new". */
    enum Committing {
        TRANSACTION {
            @Override
            void run(Database db) {
                db.transaction(() -> add(db));
            }
        },
        WITH_RETRIES {
            @Override
            void run(Database db) {
                db.transaction(t -> t.serializable().retry(5), () -> add(db));
            }
        },
        SEPARATE_IN_ANOTHER {
            @Override
            void run(Database db) {
                db.transaction(() -> db.transaction(t -> t.separate(), () -> add(db)));
            }
        },
        WITH_A_SAVEPOINT {
            @Override
            void run(Database db) {
                db.transaction(() -> db.transaction(() -> add(db)));
            }
        },
        BY_HAND {
            @Override
            void run(Database db) {
                try (OpenTransaction tx = db.begin()) {
                    add(db);
                    tx.commit();
                }
            }
        },
        JOOQ {
            @Override
            void run(Database db) {
                db.dsl().transaction(jooq -> add(db));
            }
        },
        JOINED {
            @Override
            void run(Database db) {
                db.transaction(t -> t.join(), () -> add(db));
            }
        };

        abstract void run(Database db);

        static void add(Database db) {
            db.model(TAGS).create(tag -> tag.setName("new"));
            db.currentTransaction().afterCommit(() -> HEARD.add("committed"));
            db.currentTransaction().afterRollback(() -> HEARD.add("rolled back"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Fault({"0.14", "2.24"})
    void a_commit_without_an_answer_is_unknown_whatever_became_of_it(Committing way) {
        for (Fate fate : fates(way, Fate.CUT_ANSWER, Fate.CUT_BEFORE, Fate.TEAR_ANSWER, Fate.KILL_BEFORE)) {
            rows();
            wire.next(COMMIT, fate);
            TransactionCounts before = db.transactionCounts();

            assertThat(catchThrowable(() -> way.run(db)))
                    .as("%s", fate)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageStartingWith("The connection to " + wire.url() + " was lost before COMMIT was answered:"
                            + " what the transaction wrote may be there or not. Look before you write it again. (");

            assertThat(there()).as("%s", fate).isEqualTo(fate == Fate.CUT_ANSWER || fate == Fate.TEAR_ANSWER);
            assertThat(HEARD).as("neither is known").isEmpty();
            assertThat(db.isInTransaction()).isFalse();
            assertThat(db.transactionCounts().unknown()).isEqualTo(before.unknown() + 1);
            assertThat(db.transactionCounts().committed()).isEqualTo(before.committed());
            assertThat(db.transactionCounts().retried()).as("never run twice").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_answered_is_committed_however_late_and_whatever_follows(Committing way) {
        for (Fate fate : fates(way, Fate.CUT_AFTER, Fate.DELAY, Fate.KILL_AFTER)) {
            rows();
            wire.next(COMMIT, fate);

            way.run(db);

            assertThat(there()).as("%s", fate).isTrue();
            assertThat(HEARD).containsExactly("committed");
            forgetLostConnection();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_lost_before_commit_was_sent_is_a_plain_failure(Committing way) {
        for (Fate fate : fates(
                way,
                Fate.CUT_ANSWER,
                Fate.CUT_BEFORE,
                Fate.TEAR_ANSWER,
                Fate.CUT_AFTER,
                Fate.KILL_BEFORE,
                Fate.KILL_AFTER)) {
            rows();
            wire.next(WRITE, fate);

            Throwable told = catchThrowable(() -> way.run(db));

            assertThat(there()).as("%s", fate).isFalse();
            assertThat(HEARD).doesNotContain("committed");
            if (fate == Fate.CUT_AFTER || fate == Fate.KILL_AFTER) {
                assertThat(told)
                        .as("the driver has sent COMMIT into nothing, or found the connection lost before")
                        .isInstanceOfAny(CommitUnknownException.class, ConnectionException.class);
            } else {
                assertThat(told)
                        .as("%s", fate)
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageContaining(" Nothing was committed; is the server running and reachable?");
            }
        }
    }

    /** A write that is one statement and commits by itself, and whether it has been done, once. */
    record Write(String name, Consumer<Database> work, String done) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Write> writes() {
        String isThere = "select count(*) = 1 from tags where name = 'new'";
        return Stream.of(
                new Write("create", db -> db.model(TAGS).create(tag -> tag.setName("new")), isThere),
                new Write(
                        "save",
                        db -> db.model(TAGS)
                                .findOne()
                                .orElseThrow()
                                .setName("new")
                                .save(),
                        isThere),
                new Write(
                        "destroy of an entity",
                        db -> db.model(TAGS).findOne().orElseThrow().destroy(),
                        "select count(*) = 0 from tags"),
                new Write(
                        "increment of an entity",
                        db -> db.model(PURSES).requireByPk(1L).increment(PURSES.BALANCE, BigDecimal.ONE),
                        "select balance = 101 from purses"),
                new Write(
                        "bulkCreate",
                        db -> db.model(TAGS)
                                .bulkCreate(Stream.of("new", "newer", "newest")
                                        .map(name -> db.dsl().newRecord(TAGS).setName(name))
                                        .toList()),
                        "select count(*) = 3 from tags where name like 'new%'"),
                new Write(
                        "upsert",
                        db -> db.model(TAGS).upsert(tag -> tag.setName("new"), on -> on.key(t -> t.NAME)),
                        isThere),
                new Write(
                        "update",
                        db -> db.model(TAGS).where(t -> t.NAME.eq("old")).update(tag -> tag.setName("new")),
                        isThere),
                new Write(
                        "increment",
                        db -> db.model(PURSES).where(p -> p.ID.eq(1L)).increment(p -> p.BALANCE, BigDecimal.ONE),
                        "select balance = 101 from purses"),
                new Write(
                        "destroy",
                        db -> db.model(TAGS).where(t -> t.NAME.eq("old")).destroy(),
                        "select count(*) = 0 from tags"),
                new Write(
                        "raw SQL",
                        db -> db.sql("insert into tags (name) values (:name)")
                                .bind("name", "new")
                                .execute(),
                        isThere),
                new Write(
                        "raw SQL that returns",
                        db -> db.sql("insert into tags (name) values (:name) returning name")
                                .bind("name", "new")
                                .findAll(String.class),
                        isThere),
                new Write(
                        "raw SQL that writes within",
                        db -> db.sql("with made as (insert into tags (name) values ('new') returning name)"
                                        + " select name from made")
                                .findAll(String.class),
                        isThere),
                new Write(
                        "jOOQ",
                        db -> db.dsl().insertInto(TAGS, TAGS.NAME).values("new").execute(),
                        isThere),
                new Write(
                        "jOOQ that returns",
                        db -> db.dsl()
                                .insertInto(TAGS, TAGS.NAME)
                                .values("new")
                                .returning()
                                .fetch(),
                        isThere),
                new Write(
                        "a batch of jOOQ's",
                        db -> db.dsl()
                                .batch(
                                        db.dsl().insertInto(TAGS, TAGS.NAME).values("new"),
                                        db.dsl().insertInto(TAGS, TAGS.NAME).values("newer"))
                                .execute(),
                        isThere));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_write_by_itself_without_an_answer_is_unknown(Write write) {
        for (Fate fate : fates(
                write.name().equals("create") ? Committing.TRANSACTION : write,
                Fate.CUT_ANSWER,
                Fate.CUT_BEFORE,
                Fate.TEAR_ANSWER,
                Fate.KILL_BEFORE)) {
            rows();
            wire.next(WRITE, fate);

            assertThat(catchThrowable(() -> write.work().accept(db)))
                    .as("%s", fate)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageStartingWith("The connection to " + wire.url() + " was lost before the statement, which"
                            + " commits by itself, was answered: what it wrote may be there or not. Look before you"
                            + " write it again. (");

            assertThat(plain.value(write.done()))
                    .as("%s", fate)
                    .isEqualTo(fate == Fate.CUT_ANSWER || fate == Fate.TEAR_ANSWER ? "t" : "f");
        }
    }

    @Test
    void a_write_by_itself_that_was_answered_is_done_whatever_follows() {
        for (Fate fate : List.of(Fate.CUT_AFTER, Fate.DELAY, Fate.KILL_AFTER)) {
            rows();
            wire.next(WRITE, fate);

            db.model(TAGS).create(tag -> tag.setName("new"));

            assertThat(there()).as("%s", fate).isTrue();
            forgetLostConnection();
        }
    }

    @Test
    void a_read_whose_answer_is_lost_failed_and_nothing_else() {
        Consumer<Database> find = any -> any.model(TAGS).findAll();
        Consumer<Database> raw = any -> any.sql("with all_of_them as (select * from tags) select name from all_of_them")
                .findAll(String.class);
        for (Consumer<Database> read : List.of(find, raw)) {
            wire.next(request -> true, Fate.CUT_ANSWER);

            assertThat(catchThrowable(() -> read.accept(db)))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageStartingWith(
                            "The connection to " + wire.url() + " was lost before the statement was answered: ")
                    .hasMessageContaining(" Is the server running and reachable? Statement: ");
        }
    }

    @Test
    void a_pool_of_the_services_own_gets_no_lost_connection_back() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(wire.url());
            pool.setUsername(scratch.server().user().orElseThrow());
            pool.setPassword(scratch.server().password().orElse(""));
            pool.setMaximumPoolSize(1);
            Database theirs = Database.using(pool, c -> {});
            theirs.authenticate();
            for (Fate fate : List.of(Fate.CUT_ANSWER, Fate.KILL_BEFORE)) {
                rows();
                wire.next(COMMIT, fate);

                assertThat(catchThrowable(() -> Committing.TRANSACTION.run(theirs)))
                        .isInstanceOf(CommitUnknownException.class);

                assertThat(there()).as("%s", fate).isEqualTo(fate == Fate.CUT_ANSWER);
                assertThat(theirs.model(TAGS).count()).isPositive();
                assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            }
        }
    }

    /** A stall each, all at once, on wires of their own. */
    @Test
    void a_stall_is_bounded_by_the_socket_timeout_and_its_outcome_as_unknown_as_a_cut() throws Exception {
        record Stall(Predicate<Request> at, Fate fate, Consumer<Database> work, Class<?> told, boolean there) {}
        Consumer<Database> alone = db -> db.model(TAGS).create(CommitIT::named);
        Consumer<Database> transaction =
                db -> db.transaction(() -> db.model(TAGS).create(CommitIT::named));
        List<Stall> stalls = List.of(
                new Stall(COMMIT, Fate.STALL_BEFORE, transaction, CommitUnknownException.class, false),
                new Stall(COMMIT, Fate.STALL_ANSWER, transaction, CommitUnknownException.class, true),
                new Stall(WRITE, Fate.STALL_BEFORE, alone, CommitUnknownException.class, false),
                new Stall(WRITE, Fate.STALL_ANSWER, alone, CommitUnknownException.class, true),
                new Stall(WRITE, Fate.STALL_BEFORE, transaction, ConnectionException.class, false),
                new Stall(WRITE, Fate.STALL_ANSWER, transaction, ConnectionException.class, false));
        long there = stalls.stream().filter(Stall::there).count();

        try (ExecutorService threads = Executors.newFixedThreadPool(stalls.size())) {
            List<Future<?>> all = new ArrayList<>();
            for (Stall stall : stalls) {
                all.add(threads.submit(() -> {
                    try (Wire own = Wire.to(scratch.url(), plain);
                            Database stalled = connect(own)) {
                        own.next(stall.at(), stall.fate());

                        assertThat(catchThrowable(() -> stall.work().accept(stalled)))
                                .as("%s", stall)
                                .isExactlyInstanceOf(stall.told());

                        assertThat(stalled.model(TAGS).findAll()).isNotEmpty();
                        assertThat(stalled.health().pool().orElseThrow().active())
                                .isZero();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(plain.value("select count(*) from tags where name like 'new%'"))
                .isEqualTo(String.valueOf(there));
    }

    /** All of them in the long run, and for the first way in every build; else one, for the ways hardly differ. */
    private static List<Fate> fates(Object way, Fate... all) {
        return Soak.isOn() || way == Committing.TRANSACTION
                ? List.of(all)
                : List.of(all).subList(0, 1);
    }

    private static void named(Tag tag) {
        tag.setName("new " + Thread.currentThread().threadId());
    }

    private boolean there() {
        return plain.value("select count(*) from tags where name = 'new'").equals("1");
    }

    /** The pool hands out a connection that it used a moment ago without a test; a read finds out that it is gone. */
    private void forgetLostConnection() {
        wire.plan(request -> Fate.PASS);
        Eventually.holds(() -> db.model(TAGS).count());
    }

    private Database connect(Wire over) {
        return Database.connect(
                over.url(),
                scratch.server().user().orElseThrow(),
                scratch.server().password().orElse(""),
                c -> c.poolSize(1).socketTimeout(Duration.ofSeconds(1)));
    }
}
