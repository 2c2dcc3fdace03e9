package dev.canopy.bench.jdbc;

import dev.canopy.bench.Rows.Branch;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.NewMovie;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.Root;
import dev.canopy.bench.Rows.TagCard;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Task;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * All levels in one round trip: several statements in one text, each of which asks for its keys itself. Where an index leads with the
 * key and goes on with the order, the key comes first in the order, which then needs no sort.
 */
public final class JdbcTrip extends Jdbc {
    private static final String HUNDRED = "from users where id >= ? order by id limit 100";

    public JdbcTrip(DataSource pool) {
        super("jdbc-trip", pool);
    }

    @Override
    public Task<Long> tree() {
        String sql = "select id, first_name, last_name, email from users where id = ?;"
                + "select author_id, id, title, body, views, created_at from posts where author_id = ? order by id;"
                + comments("select id from posts where author_id = ?");
        return Task.of(id -> trees(sql, id).getFirst());
    }

    @Override
    public Task<Long> usersWithPosts() {
        String sql = "select id, first_name, last_name, email " + HUNDRED + ";" + posts();
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), from, 2)) {
                List<UserPosts> users = list(statement.getResultSet(), JdbcFlat::userPosts);
                Map<Long, List<PostRow>> posts = byKey(next(statement), Jdbc::post);
                users.forEach(user -> user.posts().addAll(of(posts, user.id())));
                return users;
            }
        }));
    }

    @Override
    public Task<Long> forest() {
        String sql = "select id, first_name, last_name, email " + HUNDRED + ";" + posts() + ";"
                + comments("select id from posts where author_id = any(array(select id " + HUNDRED + "))");
        return Task.of(from -> trees(sql, from));
    }

    @Override
    public Task<Long> postsWithTags() {
        String sql = """
            select p.id, p.title, p.created_at, u.id, u.first_name, u.last_name
            from posts p join users u on u.id = p.author_id where p.id >= ? order by p.id limit 50;
            select pt.post_id, t.id, t.name, pt.position from post_tags pt join tags t on t.id = pt.tag_id
            where pt.post_id = any(array(select id from posts where id >= ? order by id limit 50))
            order by pt.position\
            """;
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), from, 2)) {
                List<PostCard> posts = list(statement.getResultSet(), JdbcFlat::postCard);
                Map<Long, List<TagCard>> tags = byKey(next(statement), JdbcFlat::tag);
                posts.forEach(post -> post.tags().addAll(of(tags, post.id())));
                return posts;
            }
        }));
    }

    @Override
    public Task<Long> newestPosts() {
        String sql = "select id, first_name, last_name, email " + HUNDRED + ";" + """
            select p.* from (select id %s) k, lateral (
              select author_id, id, title, body, views, created_at from posts
              where author_id = k.id order by created_at desc, id desc limit 3) p\
            """.formatted(HUNDRED);
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), from, 2)) {
                List<UserPosts> users = list(statement.getResultSet(), JdbcFlat::userPosts);
                Map<Long, List<PostRow>> posts = byKey(next(statement), Jdbc::post);
                users.forEach(user -> user.posts().addAll(of(posts, user.id())));
                return users;
            }
        }));
    }

    /** One statement writes all three tables; each knows the keys of the one before. */
    @Override
    public Task<Integer> insertTree() {
        String sql = """
            with a as (insert into accounts (name, email) values (?, ?) returning id),
                 o as (insert into orders (account_id, title)
                       select a.id, t from a, unnest(?) with ordinality as t(t, n) order by n returning id, title),
                 i as (insert into items (order_id, label, amount)
                       select o.id, l, c from unnest(?, ?, ?) with ordinality as t(p, l, c, n)
                         join o on o.title = t.p order by n returning id)
            select a.id, (select count(*) from o), (select count(*) from i) from a\
            """;
        return Task.of(n -> connected(connection -> {
            String[] titles = {"order 1", "order 2", "order 3", "order 4", "order 5"};
            String[] parents = new String[10];
            String[] labels = new String[10];
            Integer[] amounts = new Integer[10];
            for (int i = 0; i < 10; i++) {
                parents[i] = titles[i / 2];
                labels[i] = "item " + (i + 1);
                amounts[i] = i + 1;
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, "account " + n);
                statement.setString(2, "account" + n + "@example.com");
                statement.setArray(3, connection.createArrayOf("text", titles));
                statement.setArray(4, connection.createArrayOf("text", parents));
                statement.setArray(5, connection.createArrayOf("text", labels));
                statement.setArray(6, connection.createArrayOf("int", amounts));
                return list(statement, rows -> rows.getLong(1)).getFirst();
            }
        }));
    }

    @Override
    public Task<Long> movie() {
        String sql = String.join(
                ";",
                JdbcFlat.MOVIE,
                JdbcFlat.CREDITS.formatted("directors"),
                JdbcFlat.CREDITS.formatted("actors"),
                JdbcFlat.REVIEWS);
        return Task.of(id -> connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), id, 4)) {
                MovieCard movie =
                        list(statement.getResultSet(), JdbcFlat::movieCard).getFirst();
                movie.directors().addAll(list(next(statement), Jdbc::person));
                movie.cast().addAll(list(next(statement), Jdbc::person));
                movie.reviews().addAll(list(next(statement), JdbcFlat::review));
                return movie;
            }
        }));
    }

    @Override
    public Task<Long> viewer() {
        String sql = "select id, name, image from viewers where id = ?;" + JdbcFlat.VIEWER_REVIEWS;
        return Task.of(id -> connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), id, 2)) {
                ViewerPage viewer =
                        list(statement.getResultSet(), JdbcFlat::viewerPage).getFirst();
                viewer.latestReviews().addAll(list(next(statement), JdbcFlat::viewerReview));
                return viewer;
            }
        }));
    }

    @Override
    public Task<NewMovie> insertMovie() {
        String sql = """
            with m as (insert into movies (title, image, description, year) values (?, ?, ?, ?) returning id),
                 d as (insert into directors (movie_id, list_order, person_id) select id, 0, ? from m returning id),
                 a as (insert into actors (movie_id, list_order, person_id)
                       select id, n - 1, p from m, unnest(?) with ordinality as t(p, n) returning id)
            select id, (select count(*) from d), (select count(*) from a) from m\
            """;
        return Task.of(movie -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, movie.title());
                statement.setString(2, movie.image());
                statement.setString(3, movie.description());
                statement.setInt(4, movie.year());
                statement.setLong(5, movie.directorId());
                statement.setArray(
                        6, connection.createArrayOf("bigint", movie.castIds().toArray()));
                return list(statement, rows -> rows.getLong(1)).getFirst();
            }
        }));
    }

    @Override
    public Task<String> roots() {
        String sql = """
            select id, label from roots where group_name = ? order by id;
            select root_id, id, label, weight from branches
            where root_id = any(array(select id from roots where group_name = ?)) order by root_id, id\
            """;
        return Task.of(group -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, group);
                statement.setString(2, group);
                statement.execute();
                List<Root> roots = list(
                        statement.getResultSet(),
                        rows -> new Root(rows.getLong(1), rows.getString(2), new ArrayList<>()));
                Map<Long, List<Branch>> branches = byKey(next(statement), JdbcFlat::branch);
                roots.forEach(root -> root.branches().addAll(of(branches, root.id())));
                return roots;
            }
        }));
    }

    private List<UserTree> trees(String sql, long from) {
        return connected(connection -> {
            try (PreparedStatement statement = executed(connection.prepareStatement(sql), from, 3)) {
                List<UserTree> users = list(statement.getResultSet(), JdbcFlat::userTree);
                Map<Long, List<PostTree>> posts = byKey(next(statement), JdbcFlat::postTree);
                Map<Long, List<CommentRow>> comments = byKey(next(statement), Jdbc::comment);
                JdbcFlat.stitch(users, posts, comments);
                return users;
            }
        });
    }

    private static String posts() {
        return "select author_id, id, title, body, views, created_at from posts where author_id = any(array(select id "
                + HUNDRED + ")) order by id";
    }

    private static String comments(String keys) {
        return "select post_id, id, body, likes, created_at from comments where post_id = any(array(" + keys
                + ")) order by post_id, id";
    }

    /** The statement after it ran, with the same value for each of its parameters. */
    private static PreparedStatement executed(PreparedStatement statement, long value, int parameters)
            throws SQLException {
        for (int i = 1; i <= parameters; i++) {
            statement.setLong(i, value);
        }
        statement.execute();
        return statement;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }
}
