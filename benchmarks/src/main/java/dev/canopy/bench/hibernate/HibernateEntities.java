package dev.canopy.bench.hibernate;

import static org.hibernate.Hibernate.initialize;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Rows.Author;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.MovieName;
import dev.canopy.bench.Rows.NewMovie;
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
import dev.canopy.bench.hibernate.mapping.Account;
import dev.canopy.bench.hibernate.mapping.Actor;
import dev.canopy.bench.hibernate.mapping.Director;
import dev.canopy.bench.hibernate.mapping.Item;
import dev.canopy.bench.hibernate.mapping.Movie;
import dev.canopy.bench.hibernate.mapping.Order;
import dev.canopy.bench.hibernate.mapping.Person;
import dev.canopy.bench.hibernate.mapping.Post;
import dev.canopy.bench.hibernate.mapping.Review;
import dev.canopy.bench.hibernate.mapping.User;
import dev.canopy.bench.hibernate.mapping.Viewer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** Hibernate's entities, fetched by joins, or in batches where many parents have many children; writes go through stateless sessions. */
public final class HibernateEntities extends Hibernate {
    /** What {@code get_movie} reads. */
    private record Film(Movie movie, List<Director> directors, List<Actor> actors, List<Review> reviews) {}

    /** What {@code get_user} reads. */
    private record Reviewer(Viewer viewer, List<Review> reviews) {}

