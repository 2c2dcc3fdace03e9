package dev.canopy.bench.canopy;

import static dev.canopy.bench.schema.Tables.ACCOUNTS;
import static dev.canopy.bench.schema.Tables.BRANCHES;
import static dev.canopy.bench.schema.Tables.LEAVES;
import static dev.canopy.bench.schema.Tables.MOVIES;
import static dev.canopy.bench.schema.Tables.POSTS;
import static dev.canopy.bench.schema.Tables.REVIEWS;
import static dev.canopy.bench.schema.Tables.ROOTS;
import static dev.canopy.bench.schema.Tables.TWIGS;
import static dev.canopy.bench.schema.Tables.USERS;
import static dev.canopy.bench.schema.Tables.VIEWERS;

import dev.canopy.Model;
import dev.canopy.association.HasMany;
import dev.canopy.association.Strategy;
import dev.canopy.bench.Rows;
import dev.canopy.bench.Rows.Author;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.LooseRoot;
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
import dev.canopy.bench.schema.tables.Accounts;
import dev.canopy.bench.schema.tables.Branches;
import dev.canopy.bench.schema.tables.Posts;
import dev.canopy.bench.schema.tables.Reviews;
import dev.canopy.bench.schema.tables.Roots;
import dev.canopy.bench.schema.tables.Users;
import dev.canopy.bench.schema.tables.Viewers;
import dev.canopy.bench.schema.tables.records.Account;
import dev.canopy.bench.schema.tables.records.Branch;
import dev.canopy.bench.schema.tables.records.Movie;
import dev.canopy.bench.schema.tables.records.Order;
import dev.canopy.bench.schema.tables.records.Person;
import dev.canopy.bench.schema.tables.records.Post;
import dev.canopy.bench.schema.tables.records.Review;
import dev.canopy.bench.schema.tables.records.Root;
import dev.canopy.bench.schema.tables.records.User;
import dev.canopy.bench.schema.tables.records.Viewer;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Canopy into entities, which can be changed and saved. */
public final class CanopyEntities extends Canopy {
    private static final HasMany<Users, Posts, Post> POSTS_BY_ID = USERS.POSTS.orderBy(p -> p.ID);
    private static final HasMany<Users, Posts, Post> TREES = POSTS_BY_ID.include(POSTS.COMMENTS.orderBy(c -> c.ID));
    private static final HasMany<Viewers, Reviews, Review> LATEST =
            VIEWERS.REVIEWS.orderBy(r -> r.CREATION_TIME.desc()).limit(10).include(REVIEWS.MOVIE.with(AVG_RATING));

    private final Model<Users, User, Long> users = db.model(USERS);
    private final Model<Accounts, Account, Long> accounts = db.model(ACCOUNTS);

    public CanopyEntities(DataSource pool, @Nullable Strategy strategy) {
        super(pool, strategy);
    }

