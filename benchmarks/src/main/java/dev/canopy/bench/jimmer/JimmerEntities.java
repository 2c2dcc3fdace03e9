package dev.canopy.bench.jimmer;

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
import dev.canopy.bench.jimmer.mapping.Account;
import dev.canopy.bench.jimmer.mapping.AccountDraft;
import dev.canopy.bench.jimmer.mapping.ActorFetcher;
import dev.canopy.bench.jimmer.mapping.CommentFetcher;
import dev.canopy.bench.jimmer.mapping.DirectorFetcher;
import dev.canopy.bench.jimmer.mapping.Movie;
import dev.canopy.bench.jimmer.mapping.MovieDraft;
import dev.canopy.bench.jimmer.mapping.MovieFetcher;
import dev.canopy.bench.jimmer.mapping.Person;
import dev.canopy.bench.jimmer.mapping.PersonFetcher;
import dev.canopy.bench.jimmer.mapping.Post;
import dev.canopy.bench.jimmer.mapping.PostFetcher;
import dev.canopy.bench.jimmer.mapping.PostTable;
import dev.canopy.bench.jimmer.mapping.PostTag;
import dev.canopy.bench.jimmer.mapping.ReviewFetcher;
import dev.canopy.bench.jimmer.mapping.Tag;
import dev.canopy.bench.jimmer.mapping.User;
import dev.canopy.bench.jimmer.mapping.UserFetcher;
import dev.canopy.bench.jimmer.mapping.Viewer;
import dev.canopy.bench.jimmer.mapping.ViewerFetcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.babyfish.jimmer.Page;
import org.babyfish.jimmer.sql.ast.NumericExpression;
import org.babyfish.jimmer.sql.ast.mutation.AssociatedSaveMode;
import org.babyfish.jimmer.sql.ast.mutation.BatchSaveResult;
import org.babyfish.jimmer.sql.ast.mutation.SaveMode;
import org.babyfish.jimmer.sql.ast.table.base.BaseTable2;
import org.babyfish.jimmer.sql.ast.tuple.Tuple2;
import org.babyfish.jimmer.sql.fetcher.Fetcher;

/** Jimmer's immutable entities, in the shapes that fetchers ask for; writes are save commands. */
public final class JimmerEntities extends Jimmer {
    private static final Fetcher<User> WITH_POSTS =
            UserFetcher.$.allScalarFields().posts(PostFetcher.$.allScalarFields());
    private static final Fetcher<User> WITH_COMMENTS = UserFetcher.$
            .allScalarFields()
            .posts(PostFetcher.$.allScalarFields().comments(CommentFetcher.$.allScalarFields()));
    private static final Fetcher<Post> WITH_AUTHOR =
            PostFetcher.$.allScalarFields().author(UserFetcher.$.allScalarFields());
    private static final Fetcher<Person> PERSON = PersonFetcher.$.allScalarFields();
    private static final Fetcher<Movie> FILM = MovieFetcher.$
            .allScalarFields()
            .avgRating()
            .directors(
                    DirectorFetcher.$.allScalarFields().person(PERSON),
                    directors -> directors.filter(said -> said.orderBy(
                            said.getTable().listOrder(),
                            said.getTable().person().lastName(),
                            said.getTable().personId(),
                            said.getTable().id())))
            .actors(
                    ActorFetcher.$.allScalarFields().person(PERSON),
                    actors -> actors.filter(said -> said.orderBy(
                            said.getTable().listOrder(),
                            said.getTable().person().lastName(),
                            said.getTable().personId(),
                            said.getTable().id())))
            .reviews(ReviewFetcher.$.allScalarFields().author(ViewerFetcher.$.allScalarFields()));
    private static final Fetcher<Viewer> REVIEWER = ViewerFetcher.$
            .allScalarFields()
            .reviews(
                    ReviewFetcher.$
                            .allScalarFields()
                            .movie(MovieFetcher.$.allScalarFields().avgRating()),
                    reviews -> reviews.batch(1).limit(10));

    /** Posts, and by their ids their tags with the links that lead there. */
    private record Posts(List<Post> posts, Map<Long, List<Tuple2<PostTag, Tag>>> tags) {}

    /** Users, and some of their posts by the users' ids. */
    private record Newest(List<User> users, Map<Long, List<Post>> posts) {}

