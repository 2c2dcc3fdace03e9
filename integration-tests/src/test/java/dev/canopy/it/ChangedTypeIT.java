package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A migration may change a column's type while a service runs whose connections have prepared the statements that read it. */
@CanopyTest
class ChangedTypeIT {
    /** The driver prepares on the server what ran five times. */
    private static final int PREPARED = 8;

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void trees_are_read_on(Strategy strategy, ScratchDatabase scratch) throws SQLException {
        PlainSql plain = new PlainSql(scratch.dataSource());
        plain.run("""
                truncate users restart identity cascade;
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a@x.org');
                insert into posts (id, author_id, title) select n, 1, 'P' || n from generate_series(1, 3) n;
                insert into comments (id, post_id, author_id, body) select n, 1 + n % 3, 1, 'C' || n from generate_series(1, 6) n
                """);
        try (OneConnection connection = OneConnection.of(scratch.dataSource())) {
            Database db = Database.using(connection, c -> {});
            List<String> expected = plain.rows("""
                    select p.title || ':' || string_agg(c.body, ',' order by c.id) from posts p
                    join comments c on c.post_id = p.id group by p.id order by p.id\
                    """);
            Selection<Posts, Post> posts = db.from(POSTS)
                    .orderBy(p -> p.ID)
                    .include(POSTS.COMMENTS.orderBy(c -> c.ID).strategy(strategy));
            for (int i = 0; i < PREPARED; i++) {
                assertThat(read(posts)).isEqualTo(expected);
            }

            plain.run(
                    "alter table posts alter column body type varchar(9); alter table comments alter column body type varchar(9)");
            try {
                assertThat(read(posts)).isEqualTo(expected);
                assertThat(read(posts)).isEqualTo(expected);
                assertThat(db.from(COMMENTS).count()).isEqualTo(6);
            } finally {
                plain.run(
                        "alter table posts alter column body type text; alter table comments alter column body type text");
            }
        }
    }

    private static List<String> read(Selection<Posts, Post> posts) {
        return posts.findAll().stream()
                .map(post -> post.getTitle() + ":"
                        + String.join(
                                ",",
                                post.getComments().stream()
                                        .map(Comment::getBody)
                                        .toList()))
                .toList();
    }
}