    @Override
    public Target target() {
        return Target.ENTITY;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> users.findByPk(id).orElseThrow(), CanopyEntities::userRow);
    }

    @Override
    public Task<String> hundred() {
        return Task.of(
                name -> users.where(u -> u.LAST_NAME.eq(name))
                        .orderBy(u -> u.ID)
                        .limit(100)
                        .findAll(),
                rows -> rows.stream().map(CanopyEntities::userRow).toList());
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> users.where(u -> u.ID.eq(id)).include(TREES).requireOne(), CanopyEntities::userTree);
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(
                from -> users.where(u -> u.ID.ge(from))
                        .orderBy(u -> u.ID)
                        .limit(100)
                        .include(POSTS_BY_ID)
                        .findAll(),
                rows -> rows.stream().map(CanopyEntities::userPosts).toList());
    }

    @Override
    public Task<Long> forest() {
        return Task.of(
                from -> users.where(u -> u.ID.ge(from))
                        .orderBy(u -> u.ID)
                        .limit(100)
                        .include(TREES)
                        .findAll(),
                rows -> rows.stream().map(CanopyEntities::userTree).toList());
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(
                from -> db.from(POSTS)
                        .where(p -> p.ID.ge(from))
                        .orderBy(p -> p.ID)
                        .limit(50)
                        .include(POSTS.AUTHOR)
                        .include(POSTS.TAGS.orderBy((t, link) -> link.POSITION))
                        .findAll(),
                rows -> rows.stream().map(CanopyEntities::postCard).toList());
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(
                from -> users.where(u -> u.ID.ge(from))
                        .orderBy(u -> u.ID)
                        .limit(100)
                        .include(USERS.POSTS.orderBy(p -> p.CREATED_AT.desc()).limit(3))
                        .findAll(),
                rows -> rows.stream().map(CanopyEntities::userPosts).toList());
    }

    @Override
    public Task<String> page() {
        return Task.of(
                name -> users.where(u -> u.LAST_NAME.eq(name))
                        .orderBy(u -> u.ID)
                        .limit(20)
                        .offset(40)
                        .findAndCountAll(),
                page -> new UserPage(
                        page.rows().stream().map(CanopyEntities::userRow).toList(), page.total()));
    }

    @Override
    public @Nullable Task<Integer> insertOne() {
        return writes()
                ? Task.of(
                        n -> accounts.create(
                                account -> account.setName(accountName(n)).setEmail(accountEmail(n))),
                        Account::getId)
                : null;
    }

    @Override
    public @Nullable Task<Integer> insertThousand() {
        return writes()
                ? Task.of(
                        from -> accounts.bulkCreate(IntStream.range(from, from + 1000)
                                .mapToObj(n -> accounts.build(account ->
                                        account.setName(accountName(n)).setEmail(accountEmail(n))))
                                .toList()),
                        rows -> rows.stream().map(Account::getId).toList())
                : null;
    }

    @Override
    public @Nullable Task<Integer> insertTree() {
        return writes() ? Task.of(this::insertTree, Account::getId) : null;
    }

    private Account insertTree(int n) {
        Account account = accounts.build(row -> row.setName(accountName(n)).setEmail(accountEmail(n)));
        for (int i = 0; i < 5; i++) {
            int order = i;
            Order built = account.orders().build(row -> row.setTitle("order " + (order + 1)));
            for (int j = 1; j <= 2; j++) {
                int number = order * 2 + j;
                built.items().build(row -> row.setLabel("item " + number).setAmount(number));
            }
        }
        return account.save();
    }

    @Override
    public @Nullable Task<Integer> update() {
        if (!writes()) {
            return null;
        }
        Account own = accounts.create(account -> account.setName(accountName(0)).setEmail(accountEmail(0)));
        return Task.of(logins -> own.update(account -> account.setLogins(logins)), Account::getId);
    }

    @Override
    public Task<Long> movie() {
        return Task.of(
                id -> db.from(MOVIES)
                        .where(m -> m.ID.eq(id))
                        .with(AVG_RATING)
                        .include(DIRECTED_BY
                                .with(FULL_NAME)
                                .orderBy((p, d) -> d.LIST_ORDER.asc().nullsLast())
                                .orderBy(p -> p.LAST_NAME)
                                .orderBy(p -> p.ID))
                        .include(PLAYED_BY
                                .with(FULL_NAME)
                                .orderBy((p, a) -> a.LIST_ORDER.asc().nullsLast())
                                .orderBy(p -> p.LAST_NAME)
                                .orderBy(p -> p.ID))
                        .include(MOVIES.REVIEWS
                                .include(REVIEWS.AUTHOR)
                                .orderBy(r -> r.CREATION_TIME.desc())
                                .orderBy(r -> r.ID))
                        .requireOne(),
                CanopyEntities::movieCard);
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(
                id -> db.from(VIEWERS).where(v -> v.ID.eq(id)).include(LATEST).requireOne(),
                CanopyEntities::viewerPage);
    }

    @Override
    public @Nullable Task<NewMovie> insertMovie() {
        return writes() ? Task.of(this::insertMovie, Movie::getId) : null;
    }

    private Movie insertMovie(NewMovie said) {
        Movie movie = db.model(MOVIES)
                .build(row -> row.setTitle(said.title())
                        .setImage(said.image())
                        .setDescription(said.description())
                        .setYear(said.year()));
        movie.directors()
                .build(director -> director.setPersonId(said.directorId()).setListOrder(0));
        for (int i = 0; i < said.castIds().size(); i++) {
            int order = i;
            movie.actors()
                    .build(actor -> actor.setPersonId(said.castIds().get(order)).setListOrder(order));
        }
        return movie.save();
    }

    @Override
    public Task<String> roots() {
        return Task.of(
                group -> db.from(ROOTS)
                        .where(r -> r.GROUP_NAME.eq(group))
                        .orderBy(r -> r.ID)
                        .include(ROOTS.BRANCHES.orderBy(b -> b.ID))
                        .findAll(),
                roots -> roots.stream()
                        .map(root -> new Rows.Root(
                                root.getId(),
                                root.getLabel(),
                                root.getBranches().stream()
                                        .map(b -> new Rows.Branch(b.getId(), b.getLabel(), b.getWeight()))
                                        .toList()))
                        .toList());
    }

    @Override
    public Task<String> looseRoots() {
        return Task.of(
                group -> db.from(ROOTS)
                        .where(r -> r.GROUP_NAME.eq(group))
                        .orderBy(r -> r.ID)
                        .include(ROOTS.LOOSE_BRANCHES.orderBy(b -> b.ID))
                        .findAll(),
                roots -> roots.stream()
                        .map(root -> new LooseRoot(
                                root.getId(),
                                root.getLabel(),
                                root.getLooseBranches().stream()
                                        .map(b -> new Rows.Branch(b.getId(), b.getLabel(), b.getWeight()))
                                        .toList()))
                        .toList());
    }

    @Override
    public Task<Integer> deep() {
        HasMany<Roots, Branches, Branch> leaf = ROOTS.BRANCHES;
        List<HasMany<Roots, Branches, Branch>> below = List.of(
                leaf,
                leaf.include(BRANCHES.TWIGS),
                leaf.include(BRANCHES.TWIGS.include(TWIGS.LEAVES)),
                leaf.include(BRANCHES.TWIGS.include(TWIGS.LEAVES.include(LEAVES.VEINS))));
        return Task.of(
                depth -> {
                    var roots = db.from(ROOTS).where(r -> r.GROUP_NAME.eq("deep"));
                    return (depth == 1 ? roots : roots.include(below.get(depth - 2))).findAll();
                },
                CanopyEntities::size);
    }

    private static long size(List<? extends Record> rows) {
        return rows.stream().mapToLong(row -> 1 + sizeBelow(row)).sum();
    }

    private static long sizeBelow(Record row) {
        try {
            return switch (row) {
                case Root root -> size(root.getBranches());
                case Branch branch -> size(branch.getTwigs());
                case dev.canopy.bench.schema.tables.records.Twig twig -> size(twig.getLeaves());
                case dev.canopy.bench.schema.tables.records.Leaf leaf -> size(leaf.getVeins());
                default -> 0;
            };
        } catch (dev.canopy.error.NotLoadedException end) {
            return 0;
        }
    }

    private static UserRow userRow(User user) {
        return new UserRow(
                user.getId(),
                user.getFirstName(),
                user.getLastName(),
                user.getEmail(),
                user.getActive(),
                user.getLogins(),
                user.getVersion(),
                user.getCreatedAt());
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

    private static UserPosts userPosts(User user) {
        return new UserPosts(
                user.getId(),
                user.getFirstName(),
                user.getLastName(),
                user.getEmail(),
                user.getPosts().stream()
                        .map(post -> new PostRow(
                                post.getId(), post.getTitle(), post.getBody(), post.getViews(), post.getCreatedAt()))
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
                        .map(tag -> new TagCard(
                                tag.getId(), tag.getName(), tag.getPostTag().getPosition()))
                        .toList());
    }

    private static MovieCard movieCard(Movie movie) {
        return new MovieCard(
                movie.getId(),
                movie.getImage(),
                movie.getTitle(),
                movie.getYear(),
                movie.getDescription(),
                movie.get(AVG_RATING),
                movie.included(DIRECTED_BY).stream()
                        .map(CanopyEntities::personCard)
                        .toList(),
                movie.included(PLAYED_BY).stream()
                        .map(CanopyEntities::personCard)
                        .toList(),
                movie.getReviews().stream()
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
        return new PersonCard(person.getId(), there(person.get(FULL_NAME)), person.getImage());
    }

    private static ViewerPage viewerPage(Viewer viewer) {
        return new ViewerPage(
                viewer.getId(),
                viewer.getName(),
                viewer.getImage(),
                viewer.getReviews().stream()
                        .map(review -> {
                            Movie movie = review.getMovie();
                            return new ViewerReview(
                                    review.getId(),
                                    review.getBody(),
                                    review.getRating(),
                                    new MovieName(
                                            movie.getId(), movie.getImage(), movie.getTitle(), movie.get(AVG_RATING)));
                        })
                        .toList());
    }
}
