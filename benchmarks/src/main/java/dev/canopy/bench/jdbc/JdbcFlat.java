package dev.canopy.bench.jdbc;

import dev.canopy.bench.Rows.Branch;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.LooseRoot;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.MovieName;
import dev.canopy.bench.Rows.NewMovie;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.ReviewCard;
import dev.canopy.bench.Rows.Root;
import dev.canopy.bench.Rows.TagCard;
import dev.canopy.bench.Rows.UserPage;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerCard;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Rows.ViewerReview;
import dev.canopy.bench.Task;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A statement for each level, with the keys of the level above in hand: what people write. */
public final class JdbcFlat extends Jdbc {
    static final String POSTS =
            "select author_id, id, title, body, views, created_at from posts where author_id = any(?) order by id";
    static final String COMMENTS =
            "select post_id, id, body, likes, created_at from comments where post_id = any(?) order by id";
    static final String FULL_NAME = "concat_ws(' ', p.first_name, nullif(p.middle_name, ''), p.last_name)";
    static final String MOVIE = """
        select id, image, title, year, description,
               (select avg(rating) from reviews where movie_id = movies.id) from movies where id = ?\
        """;
    static final String CREDITS = "select j.movie_id, p.id, " + FULL_NAME
            + ", p.image from %s j join persons p on p.id = j.person_id where j.movie_id = ?"
            + " order by j.list_order nulls last, p.last_name, p.id, j.id";
    static final String REVIEWS = """
        select r.movie_id, r.id, r.body, r.rating, v.id, v.name, v.image
        from reviews r join viewers v on v.id = r.author_id where r.movie_id = ? order by r.creation_time desc, r.id\
        """;
    static final String VIEWER_REVIEWS = """
        select r.author_id, r.id, r.body, r.rating, m.id, m.image, m.title,
               (select avg(rating) from reviews where movie_id = m.id)
        from reviews r join movies m on m.id = r.movie_id
        where r.author_id = ? order by r.creation_time desc, r.id limit 10\
        """;

