package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.AfterCommitException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions inside others: savepoints, parts, and those that stand apart; over a pool of one connection. */
@CanopyTest
class PropagationIT {
    private final PlainSql plain;
    private final ScratchDatabase scratch;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;

    PropagationIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
        db = Connected.withFew(scratch, 1);
        tags = db.model(TAGS);
    }

    @BeforeEach
    void rows() {
        plain.run("truncate tags restart identity cascade");
    }

    @AfterEach
    void the_one_connection_is_back_and_as_it_came() {
        try (db) {
            Connected.requireAsItCame(db);
        }
    }

    @Test
    @Fault({"0.15", "2.23"})
    void a_nested_one_is_a_savepoint_on_the_same_connection() {
        db.transaction(() -> {
            tags.create(tag -> tag.setName("kept"));
            assertThatThrownBy(() -> db.transaction(() -> tags.create(tag -> tag.setName("kept"))))
                    .isInstanceOf(UniqueConstraintException.class);
            assertThatThrownBy(() -> db.transaction(() -> {
                        tags.create(tag -> tag.setName("undone"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            db.transaction(() -> tags.create(tag -> tag.setName("nested")));
        });

        assertThat(names()).containsExactly("kept", "nested");
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(1, 0, 0, 0));
    }

    @Test
    void one_that_joins_cannot_fail_alone() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.create(tag -> tag.setName("outer"));
                    try {
                        db.transaction(t -> t.join(), () -> {
                            throw new IllegalStateException("the joined part failed");
                        });
                    } catch (IllegalStateException swallowed) {
                        assertThat(swallowed).hasMessage("the joined part failed");
                    }
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "The transaction was rolled back instead of committed, because an operation in it had failed:"
                                + " the joined part failed")
                .hasRootCauseMessage("the joined part failed");
        db.transaction(t -> t.join(), () -> tags.create(tag -> tag.setName("alone")));

        assertThat(names()).containsExactly("alone");
    }

    @Test
    void a_separate_one_is_committed_whatever_becomes_of_the_other() {
        try (Database two = Connected.withFew(scratch, 2)) {
            assertThatThrownBy(() -> two.transaction(() -> {
                        two.model(TAGS).create(tag -> tag.setName("undone"));
                        two.transaction(
                                t -> t.separate(), () -> two.model(TAGS).create(tag -> tag.setName("log entry")));
                        assertThat(two.model(TAGS).count()).isEqualTo(2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        }

        assertThat(names()).containsExactly("log entry");
    }

    @Test
    void what_a_separate_one_stands_in_is_not_committed_where_its_actions_fail() {
        AtomicInteger logged = new AtomicInteger();
        AtomicReference<Database> log = new AtomicReference<>();
        try (Database two = Database.using(
                scratch.dataSource(),
                c -> c.define(
                        TAGS,
                        m -> m.beforeCreate((tag, op) -> {
                            if (tag.getName().equals("outer")) {
                                log.get().transaction(t -> t.separate(), () -> {
                                    log.get()
                                            .model(TAGS)
                                            .create(entry -> entry.setName("log entry " + logged.incrementAndGet()));
                                    log.get().currentTransaction().afterCommit(() -> {
                                        throw new IllegalStateException("the mail server is away");
                                    });
                                });
                            }
                        })))) {
            log.set(two);
            Tag tag = two.model(TAGS).build(t -> t.setName("outer"));
            String said =
                    "Actions after the commit of a separate transaction failed: it stays committed, and what it stood in"
                            + " does not. The first: the mail server is away";

            assertThatThrownBy(tag::save)
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(said)
                    .hasCauseInstanceOf(AfterCommitException.class);
            assertThat(tag.isNew()).isTrue();
            assertThat(tag.getId()).isNull();
            assertThat(names()).containsExactly("log entry 1");

            assertThatThrownBy(() -> two.transaction(() -> {
                        two.model(TAGS).create(t -> t.setName("before"));
                        tag.save();
                    }))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(said);
            assertThat(tag.isNew()).isTrue();
        }

        assertThat(names()).containsExactly("log entry 1", "log entry 2");
    }

    @Test
    @Fault("2.23")
    void a_separate_one_without_a_connection_left_says_who_holds_them() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.count();
                    db.transaction(t -> t.separate(), () -> tags.count());
                }))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("1 in use, 0 idle");
        assertThat(tags.count()).isZero();
    }

    @Test
    void never_is_refused_inside_and_is_none_outside() {
        db.transaction(t -> t.never(), () -> {
            assertThat(db.isInTransaction()).isFalse();
            tags.create(tag -> tag.setName("by itself"));
        });
        assertThatThrownBy(() -> db.transaction(() -> db.transaction(t -> t.never(), () -> tags.count())))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "never() was said, but this thread is in a transaction; call it outside, or say separate().");
        assertThat(names()).containsExactly("by itself");
    }

    @Test
    void what_the_outermost_has_not_cannot_be_had_inside() {
        assertThatThrownBy(() -> db.transaction(
                        t -> t.repeatableRead(),
                        () -> db.transaction(t -> t.serializable().retry(3), () -> tags.count())))
                .isInstanceOf(TransactionException.class)
                .hasMessage("A transaction with serializable() was asked for inside one with repeatableRead();"
                        + " say so on the outermost, or say separate().");
        assertThat((long) db.transaction(
                        t -> t.serializable().readOnly(),
                        () -> db.transaction(t -> t.repeatableRead(), () -> tags.count())))
                .isZero();
    }

    private List<String> names() {
        return plain.rows("select name from tags order by name");
    }
}
