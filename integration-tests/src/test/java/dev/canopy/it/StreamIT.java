package dev.canopy.it;

import static dev.canopy.sample.Tables.PAGE_VIEWS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 1000 users, each third of whom wrote two posts. */
@CanopyTest(isolation = Isolation.DATABASE)
class StreamIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                insert into users (id, first_name, last_name, email) select n, 'u' || n, 'L', n || '' from generate_series(1, 1000) n;
                insert into posts (author_id, title) select n, 'p' || p from generate_series(3, 1000, 3) n, generate_series(1, 2) p;
                """);
    }

    @Test
    void a_stream_gives_every_row_with_what_it_includes(Database db) {
        db.transaction(() -> {
            try (Stream<User> users =
                    db.model(USERS).include(USERS.POSTS.orderBy(p -> p.ID)).orderBy(u -> u.ID).stream()) {
                List<String> seen = users.map(user -> user.getId() + "|"
                                + user.getPosts().stream().map(Post::getTitle).toList())
                        .toList();
                assertThat(seen).isEqualTo(sql.rows("""
                                select u.id || '|' || '[' || coalesce((select string_agg(title, ', ' order by id)
                                from posts p where p.author_id = u.id), '') || ']' from users u order by u.id"""));
            }
        });
    }

    /** The server's own witness: a portal that is fetched from again and again. */
    @Test
    void a_stream_leaves_the_rows_with_the_server_until_they_are_asked_for(Database db, ServerLog log) {
        List<String> statements = log.of(() -> db.transaction(() -> {
            try (Stream<User> users = db.model(USERS).orderBy(u -> u.ID).stream()) {
                assertThat(users.limit(250)).hasSize(250);
            }
        }));

        assertThat(statements).filteredOn(sql -> sql.startsWith("select")).hasSize(3);
    }

    @Test
    void statements_may_run_while_a_stream_is_read(Database db) {
        db.transaction(() -> {
            try (Stream<Post> posts = db.model(POSTS).orderBy(p -> p.ID).stream()) {
                posts.forEach(post -> post.update(p -> p.setBody("seen")));
            }
        });

        assertThat(sql.value("select count(*) from posts where body = 'seen'")).isEqualTo("666");
    }

    @Test
    void a_stream_left_open_ends_with_its_transaction_and_says_where_it_was_opened(Database db) {
        List<Iterator<User>> left = new ArrayList<>();
        db.transaction(() -> {
            Iterator<User> users = db.model(USERS).stream().iterator();
            users.next();
            left.add(users);
        });

        assertThatThrownBy(() -> left.getFirst().forEachRemaining(user -> {}))
                .isInstanceOf(TransactionException.class)
                .hasMessageMatching("The stream that was opened at StreamIT\\.lambda\\$.*\\(StreamIT\\.java:\\d+\\)"
                        + " has been closed, by itself or with its transaction; read it before\\.");
        assertThat(db.model(USERS).count()).as("the connection is whole").isEqualTo(1000);
    }

    @Test
    void a_stream_in_a_nested_transaction_ends_with_that_one(Database db) {
        db.transaction(() -> {
            List<Iterator<User>> left = new ArrayList<>();
            try {
                db.transaction(() -> {
                    left.add(db.model(USERS).stream().iterator());
                    throw new IllegalStateException("undone");
                });
            } catch (IllegalStateException undone) {
                assertThatThrownBy(() -> left.getFirst().next()).isInstanceOf(TransactionException.class);
            }
            assertThat(db.model(USERS).count()).isEqualTo(1000);
        });
    }

    @Test
    void a_stream_outside_a_transaction_is_refused(Database db) {
        assertThatThrownBy(() -> db.model(USERS).stream())
                .isInstanceOf(TransactionException.class)
                .hasMessage("stream() needs a transaction, for the server keeps the rows no longer;"
                        + " put it into db.transaction(() -> ..), or say eachBatch(..).");
    }

    @Test
    void batches_cover_all_rows_once_though_the_work_writes_them(Database db, ServerLog log) {
        List<Integer> sizes = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<String> statements = log.of(() -> db.model(POSTS)
                .where(p -> p.BODY.eq(""))
                .include(POSTS.AUTHOR)
                .eachBatch(300, posts -> {
                    sizes.add(posts.size());
                    posts.forEach(post -> ids.add(post.getId()));
                    assertThat(posts.getFirst().getAuthor().getLastName()).isEqualTo("L");
                    db.model(POSTS)
                            .where(p -> p.ID.in(posts.stream().map(Post::getId).toList()))
                            .update(p -> p.setBody("done"));
                }));

        assertThat(sizes).containsExactly(300, 300, 66);
        assertThat(ids).doesNotHaveDuplicates().hasSize(666);
        assertThat(statements).filteredOn(each -> each.startsWith("select")).hasSize(3);
        assertThat(sql.value("select count(*) from posts where body = 'done'")).isEqualTo("666");
    }

    @Test
    void batches_of_nothing_are_none_and_contradictions_are_refused(Database db) {
        db.model(USERS).where(u -> u.ID.lt(0L)).eachBatch(10, users -> {
            throw new AssertionError("there is nobody");
        });
        assertThatThrownBy(() -> db.model(USERS).orderBy(u -> u.EMAIL).eachBatch(10, users -> {}))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("eachBatch(..) goes by primary key over all rows, so that none is met twice or missed;"
                        + " take orderBy, limit, offset and cursors out.");
        assertThatThrownBy(() -> db.model(USERS).limit(5).eachBatch(10, users -> {}))
                .isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> db.model(USERS).eachBatch(0, users -> {}))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("eachBatch(0, ..) has no rows; say at least 1.");
        assertThatThrownBy(() -> db.from(PAGE_VIEWS).eachBatch(10, views -> {}))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("eachBatch(..) needs a total order, and page_views has no primary key to make one;"
                        + " take a table that has.");
    }
}
