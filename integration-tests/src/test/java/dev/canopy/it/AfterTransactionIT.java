package dev.canopy.it;

import static dev.canopy.sample.Tables.PLAYLIST_ENTRIES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.AfterCommitException;
import dev.canopy.error.SerializationException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for the end of a transaction, over a pool of one connection. */
@CanopyTest
class AfterTransactionIT {
    private final PlainSql plain;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;

    AfterTransactionIT(ScratchDatabase scratch) {
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
    @Fault({"0.14", "2.24"})
    void a_commit_that_the_server_refuses_runs_no_action_and_leaves_nothing() {
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(() -> db.transaction(() -> {
                    db.currentTransaction().afterCommit(() -> heard.add("afterCommit"));
                    db.currentTransaction().afterRollback(() -> heard.add("afterRollback"));
                    db.model(PLAYLIST_ENTRIES).create(entry -> entry.setPlace(1).setSong("one"));
                    db.model(PLAYLIST_ENTRIES).create(entry -> entry.setPlace(1).setSong("two"));
                    heard.add("until COMMIT all is well");
                }))
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessage("PlaylistEntry.place must be unique, and another row has this value already"
                        + " (constraint playlist_entries_place_key); choose another one.");

        assertThat(heard).containsExactly("until COMMIT all is well", "afterRollback");
        assertThat(plain.value("select count(*) from playlist_entries")).isEqualTo("0");
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(0, 1, 0, 0));
    }

    @Test
    @Fault({"0.14", "2.24"})
    void actions_run_once_after_the_outermost_end_and_only_for_what_stayed() {
        List<String> heard = new ArrayList<>();

        db.transaction(() -> {
            hear(heard, "outer");
            db.transaction(() -> hear(heard, "released"));
            assertThatThrownBy(() -> db.transaction(() -> {
                        tags.count();
                        hear(heard, "undone");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            heard.add("before COMMIT");
        });

        assertThat(heard)
                .containsExactly("before COMMIT", "rolled back undone", "committed outer", "committed released");
    }

    @Test
    @Fault("0.14")
    void an_action_that_fails_after_the_commit_does_not_look_like_a_rollback() {
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(() -> db.transaction(t -> t.retry(3), () -> {
                    tags.create(tag -> tag.setName("there"));
                    db.currentTransaction().afterCommit(() -> {
                        throw new SerializationException("the mail server is away");
                    });
                    db.currentTransaction().afterCommit(() -> heard.add("the next one runs"));
                }))
                .isInstanceOfSatisfying(
                        AfterCommitException.class,
                        e -> assertThat(e.failures()).singleElement().isInstanceOf(SerializationException.class))
                .hasMessage(
                        "The transaction is committed, but 1 of 2 actions after it failed; the first: the mail server"
                                + " is away. Do not run it again; do what should have followed.");

        assertThat(heard).containsExactly("the next one runs");
        assertThat(names()).containsExactly("there");
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(1, 0, 0, 0));
    }

    @Test
    void an_action_may_work_on_the_database_itself() {
        db.transaction(() -> {
            tags.create(tag -> tag.setName("first"));
            db.currentTransaction()
                    .afterCommit(() -> db.transaction(() -> {
                        tags.create(tag -> tag.setName("second"));
                    }));
        });

        assertThat(names()).containsExactly("first", "second");
    }

    private void hear(List<String> heard, String what) {
        tags.count();
        db.currentTransaction().afterCommit(() -> heard.add("committed " + what));
        db.currentTransaction().afterRollback(() -> heard.add("rolled back " + what));
    }

    private List<String> names() {
        return plain.rows("select name from tags order by name");
    }
}
