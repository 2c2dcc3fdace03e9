package dev.canopy.bench.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Rows.Author;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.MovieName;
import dev.canopy.bench.Rows.PersonCard;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.ReviewCard;
import dev.canopy.bench.Rows.TagCard;
import dev.canopy.bench.Rows.UserPage;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerCard;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Rows.ViewerReview;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** HQL into Java records, which knows no nesting: a query for each level, put together by hand. */
public final class HibernateRecords extends Hibernate {
    private static final String USER =
            "select id, firstName, lastName, email, active, logins, version, createdAt from User ";
    private static final String HUNDRED = "(select x.id from User x where x.id >= :from order by x.id limit 100)";
    private static final String FIFTY = "(select x.id from Post x where x.id >= :from order by x.id limit 50)";
    private static final String POSTS = "select p.author.id, p.id, p.title, p.body, p.views, p.createdAt from Post p ";
    private static final String COMMENTS = "select c.post.id, c.id, c.body, c.likes, c.createdAt from Comment c ";
    private static final String FULL_NAME =
            "p.firstName || ' ' || case when p.middleName = '' then '' else p.middleName || ' ' end || p.lastName";

    /** A row, and which row it belongs to. */
    private record Child<V>(long parent, V row) {}

    public HibernateRecords(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> read(session -> session.createSelectionQuery(USER + "where id = :id", UserRow.class)
                .setParameter("id", id)
                .getSingleResult()));
    }

    @Override
    public Task<String> hundred() {
        return Task.of(
                name -> read(session -> named(session, name).setMaxResults(100).getResultList()));
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> read(session -> trees(
                        list(
                                session,
                                "select u.id, u.firstName, u.lastName, u.email from User u where u.id = :id",
                                "id",
                                id,
                                HibernateRecords::userTree),
                        list(
                                session,
                                POSTS + "where p.author.id = :id order by p.id",
                                "id",
                                id,
                                HibernateRecords::postTree),
                        list(
                                session,
                                COMMENTS + "where c.post.author.id = :id order by c.id",
                                "id",
                                id,
                                HibernateRecords::comment)))
                .getFirst());
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(from -> read(session -> {
            List<UserPosts> users = hundredUsers(session, from);
            return withPosts(
                    users,
                    list(
                            session,
                            POSTS + "where p.author.id in " + HUNDRED + " order by p.id",
                            "from",
                            from,
                            HibernateRecords::post));
        }));
    }

    @Override
    public Task<Long> forest() {
        return Task.of(from -> read(session -> trees(
                list(
                        session,
                        "select u.id, u.firstName, u.lastName, u.email from User u where u.id >= :from"
                                + " order by u.id limit 100",
                        "from",
                        from,
                        HibernateRecords::userTree),
                list(
                        session,
                        POSTS + "where p.author.id in " + HUNDRED + " order by p.id",
                        "from",
                        from,
                        HibernateRecords::postTree),
                list(
                        session,
                        COMMENTS + "where c.post.author.id in " + HUNDRED + " order by c.id",
                        "from",
                        from,
                        HibernateRecords::comment))));
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> read(session -> {
            List<PostCard> posts = list(session, """
                    select p.id, p.title, p.createdAt, a.id, a.firstName, a.lastName from Post p join p.author a
                    where p.id >= :from order by p.id limit 50\
                    """, "from", from, HibernateRecords::postCard);
            Map<Long, List<TagCard>> tags =
                    byParent(list(session, """
                    select link.post.id, t.id, t.name, link.position from PostTag link join link.tag t
                    where link.post.id in %s order by link.position\
                    """.formatted(FIFTY), "from", from, HibernateRecords::tag));
            posts.forEach(post -> post.tags().addAll(tags.getOrDefault(post.id(), List.of())));
            return posts;
        }));
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> read(session -> {
            List<UserPosts> users = hundredUsers(session, from);
            return withPosts(users, list(session, """
                    select u.id, n.id, n.title, n.body, n.views, n.createdAt from User u
                    join lateral (
                      select x.id as id, x.title as title, x.body as body, x.views as views, x.createdAt as createdAt
                      from Post x where x.author = u order by x.createdAt desc, x.id desc limit 3) n
                    where u.id in %s order by n.createdAt desc, n.id desc\
                    """.formatted(HUNDRED), "from", from, HibernateRecords::post));
        }));
    }

    @Override
    public Task<String> page() {
        return Task.of(name -> read(session -> {
            SelectionQuery<UserRow> all = named(session, name);
            long total = all.getResultCount();
            return new UserPage(all.setMaxResults(20).setFirstResult(40).getResultList(), total);
        }));
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> read(session -> {
            MovieCard movie =
                    list(session, """
                    select m.id, m.image, m.title, m.year, m.description, m.avgRating from Movie m where m.id = :id\
                    """, "id", id, HibernateRecords::movieCard).getFirst();
            movie.directors().addAll(credits(session, "Director", id));
            movie.cast().addAll(credits(session, "Actor", id));
            movie.reviews().addAll(list(session, """
                    select r.id, r.body, r.rating, a.id, a.name, a.image from Review r join r.author a
                    where r.movie.id = :id order by r.creationTime desc, r.id\
                    """, "id", id, HibernateRecords::review));
            return movie;
        }));
    }

    private static List<PersonCard> credits(StatelessSession session, String kind, long movie) {
        return session.createSelectionQuery(
                        "select p.id, " + FULL_NAME + ", p.image from " + kind
                                + " c join c.person p where c.movie.id = :id"
                                + " order by c.listOrder nulls last, p.lastName, p.id, c.id",
                        PersonCard.class)
                .setParameter("id", movie)
                .getResultList();
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> read(session -> {
            ViewerPage viewer = list(
                            session,
                            "select v.id, v.name, v.image from Viewer v where v.id = :id",
                            "id",
                            id,
                            row -> new ViewerPage((Long) row[0], (String) row[1], (String) row[2], new ArrayList<>()))
                    .getFirst();
            viewer.latestReviews().addAll(list(session, """
                    select r.id, r.body, r.rating, m.id, m.image, m.title, m.avgRating from Review r join r.movie m
                    where r.author.id = :id order by r.creationTime desc, r.id limit 10\
                    """, "id", id, HibernateRecords::viewerReview));
            return viewer;
        }));
    }

    private <V> V read(Function<StatelessSession, V> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    /** The rows of a query with one parameter. */
    private static <V> List<V> list(
            StatelessSession session, String hql, String parameter, Object value, Function<Object[], V> reader) {
        List<Object[]> rows = session.createSelectionQuery(hql, Object[].class)
                .setParameter(parameter, value)
                .getResultList();
        List<V> all = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            all.add(reader.apply(row));
        }
        return all;
    }

    private static SelectionQuery<UserRow> named(StatelessSession session, String name) {
        return session.createSelectionQuery(USER + "where lastName = :name order by id", UserRow.class)
                .setParameter("name", name);
    }

    private static List<UserPosts> hundredUsers(StatelessSession session, long from) {
        return list(
                session,
                "select u.id, u.firstName, u.lastName, u.email from User u where u.id >= :from order by u.id limit 100",
                "from",
                from,
                row -> new UserPosts(
                        (Long) row[0], (String) row[1], (String) row[2], (String) row[3], new ArrayList<>()));
    }

    private static <V> Map<Long, List<V>> byParent(List<Child<V>> children) {
        Map<Long, List<V>> all = new HashMap<>();
        for (Child<V> child : children) {
            all.computeIfAbsent(child.parent(), parent -> new ArrayList<>()).add(child.row());
        }
        return all;
    }

    private static List<UserPosts> withPosts(List<UserPosts> users, List<Child<PostRow>> children) {
        Map<Long, List<PostRow>> posts = byParent(children);
        users.forEach(user -> user.posts().addAll(posts.getOrDefault(user.id(), List.of())));
        return users;
    }

    private static List<UserTree> trees(
            List<UserTree> users, List<Child<PostTree>> posts, List<Child<CommentRow>> comments) {
        Map<Long, List<PostTree>> byUser = byParent(posts);
        Map<Long, List<CommentRow>> byPost = byParent(comments);
        for (UserTree user : users) {
            for (PostTree post : byUser.getOrDefault(user.id(), List.of())) {
                post.comments().addAll(byPost.getOrDefault(post.id(), List.of()));
                user.posts().add(post);
            }
        }
        return users;
    }

    private static UserTree userTree(Object[] row) {
        return new UserTree((Long) row[0], (String) row[1], (String) row[2], (String) row[3], new ArrayList<>());
    }

    private static Child<PostRow> post(Object[] row) {
        return new Child<>(
                (Long) row[0],
                new PostRow(
                        (Long) row[1], (String) row[2], (String) row[3], (Integer) row[4], (OffsetDateTime) row[5]));
    }

    private static Child<PostTree> postTree(Object[] row) {
        return new Child<>(
                (Long) row[0],
                new PostTree(
                        (Long) row[1],
                        (String) row[2],
                        (String) row[3],
                        (Integer) row[4],
                        (OffsetDateTime) row[5],
                        new ArrayList<>()));
    }

    private static Child<CommentRow> comment(Object[] row) {
        return new Child<>(
                (Long) row[0],
                new CommentRow((Long) row[1], (String) row[2], (Integer) row[3], (OffsetDateTime) row[4]));
    }

    private static PostCard postCard(Object[] row) {
        return new PostCard(
                (Long) row[0],
                (String) row[1],
                (OffsetDateTime) row[2],
                new Author((Long) row[3], (String) row[4], (String) row[5]),
                new ArrayList<>());
    }

    private static Child<TagCard> tag(Object[] row) {
        return new Child<>((Long) row[0], new TagCard((Long) row[1], (String) row[2], (Integer) row[3]));
    }

    private static MovieCard movieCard(Object[] row) {
        return new MovieCard(
                (Long) row[0],
                (String) row[1],
                (String) row[2],
                (Integer) row[3],
                (String) row[4],
                (BigDecimal) row[5],
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    private static ReviewCard review(Object[] row) {
        return new ReviewCard(
                (Long) row[0],
                (String) row[1],
                (Integer) row[2],
                new ViewerCard((Long) row[3], (String) row[4], (String) row[5]));
    }

    private static ViewerReview viewerReview(Object[] row) {
        return new ViewerReview(
                (Long) row[0],
                (String) row[1],
                (Integer) row[2],
                new MovieName((Long) row[3], (String) row[4], (String) row[5], (BigDecimal) row[6]));
    }
}
