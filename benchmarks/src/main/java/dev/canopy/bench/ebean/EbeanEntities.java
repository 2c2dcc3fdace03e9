package dev.canopy.bench.ebean;

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
import dev.canopy.bench.ebean.mapping.Account;
import dev.canopy.bench.ebean.mapping.Actor;
import dev.canopy.bench.ebean.mapping.Director;
import dev.canopy.bench.ebean.mapping.Item;
import dev.canopy.bench.ebean.mapping.Movie;
import dev.canopy.bench.ebean.mapping.Order;
import dev.canopy.bench.ebean.mapping.Person;
import dev.canopy.bench.ebean.mapping.Post;
import dev.canopy.bench.ebean.mapping.Review;
import dev.canopy.bench.ebean.mapping.User;
import dev.canopy.bench.ebean.mapping.VersionedAccount;
import dev.canopy.bench.ebean.mapping.Viewer;
import io.ebean.ExpressionList;
import io.ebean.FetchConfig;
import io.ebean.PagedList;
import io.ebean.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ebean's beans: a query for each level of a tree, to-one associations joined. */
public final class EbeanEntities extends Ebean {
    /** As many beans as a level of the largest tree has, so that one query reads the next level. */
    private static final FetchConfig ONE_QUERY = FetchConfig.ofQuery(1000);

    /** What {@code get_movie} reads. */
    private record Film(Movie movie, List<Director> directors, List<Actor> actors, List<Review> reviews) {}

    /** What {@code get_user} reads. */
    private record Reviewer(Viewer viewer, List<Review> reviews) {}

    /** Users, and some of their posts by the users' ids. */
    private record Newest(List<User> users, Map<Long, List<Post>> posts) {}

