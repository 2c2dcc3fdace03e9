package dev.canopy.bench.jimmer;

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
import dev.canopy.bench.jimmer.mapping.PostTable;
import dev.canopy.bench.jimmer.mapping.dto.MovieView;
import dev.canopy.bench.jimmer.mapping.dto.UserPostsView;
import dev.canopy.bench.jimmer.mapping.dto.UserTreeView;
import dev.canopy.bench.jimmer.mapping.dto.UserView;
import dev.canopy.bench.jimmer.mapping.dto.ViewerView;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.babyfish.jimmer.Page;
import org.babyfish.jimmer.sql.ast.NumericExpression;
import org.babyfish.jimmer.sql.ast.Selection;
import org.babyfish.jimmer.sql.ast.table.base.BaseTable2;
import org.babyfish.jimmer.sql.runtime.TupleMapper;

/** Jimmer's tuples into Java records where rows are flat, and the classes of its DTO language, made of entities, for trees. */
public final class JimmerRecords extends Jimmer {
    private static final TupleMapper<UserRow> USER_ROW = new Rowwise<>(
            List.of(
                    USER.id(),
                    USER.firstName(),
                    USER.lastName(),
                    USER.email(),
                    USER.active(),
                    USER.logins(),
                    USER.version(),
                    USER.createdAt()),
            row -> new UserRow(
                    (Long) row[0],
                    (String) row[1],
                    (String) row[2],
                    (String) row[3],
                    (Boolean) row[4],
                    (Integer) row[5],
                    (Integer) row[6],
                    (OffsetDateTime) row[7]));
    private static final TupleMapper<UserPosts> USER_WITHOUT_POSTS = new Rowwise<>(
            List.of(USER.id(), USER.firstName(), USER.lastName(), USER.email()),
            row -> new UserPosts((Long) row[0], (String) row[1], (String) row[2], (String) row[3], new ArrayList<>()));

    private static final TupleMapper<PostCard> POST_WITHOUT_TAGS = new Rowwise<>(
            List.of(
                    POST.id(),
                    POST.title(),
                    POST.createdAt(),
                    POST.authorId(),
                    POST.author().firstName(),
                    POST.author().lastName()),
            row -> new PostCard(
                    (Long) row[0],
                    (String) row[1],
                    (OffsetDateTime) row[2],
                    new Author((Long) row[3], (String) row[4], (String) row[5]),
                    new ArrayList<>()));
    private static final TupleMapper<Tagged> TAGGED = new Rowwise<>(
            List.of(LINK.id().postId(), TAG.id(), TAG.name(), LINK.position()),
            row -> new Tagged((Long) row[0], new TagCard((Long) row[1], (String) row[2], (Integer) row[3])));

    /** A tuple mapper as Jimmer generates them; not for records yet. */
    private record Rowwise<V>(List<Selection<?>> selections, Function<Object[], V> row) implements TupleMapper<V> {
        @Override
        public List<Selection<?>> getSelections() {
            return selections;
        }

        @Override
        public V createTuple(Object[] columns) {
            return row.apply(columns);
        }
    }

    /** A post, and whose it is. */
    private record Child(long author, PostRow post) {}

    /** A tag, and which post has it. */
    private record Tagged(long post, TagCard tag) {}

    public JimmerRecords(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> db.findOneById(UserView.class, id), JimmerRecords::userRow);
    }

    @Override
    public Task<String> hundred() {
        return Task.of(name -> hundred(named(name).select(USER_ROW)));
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> db.findOneById(UserTreeView.class, id), JimmerRecords::userTree);
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(
                from -> hundred(usersFrom(from).select(USER.fetch(UserPostsView.class))),
                users -> users.stream().map(JimmerRecords::userPosts).toList());
    }

    @Override
    public Task<Long> forest() {
        return Task.of(
                from -> hundred(usersFrom(from).select(USER.fetch(UserTreeView.class))),
                users -> users.stream().map(JimmerRecords::userTree).toList());
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> {
            List<PostCard> posts =
                    postsFrom(from).select(POST_WITHOUT_TAGS).limit(50).execute();
            Map<Long, List<TagCard>> tags = new HashMap<>();
            for (Tagged tagged : linksOf(posts.stream().map(PostCard::id).toList())
                    .select(TAGGED)
                    .execute()) {
                tags.computeIfAbsent(tagged.post(), post -> new ArrayList<>()).add(tagged.tag());
            }
            posts.forEach(post -> post.tags().addAll(tags.getOrDefault(post.id(), List.of())));
            return posts;
        });
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> {
            List<UserPosts> users = hundred(usersFrom(from).select(USER_WITHOUT_POSTS));
            BaseTable2<PostTable, NumericExpression<Integer>> ranked =
                    ranked(users.stream().map(UserPosts::id).toList());
            PostTable post = ranked.get_1();
            Map<Long, List<PostRow>> posts = new HashMap<>();
            for (Child child : db.createQuery(ranked)
                    .where(ranked.get_2().le(3))
                    .orderBy(post.createdAt().desc(), post.id().desc())
                    .select(child(post))
                    .execute()) {
                posts.computeIfAbsent(child.author(), author -> new ArrayList<>())
                        .add(child.post());
            }
            users.forEach(user -> user.posts().addAll(posts.getOrDefault(user.id(), List.of())));
            return users;
        });
    }

    private static TupleMapper<Child> child(PostTable post) {
        return new Rowwise<>(
                List.of(post.authorId(), post.id(), post.title(), post.body(), post.views(), post.createdAt()),
                row -> new Child(
                        (Long) row[0],
                        new PostRow((Long) row[1], (String) row[2], (String) row[3], (Integer) row[4], (OffsetDateTime)
                                row[5])));
    }

    @Override
    public Task<String> page() {
        return Task.of(name -> {
            Page<UserRow> page = named(name).select(USER_ROW).fetchPage(2, 20);
            return new UserPage(page.getRows(), page.getTotalRowCount());
        });
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> db.findOneById(MovieView.class, id), JimmerRecords::movieCard);
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> db.findOneById(ViewerView.class, id), JimmerRecords::viewerPage);
    }

    private static UserRow userRow(UserView user) {
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

    private static UserPosts userPosts(UserPostsView user) {
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

    private static UserTree userTree(UserTreeView user) {
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

    private static MovieCard movieCard(MovieView movie) {
        return new MovieCard(
                movie.getId(),
                movie.getImage(),
                movie.getTitle(),
                movie.getYear(),
                movie.getDescription(),
                movie.getAvgRating(),
                movie.getDirectors().stream()
                        .map(director -> new PersonCard(director.getId(), director.getFullName(), director.getImage()))
                        .toList(),
                movie.getActors().stream()
                        .map(actor -> new PersonCard(actor.getId(), actor.getFullName(), actor.getImage()))
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

    private static ViewerPage viewerPage(ViewerView viewer) {
        return new ViewerPage(
                viewer.getId(),
                viewer.getName(),
                viewer.getImage(),
                viewer.getReviews().stream()
                        .map(review -> new ViewerReview(
                                review.getId(),
                                review.getBody(),
                                review.getRating(),
                                new MovieName(
                                        review.getMovie().getId(),
                                        review.getMovie().getImage(),
                                        review.getMovie().getTitle(),
                                        review.getMovie().getAvgRating())))
                        .toList());
    }
}