    public HibernateEntities(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.ENTITY;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> read(session -> session.find(User.class, id)), HibernateEntities::userRow);
    }

    @Override
    public Task<String> hundred() {
        return Task.of(
                name -> read(session -> named(session, name).setMaxResults(100).getResultList()),
                users -> users.stream().map(HibernateEntities::userRow).toList());
    }

    @Override
    public Task<Long> tree() {
        return Task.of(
                id -> read(session -> session.createSelectionQuery(
                                "from User u left join fetch u.posts p left join fetch p.comments where u.id = :id",
                                User.class)
                        .setParameter("id", id)
                        .getSingleResult()),
                HibernateEntities::userTree);
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(
                from -> read(session -> {
                    List<User> users = hundredUsers(session, from);
                    users.forEach(user -> initialize(user.getPosts()));
                    return users;
                }),
                users -> users.stream()
                        .map(user -> userPosts(user, user.getPosts()))
                        .toList());
    }

    @Override
    public Task<Long> forest() {
        return Task.of(
                from -> read(session -> {
                    List<User> users = hundredUsers(session, from);
                    users.forEach(user -> user.getPosts().forEach(post -> initialize(post.getComments())));
                    return users;
                }),
                users -> users.stream().map(HibernateEntities::userTree).toList());
    }

    /**
     * What hangs on them comes in batches, for which one statement of a level is enough here: many users by many posts with the
     * users' columns in each row took longer.
     */
    private static List<User> hundredUsers(Session session, long from) {
        session.setFetchBatchSize(1000);
        return session.createSelectionQuery("from User where id >= :from order by id", User.class)
                .setParameter("from", from)
                .setMaxResults(100)
                .getResultList();
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(
                from -> read(session -> session.createSelectionQuery("""
                                from Post p join fetch p.author left join fetch p.tags link left join fetch link.tag
                                where p.id in (select x.id from Post x where x.id >= :from order by x.id limit 50)
                                order by p.id\
                                """, Post.class)
                        .setParameter("from", from)
                        .getResultList()),
                posts -> posts.stream().map(HibernateEntities::postCard).toList());
    }

    /** Fetching knows no limit for each parent, so the posts are found by a query of their own. */
    @Override
    public Task<Long> newestPosts() {
        return Task.of(
                from -> read(session -> {
                    List<User> users = hundredUsers(session, from);
                    Map<User, List<Post>> newest = new LinkedHashMap<>();
                    users.forEach(user -> newest.put(user, new ArrayList<>()));
                    session.createSelectionQuery("""
                                    select p from User u
                                    join lateral (select x.id as id from Post x where x.author = u
                                                  order by x.createdAt desc, x.id desc limit 3) n
                                    join Post p on p.id = n.id
                                    where u.id between :first and :last order by p.createdAt desc, p.id desc\
                                    """, Post.class)
                            .setParameter("first", users.getFirst().getId())
                            .setParameter("last", users.getLast().getId())
                            .getResultList()
                            .forEach(post -> newest.computeIfAbsent(post.getAuthor(), author -> new ArrayList<>())
                                    .add(post));
                    return newest;
                }),
                newest -> newest.entrySet().stream()
                        .map(entry -> userPosts(entry.getKey(), entry.getValue()))
                        .toList());
    }

    @Override
    public Task<String> page() {
        return Task.of(
                name -> read(session -> {
                    SelectionQuery<User> all = named(session, name);
                    long total = all.getResultCount();
                    return Map.entry(all.setMaxResults(20).setFirstResult(40).getResultList(), total);
                }),
                page -> new UserPage(
                        page.getKey().stream().map(HibernateEntities::userRow).toList(), page.getValue()));
    }

    @Override
    public Task<Integer> insertOne() {
        return Task.of(n -> stateless(session -> (Long) session.insert(account(n))));
    }

    @Override
    public Task<Integer> insertThousand() {
        return Task.of(
                from -> inTransaction(session -> {
                    List<Account> accounts = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        accounts.add(account(from + i));
                    }
                    session.insertMultiple(accounts);
                    return accounts;
                }),
                accounts -> accounts.stream().map(Account::getId).toList());
    }

    @Override
    public Task<Integer> update() {
        Account own = account(0);
        stateless(session -> session.insert(own));
        return Task.of(
                logins -> stateless(session -> {
                    own.setLogins(logins);
                    session.update(own);
                    return own;
                }),
                Account::getId);
    }

    @Override
    public Task<Integer> insertTree() {
        return Task.of(
                n -> inTransaction(session -> {
                    Account account = account(n);
                    session.insert(account);
                    List<Order> orders = new ArrayList<>();
                    List<Item> items = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        Order order = new Order();
                        order.setAccount(account);
                        order.setTitle("order " + (i + 1));
                        orders.add(order);
                        for (int j = 1; j <= 2; j++) {
                            Item item = new Item();
                            item.setOrder(order);
                            item.setLabel("item " + (i * 2 + j));
                            item.setAmount(i * 2 + j);
                            items.add(item);
                        }
                    }
                    session.insertMultiple(orders);
                    session.insertMultiple(items);
                    return account;
                }),
                Account::getId);
    }

    @Override
    public Task<Long> movie() {
        return Task.of(
                id -> read(session -> new Film(
                        session.find(Movie.class, id),
                        credits(session, Director.class, id),
                        credits(session, Actor.class, id),
                        session.createSelectionQuery("""
                                        from Review r join fetch r.author
                                        where r.movie.id = :id order by r.creationTime desc, r.id\
                                        """, Review.class)
                                .setParameter("id", id)
                                .getResultList())),
                HibernateEntities::movieCard);
    }

    private static <V> List<V> credits(Session session, Class<V> kind, long movie) {
        return session.createSelectionQuery(
                        "from " + kind.getSimpleName() + " c join fetch c.person p where c.movie.id = :id"
                                + " order by c.listOrder nulls last, p.lastName, p.id, c.id",
                        kind)
                .setParameter("id", movie)
                .getResultList();
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(
                id -> read(session -> new Reviewer(
                        session.find(Viewer.class, id),
                        session.createSelectionQuery("""
                                        from Review r join fetch r.movie
                                        where r.author.id = :id order by r.creationTime desc, r.id\
                                        """, Review.class)
                                .setParameter("id", id)
                                .setMaxResults(10)
                                .getResultList())),
                HibernateEntities::viewerPage);
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return Task.of(
                said -> inTransaction(session -> {
                    Movie movie = new Movie();
                    movie.setTitle(said.title());
                    movie.setImage(said.image());
                    movie.setDescription(said.description());
                    movie.setYear(said.year());
                    session.insert(movie);
                    Director director = new Director();
                    director.setMovie(movie);
                    director.setPerson(Person.of(said.directorId()));
                    director.setListOrder(0);
                    session.insert(director);
                    List<Actor> actors = new ArrayList<>();
                    for (int i = 0; i < said.castIds().size(); i++) {
                        Actor actor = new Actor();
                        actor.setMovie(movie);
                        actor.setPerson(Person.of(said.castIds().get(i)));
                        actor.setListOrder(i);
                        actors.add(actor);
                    }
                    session.insertMultiple(actors);
                    return movie;
                }),
                Movie::getId);
    }

    private <V> V read(Function<Session, V> work) {
        try (Session session = sessions.openSession()) {
            return work.apply(session);
        }
    }

    private <V> V stateless(Function<StatelessSession, V> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    private <V> V inTransaction(Function<StatelessSession, V> work) {
        return sessions.fromStatelessTransaction(work);
    }

    private static SelectionQuery<User> named(Session session, String name) {
        return session.createSelectionQuery("from User where lastName = :name order by id", User.class)
                .setParameter("name", name);
    }

    private static Account account(int n) {
        Account account = new Account();
        account.setName("account " + n);
        account.setEmail("account" + n + "@example.com");
        return account;
    }

    private static UserRow userRow(User user) {
        return new UserRow(
                user.getId(),
                user.getFirstName(),
                user.getLastName(),
                user.getEmail(),
                user.isActive(),
                user.getLogins(),
                user.getVersion(),
                user.getCreatedAt());
    }

    private static UserPosts userPosts(User user, Iterable<Post> posts) {
        List<PostRow> rows = new ArrayList<>();
        for (Post post : posts) {
            rows.add(new PostRow(post.getId(), post.getTitle(), post.getBody(), post.getViews(), post.getCreatedAt()));
        }
        return new UserPosts(user.getId(), user.getFirstName(), user.getLastName(), user.getEmail(), rows);
    }

    private static UserTree userTree(User user) {
        return new UserTree(
                user.getId(),
                user.getFirstName(),
                user.getLastName(),
                user.getEmail(),
                user.getPosts().stream()
                        .map(post -> new PostTree(
                                post.getId(),
                                post.getTitle(),
                                post.getBody(),
                                post.getViews(),
                                post.getCreatedAt(),
                                post.getComments().stream()
                                        .map(comment -> new CommentRow(
                                                comment.getId(),
                                                comment.getBody(),
                                                comment.getLikes(),
                                                comment.getCreatedAt()))
                                        .toList()))
                        .toList());
    }

    private static PostCard postCard(Post post) {
        User author = post.getAuthor();
        return new PostCard(
                post.getId(),
                post.getTitle(),
                post.getCreatedAt(),
                new Author(author.getId(), author.getFirstName(), author.getLastName()),
                post.getTags().stream()
                        .map(link ->
                                new TagCard(link.getTag().getId(), link.getTag().getName(), link.getPosition()))
                        .toList());
    }

    private static MovieCard movieCard(Film film) {
        Movie movie = film.movie();
        return new MovieCard(
                movie.getId(),
                movie.getImage(),
                movie.getTitle(),
                movie.getYear(),
                movie.getDescription(),
                movie.getAvgRating(),
                film.directors().stream()
                        .map(director -> personCard(director.getPerson()))
                        .toList(),
                film.actors().stream()
                        .map(actor -> personCard(actor.getPerson()))
                        .toList(),
                film.reviews().stream()
                        .map(review -> new ReviewCard(
                                review.getId(),
                                review.getBody(),
                                review.getRating(),
                                new ViewerCard(
                                        review.getAuthor().getId(),
                                        review.getAuthor().getName(),
                                        review.getAuthor().getImage())))
                        .toList());
    }

    private static PersonCard personCard(Person person) {
        return new PersonCard(person.getId(), person.getFullName(), person.getImage());
    }

    private static ViewerPage viewerPage(Reviewer reviewer) {
        Viewer viewer = reviewer.viewer();
        return new ViewerPage(
                viewer.getId(),
                viewer.getName(),
                viewer.getImage(),
                reviewer.reviews().stream()
                        .map(review -> {
                            Movie movie = review.getMovie();
                            return new ViewerReview(
                                    review.getId(),
                                    review.getBody(),
                                    review.getRating(),
                                    new MovieName(
                                            movie.getId(), movie.getImage(), movie.getTitle(), movie.getAvgRating()));
                        })
                        .toList());
    }
}
