package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One writes trees, another reads them: no tree is half old and half new. */
@CanopyTest
class SnapshotIT {
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_tree_is_of_one_moment(Strategy by, ScratchDatabase scratch) throws SQLException {
        new PlainSql(scratch.dataSource()).run("""
            truncate users cascade;
            insert into users (id, first_name, last_name, email, logins) values (1, 'A', 'B', 'a@example.com', 0);
            insert into posts (id, author_id, title) select n, 1, '0' from generate_series(1, 5) n;
            insert into comments (post_id, author_id, body) select n, 1, '0' from generate_series(1, 5) n;
            """);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(scratch, done, written));
        try (Database db = connect(scratch, by)) {
            Model<Users, User, Long> users = db.model(USERS);
            int moments = 0;
            int last = -1;
            // Alternately with the keys restated and with the keys in hand, for plain SQL is never restated.
            for (int i = 0; i < Soak.times(1_500, 20_000); i++) {
                User user = (i % 2 == 0
                                ? users.where(u -> u.ID.eq(1L))
                                : users.where(u -> DSL.condition("{0} = 1", u.ID)))
                        .include(USERS.POSTS.include(POSTS.COMMENTS))
                        .requireOne();
                String now = String.valueOf(user.getLogins());
                assertThat(user.getPosts())
                        .hasSize(5)
                        .extracting(Post::getTitle)
                        .containsOnly(now);
                assertThat(user.getPosts().stream().map(Post::getComments).flatMap(List::stream))
                        .hasSize(5)
                        .extracting(Comment::getBody)
                        .containsOnly(now);
                moments += user.getLogins() == last ? 0 : 1;
                last = user.getLogins();
            }
            assertThat(moments).as("reads that met a new state").isGreaterThan(20);
        } finally {
            done.set(true);
            writer.join();
        }
        assertThat(written).hasPositiveValue();
    }

    private static void write(ScratchDatabase scratch, AtomicBoolean done, AtomicInteger written) {
        try (Connection connection = scratch.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement users = connection.prepareStatement("update users set logins = ?");
                    PreparedStatement posts = connection.prepareStatement("update posts set title = ?");
                    PreparedStatement comments = connection.prepareStatement("update comments set body = ?")) {
                while (!done.get()) {
                    int now = written.incrementAndGet();
                    comments.setString(1, String.valueOf(now));
                    comments.execute();
                    users.setInt(1, now);
                    users.execute();
                    posts.setString(1, String.valueOf(now));
                    posts.execute();
                    connection.commit();
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Database connect(ScratchDatabase scratch, Strategy by) {
        return Connected.to(scratch, c -> c.strategy(by).poolSize(1));
    }
}
