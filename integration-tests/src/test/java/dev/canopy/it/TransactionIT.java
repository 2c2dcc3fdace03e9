package dev.canopy.it;

import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.LockNotAvailableException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.Purses;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Purse;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions over a pool of one connection, so that whatever one leaves behind the next one finds. */
@CanopyTest
class TransactionIT {
    private final PlainSql plain;
    private final ScratchDatabase scratch;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;
    private final Model<Purses, Purse, Long> purses;

    TransactionIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
        db = Connected.withFew(scratch, 1);
        tags = db.model(TAGS);
        purses = db.model(PURSES);
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate purses, tags, playlist_entries restart identity cascade;
            insert into purses (owner, balance) values ('Ann', 100), ('Ben', 100);
            """);
    }

    @AfterEach
    void the_one_connection_is_back_and_as_it_came() {
        try (db) {
            Connected.requireAsItCame(db);
        }
    }

    @Test
    @Fault("2.22")
    void everything_on_the_thread_takes_part_without_being_told() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.create(tag -> tag.setName("canopy"));
                    db.dsl().insertInto(TAGS).set(TAGS.NAME, "jooq").execute();
                    db.sql("insert into tags (name) values (:name)")
                            .bind("name", "sql")
                            .execute();
                    assertThat(tags.count()).isEqualTo(3);
                    throw new IllegalStateException("changed my mind");
                }))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");

        assertThat(names()).isEmpty();
    }

    @Test
    void what_is_asked_for_reaches_the_server_with_begin(ServerLog log) {
        List<String> statements = log.of(() -> db.transaction(
                t -> t.repeatableRead()
                        .readOnly()
                        .statementTimeout(Duration.ofSeconds(7))
                        .lockTimeout(Duration.ofMillis(1500))
                        .idleTimeout(Duration.ofMinutes(1))
                        .setting("app.who", "O'Hara"),
                () -> {
                    assertThat(db.dsl().fetchSingle("""
                        select current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                            current_setting('statement_timeout'), current_setting('lock_timeout'),
                            current_setting('idle_in_transaction_session_timeout'), current_setting('app.who')\
                        """).intoList())
                            .containsExactly("repeatable read", "on", "7s", "1500ms", "1min", "O'Hara");
                }));

        assertThat(statements.getFirst()).startsWith("BEGIN");
        assertThat(statements.get(1)).isEqualTo("set transaction isolation level repeatable read, read only");
        assertThat(statements.getLast()).isEqualTo("COMMIT");
    }

    @Test
    void a_report_waits_until_it_disturbs_nobody() {
        db.transaction(t -> t.deferrable(), () -> {
            assertThat(db.dsl().fetchSingle("""
                select current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                    current_setting('transaction_deferrable')\
                """).intoList()).containsExactly("serializable", "on", "on");
        });
    }

    @Test
    void one_without_statements_takes_no_connection(ServerLog log) {
        List<String> statements = log.of(() -> db.transaction(t -> t.serializable(), () -> {
            db.transaction(() -> {
                assertThat(db.health().pool().orElseThrow().active()).isZero();
            });
        }));

        assertThat(statements).doesNotContain("BEGIN", "COMMIT", "ROLLBACK");
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(0, 0, 0, 0));
    }

    @Test
    void a_write_in_a_read_only_one_is_refused_and_says_so() {
        assertThatThrownBy(() -> db.transaction(t -> t.readOnly(), () -> tags.create(tag -> tag.setName("x"))))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith(
                        "The transaction is read-only: cannot execute INSERT in a read-only transaction."
                                + " Write in one that is not, on a server that is no replica. Statement: insert into");
    }

    @Test
    void an_increment_that_is_rolled_back_is_none_of_the_entity() {
        plain.run("insert into purses (owner, balance) values ('Ann', 100)");
        Purse ann = db.model(PURSES).requireByPk(1L);

        assertThatThrownBy(() -> db.transaction(() -> {
                    ann.increment(PURSES.BALANCE, BigDecimal.ONE);
                    assertThat(ann.getBalance()).isEqualByComparingTo("101");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(ann.getBalance()).isEqualByComparingTo("100");
        assertThat(ann.changedFields()).isEmpty();
    }

    @Test
    void limits_that_the_server_does_not_know_are_refused() {
        assertThatThrownBy(() -> db.transaction(t -> t.lockTimeout(Duration.ofNanos(5)), () -> tags.count()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("lockTimeout(PT0.000000005S) is no limit that the server knows; say 1 ms to 24 days,"
                        + " or zero for none.");
        assertThatThrownBy(() -> db.transaction(t -> t.retry(-1), () -> tags.count()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("retry(-1) is negative; say how many times at most.");
    }

    @Test
    void a_statement_that_takes_too_long_frees_its_connection() {
        assertThatThrownBy(() -> db.transaction(
                        t -> t.statementTimeout(Duration.ofMillis(50)),
                        () -> db.dsl().fetch("select pg_sleep(20)")))
                .isInstanceOf(QueryTimeoutException.class)
                .hasMessage("The statement was cancelled, by its time limit or by hand: canceling statement due to"
                        + " statement timeout. Give it more time with statementTimeout(..), or let it do less."
                        + " Statement: select pg_sleep(20)");
        assertThat(tags.count()).isZero();
    }

    @Test
    void a_lock_that_others_hold_frees_the_connection_in_time() throws SQLException {
        try (Connection other = scratch.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from purses where id = 1 for update");

            assertThatThrownBy(() -> db.transaction(
                            t -> t.lockTimeout(Duration.ofMillis(50)),
                            () -> purses.where(p -> p.ID.eq(1L))
                                    .update((p, set) -> set.set(p.BALANCE, p.BALANCE.plus(1)))))
                    .isInstanceOf(LockNotAvailableException.class)
                    .hasMessageStartingWith("A lock is held by somebody else: canceling statement due to lock timeout."
                            + " Try again later, or wait longer with lockTimeout(..). Statement: update");
            assertThat(purses.count()).isEqualTo(2);
            other.rollback();
        }
    }

    @Test
    void a_failure_that_is_swallowed_is_named_by_whatever_comes_next() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    try {
                        db.dsl().fetch("select 1 / 0");
                    } catch (RuntimeException swallowed) {
                        assertThat(swallowed).hasMessageContaining("division by zero");
                    }
                    tags.count();
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("The transaction can only be rolled back, because an operation in it failed:"
                        + " Something was divided by zero")
                .hasMessageEndingWith(" Let it end, or put what may fail into a nested transaction.");
    }

    @Test
    void jooqs_own_transactions_and_canopys_nest_in_each_other() {
        List<String> heard = new ArrayList<>();
        db.dsl().transaction(jooq -> {
            DSL.using(jooq).insertInto(TAGS).set(TAGS.NAME, "jooq").execute();
            hear(heard, "jooq");
            assertThatThrownBy(() -> db.transaction(() -> {
                        tags.create(tag -> tag.setName("undone"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            db.transaction(() -> tags.create(tag -> tag.setName("canopy in jooq")));
        });
        db.transaction(() -> {
            tags.create(tag -> tag.setName("canopy"));
            db.dsl().transaction(jooq -> tags.create(tag -> tag.setName("jooq in canopy")));
            assertThatThrownBy(() -> db.dsl().transaction(jooq -> {
                        tags.create(tag -> tag.setName("undone"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        });

        assertThat(names()).containsExactly("canopy", "canopy in jooq", "jooq", "jooq in canopy");
        assertThat(heard).containsExactly("committed jooq");
    }

    @Test
    void a_commit_of_jooqs_that_fails_leaves_the_transaction_around_it_alone() {
        db.transaction(() -> {
            tags.create(tag -> tag.setName("outer"));
            assertThatThrownBy(() -> db.dsl().transaction(jooq -> {
                        try {
                            db.dsl().fetch("select 1 / 0");
                        } catch (RuntimeException swallowed) {
                            assertThat(swallowed).hasMessageContaining("division by zero");
                        }
                    }))
                    .isInstanceOf(TransactionException.class);
            tags.create(tag -> tag.setName("goes on"));
        });

        assertThat(names()).containsExactly("goes on", "outer");
    }

    @Test
    void one_that_is_ended_by_hand() {
        try (OpenTransaction tx = db.begin()) {
            tags.create(tag -> tag.setName("left"));
            assertThat(tx.isOpen()).isTrue();
        }
        try (OpenTransaction tx = db.begin(t -> t.serializable())) {
            tags.create(tag -> tag.setName("kept"));
            try (OpenTransaction inner = db.begin()) {
                tags.create(tag -> tag.setName("undone"));
                assertThatThrownBy(tx::commit)
                        .hasMessage("A transaction that was begun inside this one is still open; end that one first.");
                inner.rollback();
            }
            tx.commit();
            assertThatThrownBy(tx::commit)
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("The transaction has ended already; begin another one.");
            assertThatThrownBy(() -> tx.afterCommit(() -> {}))
                    .hasMessage("The transaction has ended, or is not that of this thread.");
        }
        assertThatThrownBy(() -> db.begin(t -> t.retry(2)))
                .hasMessage("begin(..) cannot retry(2), for there is no body to run again;"
                        + " say transaction(.., () -> ..).");

        assertThat(names()).containsExactly("kept");
    }

    @Test
    void one_that_is_left_open_inside_another_takes_it_along() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    OpenTransaction forgotten = db.begin();
                    tags.create(tag -> tag.setName("lost"));
                    assertThat(forgotten.isOpen()).isTrue();
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "The transaction was rolled back instead of committed, because an operation in it had failed:"
                                + " A transaction that was begun inside with begin() was never ended; put it into try"
                                + " (..).");
        assertThat(names()).isEmpty();
    }

    @Test
    void rollback_only_can_be_said() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.create(tag -> tag.setName("x"));
                    db.currentTransaction().rollbackOnly();
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "The transaction was rolled back instead of committed, because an operation in it had failed:"
                                + " rollbackOnly() was said.");
        assertThatThrownBy(db::currentTransaction)
                .hasMessage("This thread is in no transaction; put the work into db.transaction(() -> ..).");
        assertThat(names()).isEmpty();
    }

    @Test
    void a_lock_of_ones_own_lasts_until_the_transaction_ends() {
        db.transaction(() -> {
            db.currentTransaction().lock("invoices of 2026");
            assertThat(db.currentTransaction().tryLock("invoices of 2026")).isTrue();
            try (Database other = Connected.withFew(scratch, 1)) {
                assertThat((boolean) other.transaction(
                                () -> other.currentTransaction().tryLock("invoices of 2026")))
                        .isFalse();
                assertThatThrownBy(() -> other.transaction(t -> t.lockTimeout(Duration.ofMillis(20)), () -> {
                            other.currentTransaction().lock("invoices of 2026");
                        }))
                        .isInstanceOf(LockNotAvailableException.class);
                assertThat((boolean) other.transaction(
                                () -> other.currentTransaction().tryLock("invoices of 2027")))
                        .isTrue();
            }
        });
    }

    @Test
    void a_connection_that_dies_inside_is_not_handed_out_again() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.create(tag -> tag.setName("lost"));
                    kill(db.dsl().fetchSingle("select pg_backend_pid()").get(0));
                    tags.count();
                }))
                .isInstanceOf(ConnectionException.class)
                .hasMessageStartingWith("The connection to " + scratch.url().replaceAll("\\?.*", "") + " was lost:");

        assertThat(tags.count()).isZero();
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(0, 1, 0, 0));
    }

    @Test
    void raw_jdbc_that_fails_and_is_swallowed_does_not_pass_for_a_commit() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.create(tag -> tag.setName("x"));
                    db.dsl().connection(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("select 1 / 0");
                        } catch (SQLException swallowed) {
                            assertThat((Throwable) swallowed).hasMessageContaining("division by zero");
                        }
                    });
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "The transaction was rolled back instead of committed, because an operation in it had failed:"
                                + " A statement on its connection failed, and nobody said so.");
        assertThat(names()).isEmpty();
    }

    @Test
    void a_checked_exception_of_the_work_comes_out_as_it_is() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.count();
                    throw new java.io.IOException("file");
                }))
                .isExactlyInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> db.dsl().transaction(jooq -> {
                    throw new java.io.IOException("file");
                }))
                .isExactlyInstanceOf(DataAccessException.class);
    }

    private void hear(List<String> heard, String what) {
        tags.count();
        db.currentTransaction().afterCommit(() -> heard.add("committed " + what));
        db.currentTransaction().afterRollback(() -> heard.add("rolled back " + what));
    }

    private void kill(Object backend) {
        plain.rows("select pg_terminate_backend(%s, 5000)".formatted(backend));
    }

    private List<String> names() {
        return plain.rows("select name from tags order by name");
    }
}