    public JdbcFlat(DataSource pool) {
        super("jdbc-flat", pool);
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> connected(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select " + USER + " from users where id = ?")) {
                statement.setLong(1, id);
                return list(statement, Jdbc::user).getFirst();
            }
        }));
    }

    @Override
    public Task<String> hundred() {
        return Task.of(name -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select " + USER + " from users where last_name = ? order by id limit 100")) {
                statement.setString(1, name);
                return list(statement, Jdbc::user);
            }
        }));
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> connected(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select id, first_name, last_name, email from users where id = ?")) {
                statement.setLong(1, id);
                List<UserTree> users = list(statement, JdbcFlat::userTree);
                fill(connection, users);
                return users.getFirst();
            }
        }));
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = hundredUsers(connection, from)) {
                List<UserPosts> users = list(statement, JdbcFlat::userPosts);
                Object[] keys = users.stream().map(UserPosts::id).toArray();
                Map<Long, List<PostRow>> posts = children(connection, POSTS, keys, Jdbc::post);
                users.forEach(user -> user.posts().addAll(of(posts, user.id())));
                return users;
            }
        }));
    }

    @Override
    public Task<Long> forest() {
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = hundredUsers(connection, from)) {
                List<UserTree> users = list(statement, JdbcFlat::userTree);
                fill(connection, users);
                return users;
            }
        }));
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> connected(connection -> {
            List<PostCard> posts;
            try (PreparedStatement statement = connection.prepareStatement("""
                select p.id, p.title, p.created_at, u.id, u.first_name, u.last_name
                from posts p join users u on u.id = p.author_id where p.id >= ? order by p.id limit 50\
                """)) {
                statement.setLong(1, from);
                posts = list(statement, JdbcFlat::postCard);
            }
            Map<Long, List<TagCard>> tags =
                    children(connection, """
                        select pt.post_id, t.id, t.name, pt.position from post_tags pt join tags t on t.id = pt.tag_id
                        where pt.post_id = any(?) order by pt.position\
                        """, posts.stream().map(PostCard::id).toArray(), JdbcFlat::tag);
            posts.forEach(post -> post.tags().addAll(of(tags, post.id())));
            return posts;
        }));
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = hundredUsers(connection, from)) {
                List<UserPosts> users = list(statement, JdbcFlat::userPosts);
                Map<Long, List<PostRow>> posts = children(
                        connection, """
                        select p.* from unnest(?) k(id), lateral (
                          select author_id, id, title, body, views, created_at from posts
                          where author_id = k.id order by created_at desc, id desc limit 3) p\
                        """, users.stream().map(UserPosts::id).toArray(), Jdbc::post);
                users.forEach(user -> user.posts().addAll(of(posts, user.id())));
                return users;
            }
        }));
    }

    @Override
    public Task<String> page() {
        return Task.of(name -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select " + USER
                    + ", (select count(*) from users where last_name = ?) from users"
                    + " where last_name = ? order by id limit 20 offset 40")) {
                statement.setString(1, name);
                statement.setString(2, name);
                long[] total = new long[1];
                List<UserRow> rows = list(statement, row -> {
                    total[0] = row.getLong(9);
                    return user(row);
                });
                return new UserPage(rows, total[0]);
            }
        }));
    }

    @Override
    public Task<Integer> insertOne() {
        return Task.of(n -> connected(connection -> insertAccount(connection, n)));
    }

    @Override
    public Task<Integer> insertThousand() {
        return Task.of(from -> connected(connection -> {
            String[] names = new String[1000];
            String[] emails = new String[1000];
            for (int i = 0; i < 1000; i++) {
                names[i] = "account " + (from + i);
                emails[i] = "account" + (from + i) + "@example.com";
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into accounts (name, email) select * from unnest(?, ?) returning id")) {
                statement.setArray(1, connection.createArrayOf("text", names));
                statement.setArray(2, connection.createArrayOf("text", emails));
                return list(statement, rows -> rows.getLong(1));
            }
        }));
    }

    @Override
    public Task<Integer> update() {
        long id = connected(connection -> insertAccount(connection, 0));
        int[] version = new int[1];
        return Task.of(logins -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "update accounts set logins = ?, version = version + 1 where id = ? and version = ?")) {
                statement.setInt(1, logins);
                statement.setLong(2, id);
                statement.setInt(3, version[0]);
                if (statement.executeUpdate() != 1) {
                    throw new IllegalStateException("stale");
                }
                version[0]++;
                return id;
            }
        }));
    }

    @Override
    public Task<Integer> insertTree() {
        return Task.of(n -> inTransaction(connection -> {
            long account = insertAccount(connection, n);
            List<Long> orders;
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into orders (account_id, title) select ?, * from unnest(?) returning id")) {
                statement.setLong(1, account);
                statement.setArray(2, connection.createArrayOf("text", new String[] {
                    "order 1", "order 2", "order 3", "order 4", "order 5"
                }));
                orders = list(statement, rows -> rows.getLong(1));
            }
            Object[] keys = new Object[10];
            Object[] labels = new Object[10];
            Object[] amounts = new Object[10];
            for (int i = 0; i < 10; i++) {
                keys[i] = orders.get(i / 2);
                labels[i] = "item " + (i + 1);
                amounts[i] = i + 1;
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into items (order_id, label, amount) select * from unnest(?, ?, ?) returning id")) {
                statement.setArray(1, connection.createArrayOf("bigint", keys));
                statement.setArray(2, connection.createArrayOf("text", labels));
                statement.setArray(3, connection.createArrayOf("int", amounts));
                list(statement, rows -> rows.getLong(1));
            }
            return account;
        }));
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> connected(connection -> {
            MovieCard movie = one(connection, MOVIE, id, JdbcFlat::movieCard);
            movie.directors().addAll(each(connection, CREDITS.formatted("directors"), id, Jdbc::person));
            movie.cast().addAll(each(connection, CREDITS.formatted("actors"), id, Jdbc::person));
            movie.reviews().addAll(each(connection, REVIEWS, id, JdbcFlat::review));
            return movie;
        }));
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> connected(connection -> {
            ViewerPage viewer =
                    one(connection, "select id, name, image from viewers where id = ?", id, JdbcFlat::viewerPage);
            viewer.latestReviews().addAll(each(connection, VIEWER_REVIEWS, id, JdbcFlat::viewerReview));
            return viewer;
        }));
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return Task.of(movie -> inTransaction(connection -> {
            long id;
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into movies (title, image, description, year) values (?, ?, ?, ?) returning id")) {
                statement.setString(1, movie.title());
                statement.setString(2, movie.image());
                statement.setString(3, movie.description());
                statement.setInt(4, movie.year());
                id = list(statement, rows -> rows.getLong(1)).getFirst();
            }
            credit(connection, "directors", id, List.of(movie.directorId()));
            credit(connection, "actors", id, movie.castIds());
            return id;
        }));
    }

    @Override
    public Task<String> roots() {
        return Task.of(group -> connected(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select id, label from roots where group_name = ? order by id")) {
                statement.setString(1, group);
                List<Root> roots =
                        list(statement, rows -> new Root(rows.getLong(1), rows.getString(2), new ArrayList<>()));
                Map<Long, List<Branch>> branches = children(
                        connection,
                        "select root_id, id, label, weight from branches where root_id = any(?) order by id",
                        roots.stream().map(Root::id).toArray(),
                        JdbcFlat::branch);
                roots.forEach(root -> root.branches().addAll(of(branches, root.id())));
                return roots;
            }
        }));
    }

    @Override
    public Task<String> looseRoots() {
        return Task.of(group -> connected(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select id, label from roots where group_name = ? order by id")) {
                statement.setString(1, group);
                List<LooseRoot> roots =
                        list(statement, rows -> new LooseRoot(rows.getLong(1), rows.getString(2), new ArrayList<>()));
                Map<Long, List<Branch>> branches = children(
                        connection,
                        "select root_id, id, label, weight from loose_branches where root_id = any(?) order by id",
                        roots.stream().map(LooseRoot::id).toArray(),
                        JdbcFlat::branch);
                roots.forEach(root -> root.looseBranches().addAll(of(branches, root.id())));
                return roots;
            }
        }));
    }

    private static final List<String> LEVELS = List.of(
            "select id, id, label, 0 from roots where group_name = 'deep' order by id",
            "select root_id, id, label, weight from branches where root_id = any(?) order by id",
            "select branch_id, id, label, weight from twigs where branch_id = any(?) order by id",
            "select twig_id, id, label, weight from leaves where twig_id = any(?) order by id",
            "select leaf_id, id, label, weight from veins where leaf_id = any(?) order by id");

    /** A row of any level. */
    private record Node(long id, String label, int weight, List<Node> below) {}

    @Override
    public Task<Integer> deep() {
        return Task.of(
                depth -> connected(connection -> {
                    List<Node> all = Collections.emptyList();
                    List<Node> roots = all;
                    for (int level = 0; level < depth; level++) {
                        try (PreparedStatement statement = connection.prepareStatement(LEVELS.get(level))) {
                            if (level > 0) {
                                statement.setArray(
                                        1,
                                        connection.createArrayOf(
                                                "bigint",
                                                all.stream().map(Node::id).toArray()));
                            }
                            Map<Long, List<Node>> rows = byKey(
                                    statement,
                                    row -> new Node(
                                            row.getLong(2), row.getString(3), row.getInt(4), new ArrayList<>()));
                            List<Node> next = new ArrayList<>();
                            if (level == 0) {
                                rows.values().forEach(next::addAll);
                                roots = next;
                            } else {
                                all.forEach(node -> node.below().addAll(of(rows, node.id())));
                                all.forEach(node -> next.addAll(node.below()));
                            }
                            all = next;
                        }
                    }
                    return roots;
                }),
                roots -> size(roots));
    }

    private static long size(List<Node> nodes) {
        return nodes.stream().mapToLong(node -> 1 + size(node.below())).sum();
    }

    static long insertAccount(Connection connection, int n) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into accounts (name, email) values (?, ?) returning id")) {
            statement.setString(1, "account " + n);
            statement.setString(2, "account" + n + "@example.com");
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void credit(Connection connection, String junction, long movie, List<Long> people)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into " + junction
                + " (movie_id, list_order, person_id) select ?, n - 1, p from unnest(?) with ordinality as t(p, n)"
                + " returning id")) {
            statement.setLong(1, movie);
            statement.setArray(2, connection.createArrayOf("bigint", people.toArray()));
            list(statement, rows -> rows.getLong(1));
        }
    }

    private static void fill(Connection connection, List<UserTree> users) throws SQLException {
        Object[] userKeys = users.stream().map(UserTree::id).toArray();
        Map<Long, List<PostTree>> posts = children(connection, POSTS, userKeys, JdbcFlat::postTree);
        Object[] postKeys =
                posts.values().stream().flatMap(List::stream).map(PostTree::id).toArray();
        Map<Long, List<CommentRow>> comments = children(connection, COMMENTS, postKeys, Jdbc::comment);
        stitch(users, posts, comments);
    }

    static void stitch(List<UserTree> users, Map<Long, List<PostTree>> posts, Map<Long, List<CommentRow>> comments) {
        for (UserTree user : users) {
            for (PostTree post : of(posts, user.id())) {
                post.comments().addAll(of(comments, post.id()));
                user.posts().add(post);
            }
        }
    }

    private static PreparedStatement hundredUsers(Connection connection, long from) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                "select id, first_name, last_name, email from users where id >= ? order by id limit 100");
        statement.setLong(1, from);
        return statement;
    }

    private static <V> V one(Connection connection, String sql, long id, Reader<V> reader) throws SQLException {
        return each(connection, sql, id, reader).getFirst();
    }

    private static <V> List<V> each(Connection connection, String sql, long id, Reader<V> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            return list(statement, reader);
        }
    }

    static UserTree userTree(ResultSet rows) throws SQLException {
        return new UserTree(
                rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4), new ArrayList<>());
    }

    static UserPosts userPosts(ResultSet rows) throws SQLException {
        return new UserPosts(
                rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4), new ArrayList<>());
    }

    static PostTree postTree(ResultSet rows) throws SQLException {
        return new PostTree(
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                rows.getObject(6, OffsetDateTime.class),
                new ArrayList<>());
    }

    static PostCard postCard(ResultSet rows) throws SQLException {
        return new PostCard(
                rows.getLong(1),
                rows.getString(2),
                rows.getObject(3, OffsetDateTime.class),
                author(rows, 4),
                new ArrayList<>());
    }

    static TagCard tag(ResultSet rows) throws SQLException {
        return new TagCard(rows.getLong(2), rows.getString(3), rows.getInt(4));
    }

    static MovieCard movieCard(ResultSet rows) throws SQLException {
        return new MovieCard(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getString(5),
                rows.getBigDecimal(6),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    static ReviewCard review(ResultSet rows) throws SQLException {
        return new ReviewCard(
                rows.getLong(2),
                rows.getString(3),
                rows.getInt(4),
                new ViewerCard(rows.getLong(5), rows.getString(6), rows.getString(7)));
    }

    static ViewerPage viewerPage(ResultSet rows) throws SQLException {
        return new ViewerPage(rows.getLong(1), rows.getString(2), rows.getString(3), new ArrayList<>());
    }

    static ViewerReview viewerReview(ResultSet rows) throws SQLException {
        return new ViewerReview(
                rows.getLong(2),
                rows.getString(3),
                rows.getInt(4),
                new MovieName(rows.getLong(5), rows.getString(6), rows.getString(7), rows.getBigDecimal(8)));
    }

    static Branch branch(ResultSet rows) throws SQLException {
        return new Branch(rows.getLong(2), rows.getString(3), rows.getInt(4));
    }
}