    public JimmerEntities(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.ENTITY;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> db.findOneById(User.class, id), JimmerEntities::userRow);
    }

    @Override
    public Task<String> hundred() {
        return Task.of(
                name -> hundred(named(name).select(USER)),
                users -> users.stream().map(JimmerEntities::userRow).toList());
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> db.findOneById(WITH_COMMENTS, id), JimmerEntities::userTree);
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(
                from -> hundred(usersFrom(from).select(USER.fetch(WITH_POSTS))),
                users -> users.stream()
                        .map(user -> userPosts(user, user.posts()))
                        .toList());
    }

    @Override
    public Task<Long> forest() {
        return Task.of(
                from -> hundred(usersFrom(from).select(USER.fetch(WITH_COMMENTS))),
                users -> users.stream().map(JimmerEntities::userTree).toList());
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(
                from -> {
                    List<Post> posts = postsFrom(from)
                            .select(POST.fetch(WITH_AUTHOR))
                            .limit(50)
                            .execute();
                    Map<Long, List<Tuple2<PostTag, Tag>>> tags = new HashMap<>();
                    for (Tuple2<PostTag, Tag> tagged : linksOf(
                                    posts.stream().map(Post::id).toList())
                            .select(LINK, TAG)
                            .execute()) {
                        tags.computeIfAbsent(tagged.get_1().id().postId(), post -> new ArrayList<>())
                                .add(tagged);
                    }
                    return new Posts(posts, tags);
                },
                found -> found.posts().stream()
                        .map(post -> postCard(post, found.tags().getOrDefault(post.id(), List.of())))
                        .toList());
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(
                from -> {
                    List<User> users = hundred(usersFrom(from).select(USER));
                    BaseTable2<PostTable, NumericExpression<Integer>> ranked =
                            ranked(users.stream().map(User::id).toList());
                    PostTable post = ranked.get_1();
                    Map<Long, List<Post>> newest = new HashMap<>();
                    for (Post each : db.createQuery(ranked)
                            .where(ranked.get_2().le(3))
                            .orderBy(post.createdAt().desc(), post.id().desc())
                            .select(post)
                            .execute()) {
                        newest.computeIfAbsent(each.author().id(), author -> new ArrayList<>())
                                .add(each);
                    }
                    return new Newest(users, newest);
                },
                found -> found.users().stream()
                        .map(user -> userPosts(user, found.posts().getOrDefault(user.id(), List.of())))
                        .toList());
    }

    @Override
    public Task<String> page() {
        return Task.of(
                name -> named(name).select(USER).fetchPage(2, 20),
                (Page<User> page) -> new UserPage(
                        page.getRows().stream().map(JimmerEntities::userRow).toList(), page.getTotalRowCount()));
    }

    @Override
    public Task<Integer> insertOne() {
        return Task.of(n -> insert(account(n)), Account::id);
    }

    @Override
    public Task<Integer> insertThousand() {
        return Task.of(
                from -> {
                    List<Account> accounts = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        accounts.add(account(from + i));
                    }
                    return db.transaction(() -> db.saveEntitiesCommand(accounts)
                            .setMode(SaveMode.INSERT_ONLY)
                            .execute()
                            .getItems());
                },
                saved -> saved.stream()
                        .map(BatchSaveResult.Item::getModifiedEntity)
                        .map(Account::id)
                        .toList());
    }

    /** An object that has only what is updated, and its version, which is checked for that. */
    @Override
    public Task<Integer> update() {
        Account[] own = {insert(account(0))};
        return Task.of(
                logins -> own[0] = db.saveCommand(AccountDraft.$.produce(draft ->
                                draft.setId(own[0].id()).setLogins(logins).setVersion(own[0].version())))
                        .setMode(SaveMode.UPDATE_ONLY)
                        .execute()
                        .getModifiedEntity(),
                Account::id);
    }

    @Override
    public Task<Integer> insertTree() {
        return Task.of(
                n -> {
                    Account account = AccountDraft.$.produce(account(n), draft -> {
                        for (int i = 0; i < 5; i++) {
                            int first = i * 2 + 1;
                            String title = "order " + (i + 1);
                            draft.addIntoOrders(order -> {
                                order.setTitle(title);
                                for (int j = first; j < first + 2; j++) {
                                    int amount = j;
                                    order.addIntoItems(item ->
                                            item.setLabel("item " + amount).setAmount(amount));
                                }
                            });
                        }
                    });
                    return db.transaction(() -> insert(account));
                },
                Account::id);
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> db.findOneById(FILM, id), JimmerEntities::movieCard);
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> db.findOneById(REVIEWER, id), JimmerEntities::viewerPage);
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return Task.of(
                said -> {
                    Movie movie = MovieDraft.$.produce(draft -> {
                        draft.setTitle(said.title());
                        draft.setImage(said.image());
                        draft.setDescription(said.description());
                        draft.setYear(said.year());
                        draft.addIntoDirectors(director ->
                                director.setPersonId(said.directorId()).setListOrder(0));
                        for (int i = 0; i < said.castIds().size(); i++) {
                            int listOrder = i;
                            draft.addIntoActors(
                                    actor -> actor.setPersonId(said.castIds().get(listOrder))
                                            .setListOrder(listOrder));
                        }
                    });
                    return db.transaction(() -> insert(movie));
                },
                Movie::id);
    }

    private <E> E insert(E entity) {
        return db.saveCommand(entity)
                .setMode(SaveMode.INSERT_ONLY)
                .setAssociatedModeAll(AssociatedSaveMode.APPEND)
                .execute()
                .getModifiedEntity();
    }

    private static Account account(int n) {
        return AccountDraft.$.produce(draft -> draft.setName("account " + n).setEmail("account" + n + "@example.com"));
    }

    private static UserRow userRow(User user) {
        return new UserRow(
                user.id(),
                user.firstName(),
                user.lastName(),
                user.email(),
                user.active(),
                user.logins(),
                user.version(),
                user.createdAt());
    }

    private static UserPosts userPosts(User user, List<Post> posts) {
        return new UserPosts(
                user.id(),
                user.firstName(),
                user.lastName(),
                user.email(),
                posts.stream()
                        .map(post -> new PostRow(post.id(), post.title(), post.body(), post.views(), post.createdAt()))
                        .toList());
    }

    private static UserTree userTree(User user) {
        return new UserTree(
                user.id(),
                user.firstName(),
                user.lastName(),
                user.email(),
                user.posts().stream()
                        .map(post -> new PostTree(
                                post.id(),
                                post.title(),
                                post.body(),
                                post.views(),
                                post.createdAt(),
                                post.comments().stream()
                                        .map(comment -> new CommentRow(
                                                comment.id(), comment.body(), comment.likes(), comment.createdAt()))
                                        .toList()))
                        .toList());
    }

    private static PostCard postCard(Post post, List<Tuple2<PostTag, Tag>> tags) {
        User author = post.author();
        return new PostCard(
                post.id(),
                post.title(),
                post.createdAt(),
                new Author(author.id(), author.firstName(), author.lastName()),
                tags.stream()
                        .map(tagged -> new TagCard(
                                tagged.get_2().id(),
                                tagged.get_2().name(),
                                tagged.get_1().position()))
                        .toList());
    }

    private static MovieCard movieCard(Movie movie) {
        return new MovieCard(
                movie.id(),
                movie.image(),
                movie.title(),
                movie.year(),
                movie.description(),
                movie.avgRating(),
                movie.directors().stream()
                        .map(director -> personCard(director.person()))
                        .toList(),
                movie.actors().stream().map(actor -> personCard(actor.person())).toList(),
                movie.reviews().stream()
                        .map(review -> new ReviewCard(
                                review.id(),
                                review.body(),
                                review.rating(),
                                new ViewerCard(
                                        review.author().id(),
                                        review.author().name(),
                                        review.author().image())))
                        .toList());
    }

    private static PersonCard personCard(Person person) {
        return new PersonCard(person.id(), person.fullName(), person.image());
    }

    private static ViewerPage viewerPage(Viewer viewer) {
        return new ViewerPage(
                viewer.id(),
                viewer.name(),
                viewer.image(),
                viewer.reviews().stream()
                        .map(review -> new ViewerReview(
                                review.id(),
                                review.body(),
                                review.rating(),
                                new MovieName(
                                        review.movie().id(),
                                        review.movie().image(),
                                        review.movie().title(),
                                        review.movie().avgRating())))
                        .toList());
    }
}