    public EbeanEntities(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.ENTITY;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> there(db.find(User.class, id)), EbeanEntities::userRow);
    }

    @Override
    public Task<String> hundred() {
        return Task.of(
                name -> named(name).setMaxRows(100).findList(),
                users -> users.stream().map(EbeanEntities::userRow).toList());
    }

    @Override
    public Task<Long> tree() {
        return Task.of(
                id -> there(db.find(User.class)
                        .fetch("posts", ONE_QUERY)
                        .fetch("posts.comments", ONE_QUERY)
                        .where()
                        .idEq(id)
                        .findOne()),
                EbeanEntities::userTree);
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(
                from -> hundredUsers(from).fetch("posts", ONE_QUERY).findList(),
                users -> users.stream().map(user -> userPosts(user, user.posts)).toList());
    }

    @Override
    public Task<Long> forest() {
        return Task.of(
                from -> hundredUsers(from)
                        .fetch("posts", ONE_QUERY)
                        .fetch("posts.comments", ONE_QUERY)
                        .findList(),
                users -> users.stream().map(EbeanEntities::userTree).toList());
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(
                from -> db.find(Post.class)
                        .fetch("author")
                        .fetch("tags", ONE_QUERY)
                        .fetch("tags.tag")
                        .where()
                        .ge("id", from)
                        .orderBy("id")
                        .setMaxRows(50)
                        .findList(),
                posts -> posts.stream().map(EbeanEntities::postCard).toList());
    }

    /** A path's limit counts for all parents together, so the posts are found by SQL, as its guide has it for what ORM queries lack. */
    @Override
    public Task<Long> newestPosts() {
        return Task.of(
                from -> {
                    List<User> users = hundredUsers(from).findList();
                    Map<Long, List<Post>> newest = new LinkedHashMap<>();
                    db.findNative(Post.class, """
                                    select p.id, p.author_id, p.title, p.body, p.views, p.created_at
                                    from (select id from users where id >= ? order by id limit 100) k, lateral (
                                      select * from posts where author_id = k.id
                                      order by created_at desc, id desc limit 3) p\
                                    """)
                            .setParameter(from)
                            .findList()
                            .forEach(post -> newest.computeIfAbsent(post.author.id, key -> new ArrayList<>())
                                    .add(post));
                    return new Newest(users, newest);
                },
                found -> found.users().stream()
                        .map(user -> userPosts(user, found.posts().getOrDefault(user.id, List.of())))
                        .toList());
    }

    @Override
    public Task<String> page() {
        return Task.of(
                name -> {
                    PagedList<User> page =
                            named(name).setFirstRow(40).setMaxRows(20).findPagedList();
                    return Map.entry(page.getList(), (long) page.getTotalCount());
                },
                page -> new UserPage(
                        page.getKey().stream().map(EbeanEntities::userRow).toList(), page.getValue()));
    }

    @Override
    public Task<Integer> insertOne() {
        return Task.of(
                n -> {
                    Account account = account(n);
                    db.insert(account);
                    return account;
                },
                account -> account.id);
    }

    @Override
    public Task<Integer> insertThousand() {
        return Task.of(
                from -> {
                    List<Account> accounts = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        accounts.add(account(from + i));
                    }
                    db.insertAll(accounts);
                    return accounts;
                },
                accounts -> accounts.stream().map(account -> account.id).toList());
    }

    @Override
    public Task<Integer> update() {
        Account inserted = account(0);
        db.insert(inserted);
        VersionedAccount own = there(db.find(VersionedAccount.class, inserted.id));
        return Task.of(
                logins -> {
                    own.setLogins(logins);
                    db.update(own);
                    return own;
                },
                account -> account.id);
    }

    @Override
    public Task<Integer> insertTree() {
        return Task.of(
                n -> {
                    Account account = account(n);
                    for (int i = 0; i < 5; i++) {
                        Order order = new Order();
                        order.title = "order " + (i + 1);
                        account.getOrders().add(order);
                        for (int j = 1; j <= 2; j++) {
                            Item item = new Item();
                            item.label = "item " + (i * 2 + j);
                            item.amount = i * 2 + j;
                            order.getItems().add(item);
                        }
                    }
                    db.insert(account);
                    return account;
                },
                account -> account.id);
    }

    @Override
    public Task<Long> movie() {
        return Task.of(
                id -> new Film(
                        there(db.find(Movie.class, id)),
                        credits(Director.class, id),
                        credits(Actor.class, id),
                        db.find(Review.class)
                                .fetch("author")
                                .where()
                                .eq("movie.id", id)
                                .orderBy("creationTime desc, id")
                                .findList()),
                EbeanEntities::movieCard);
    }

    private <V> List<V> credits(Class<V> kind, long movie) {
        return db.find(kind)
                .fetch("person")
                .where()
                .eq("movie.id", movie)
                .orderBy("listOrder asc nulls last, person.lastName, person.id, id")
                .findList();
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(
                id -> new Reviewer(
                        there(db.find(Viewer.class, id)),
                        db.find(Review.class)
                                .fetch("movie")
                                .where()
                                .eq("author.id", id)
                                .orderBy("creationTime desc, id")
                                .setMaxRows(10)
                                .findList()),
                EbeanEntities::viewerPage);
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return Task.of(
                said -> {
                    Movie movie = new Movie();
                    movie.title = said.title();
                    movie.image = said.image();
                    movie.description = said.description();
                    movie.year = said.year();
                    Director director = new Director();
                    director.person = db.reference(Person.class, said.directorId());
                    director.listOrder = 0;
                    movie.getDirectors().add(director);
                    for (int i = 0; i < said.castIds().size(); i++) {
                        Actor actor = new Actor();
                        actor.person = db.reference(Person.class, said.castIds().get(i));
                        actor.listOrder = i;
                        movie.getActors().add(actor);
                    }
                    db.insert(movie);
                    return movie;
                },
                movie -> movie.id);
    }

    private ExpressionList<User> named(String name) {
        return db.find(User.class).where().eq("lastName", name).orderBy("id");
    }

    private Query<User> hundredUsers(long from) {
        return db.find(User.class)
                .where()
                .ge("id", from)
                .orderBy("id")
                .setMaxRows(100)
                .query();
    }

    private static Account account(int n) {
        Account account = new Account();
        account.name = "account " + n;
        account.email = "account" + n + "@example.com";
        return account;
    }

    private static UserRow userRow(User user) {
        return new UserRow(
                user.id,
                user.firstName,
                user.lastName,
                user.email,
                user.active,
                user.logins,
                user.version,
                user.createdAt);
    }

    private static UserPosts userPosts(User user, Iterable<Post> posts) {
        List<PostRow> rows = new ArrayList<>();
        for (Post post : posts) {
            rows.add(new PostRow(post.id, post.title, post.body, post.views, post.createdAt));
        }
        return new UserPosts(user.id, user.firstName, user.lastName, user.email, rows);
    }

    private static UserTree userTree(User user) {
        return new UserTree(
                user.id,
                user.firstName,
                user.lastName,
                user.email,
                user.posts.stream()
                        .map(post -> new PostTree(
                                post.id,
                                post.title,
                                post.body,
                                post.views,
                                post.createdAt,
                                post.comments.stream()
                                        .map(comment -> new CommentRow(
                                                comment.id, comment.body, comment.likes, comment.createdAt))
                                        .toList()))
                        .toList());
    }

    private static PostCard postCard(Post post) {
        User author = post.author;
        return new PostCard(
                post.id,
                post.title,
                post.createdAt,
                new Author(author.id, author.firstName, author.lastName),
                post.tags.stream()
                        .map(link -> new TagCard(link.tag.id, link.tag.name, link.position))
                        .toList());
    }

    private static MovieCard movieCard(Film film) {
        Movie movie = film.movie();
        return new MovieCard(
                movie.id,
                movie.image,
                movie.title,
                movie.year,
                movie.description,
                movie.avgRating,
                film.directors().stream()
                        .map(director -> personCard(director.person))
                        .toList(),
                film.actors().stream().map(actor -> personCard(actor.person)).toList(),
                film.reviews().stream()
                        .map(review -> new ReviewCard(
                                review.id,
                                review.body,
                                review.rating,
                                new ViewerCard(review.author.id, review.author.name, review.author.image)))
                        .toList());
    }

    private static PersonCard personCard(Person person) {
        return new PersonCard(person.id, fullName(person), person.image);
    }

    private static String fullName(Person person) {
        return person.firstName + " " + (person.middleName.isEmpty() ? "" : person.middleName + " ") + person.lastName;
    }

    private static ViewerPage viewerPage(Reviewer reviewer) {
        Viewer viewer = reviewer.viewer();
        return new ViewerPage(
                viewer.id,
                viewer.name,
                viewer.image,
                reviewer.reviews().stream()
                        .map(review -> {
                            Movie movie = review.movie;
                            return new ViewerReview(
                                    review.id,
                                    review.body,
                                    review.rating,
                                    new MovieName(movie.id, movie.image, movie.title, movie.avgRating));
                        })
                        .toList());
    }
}
