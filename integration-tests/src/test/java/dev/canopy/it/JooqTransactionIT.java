package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Database that is built on a transaction that the service's own jOOQ has begun. */
@CanopyTest
class JooqTransactionIT {
    private final PlainSql sql;
    private final DSLContext jooq;

    JooqTransactionIT(ScratchDatabase scratch) {
        sql = new PlainSql(scratch.dataSource());
        jooq = DSL.using(scratch.dataSource(), SQLDialect.POSTGRES);
    }

    @BeforeEach
    void rows() {
        sql.run("delete from posts; delete from users; delete from tags; insert into tags (name) values ('old')");
    }

    @Test
    void reads_and_writes_join_it_and_are_committed_with_it(ServerLog log) {
        List<String> statements = log.of(() -> jooq.transaction(jooqs -> {
            jooqs.dsl().insertInto(TAGS).set(TAGS.NAME, "by jOOQ").execute();
            try (Database db = Database.using(jooqs.dsl(), c -> c.strategy(Strategy.SPLIT))) {
                assertThat(db.model(TAGS).orderBy(t -> t.NAME).findAll())
                        .extracting(Tag::getName)
                        .containsExactly("by jOOQ", "old");
                User ann = db.model(USERS).create(user -> {
                    user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com");
                    user.posts().build(post -> post.setTitle("Oaks"));
                });
                assertThat(db.model(USERS)
                                .where(u -> u.ID.eq(ann.getId()))
                                .include(USERS.POSTS)
                                .requireOne()
                                .getPosts())
                        .hasSize(1);
            }
            assertThat(jooqs.dsl().fetchCount(POSTS)).isEqualTo(1);
            assertThat(sql.value("select count(*) from users"))
                    .as("others see nothing yet")
                    .isEqualTo("0");
        }));

        assertThat(sql.rows("select name from tags order by name")).containsExactly("by jOOQ", "old");
        assertThat(sql.rows("select u.first_name, p.title from users u join posts p on p.author_id = u.id"))
                .containsExactly("Ann|Oaks");
        assertThat(statements)
                .extracting(statement -> statement.strip().split("\\W", 2)[0].toLowerCase(Locale.ROOT))
                .as("nothing of ours begins or commits; what may be sent again in several has a savepoint")
                .filteredOn(word -> !word.equals("show"))
                .containsExactly(
                        "begin",
                        "insert",
                        "select",
                        "savepoint",
                        "with",
                        "release",
                        "select",
                        "select",
                        "select",
                        "select",
                        "commit");
    }

    @Test
    void what_is_written_is_rolled_back_with_it() {
        assertThatThrownBy(() -> jooq.transaction(jooqs -> {
                    try (Database db = Database.using(jooqs.dsl(), c -> {})) {
                        db.model(TAGS).create(tag -> tag.setName("new"));
                        db.model(TAGS).where(t -> t.NAME.eq("old")).update(tag -> tag.setName("newer"));
                        assertThat(jooqs.dsl().fetchCount(TAGS)).isEqualTo(2);
                    }
                    throw new IllegalStateException("after all");
                }))
                .hasMessage("after all");

        assertThat(sql.rows("select name from tags")).containsExactly("old");
    }

    @Test
    void a_transaction_within_it_is_a_savepoint() {
        jooq.transaction(jooqs -> {
            try (Database db = Database.using(jooqs.dsl(), c -> {})) {
                db.model(TAGS).create(tag -> tag.setName("kept"));
                assertThatThrownBy(() -> db.transaction(() -> {
                            db.model(TAGS).create(tag -> tag.setName("taken back"));
                            db.transaction(() -> {
                                throw new IllegalStateException("No.");
                            });
                        }))
                        .hasMessage("No.");
                assertThat(db.model(TAGS).count()).isEqualTo(2);
            }
        });

        assertThat(sql.rows("select name from tags order by name")).containsExactly("kept", "old");
    }

    @Test
    void what_waits_for_a_commit_that_nobody_tells_of_is_refused_and_nothing_is_written() {
        jooq.transaction(jooqs -> {
            try (Database db = Database.using(jooqs.dsl(), c -> c.define(TAGS, m -> m.afterCommit((tag, op) -> {})))) {
                assertThatThrownBy(() -> db.model(TAGS).create(tag -> tag.setName("new")))
                        .isInstanceOf(TransactionException.class)
                        .hasMessage(
                                "An afterCommit hook cannot run: the connection came with autocommit off, so somebody"
                                        + " else commits it and Canopy cannot see when. Give the Database that framework's"
                                        + " AmbientTransactions.");
            }
        });

        assertThat(sql.rows("select name from tags")).containsExactly("old");
    }
}
