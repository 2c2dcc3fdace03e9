package dev.canopy.bench.jooq;

import static dev.canopy.bench.schema.Tables.ACCOUNTS;
import static dev.canopy.bench.schema.Tables.ACTORS;
import static dev.canopy.bench.schema.Tables.COMMENTS;
import static dev.canopy.bench.schema.Tables.DIRECTORS;
import static dev.canopy.bench.schema.Tables.ITEMS;
import static dev.canopy.bench.schema.Tables.MOVIES;
import static dev.canopy.bench.schema.Tables.ORDERS;
import static dev.canopy.bench.schema.Tables.PERSONS;
import static dev.canopy.bench.schema.Tables.POSTS;
import static dev.canopy.bench.schema.Tables.POST_TAGS;
import static dev.canopy.bench.schema.Tables.REVIEWS;
import static dev.canopy.bench.schema.Tables.TAGS;
import static dev.canopy.bench.schema.Tables.USERS;
import static dev.canopy.bench.schema.Tables.VIEWERS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.canopy.bench.Contender;
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
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStep2;
import org.jooq.Record8;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.SelectJoinStep;
import org.jooq.TableField;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * jOOQ with a statement for each level, rows mapped by constructor references. A page and how many rows there are take one
 * statement, as its blog has it (https://blog.jooq.org/calculating-pagination-metadata-without-extra-roundtrips-in-sql/).
 */
public final class JooqSeparate implements Contender {
    static final Field<String> FULL_NAME = PERSONS.FIRST_NAME
            .concat(inline(" "))
            .concat(when(PERSONS.MIDDLE_NAME.eq(inline("")), inline(""))
                    .otherwise(PERSONS.MIDDLE_NAME.concat(inline(" "))))
            .concat(PERSONS.LAST_NAME);
    static final Field<BigDecimal> RATING =
            field(select(avg(REVIEWS.RATING)).from(REVIEWS).where(REVIEWS.MOVIE_ID.eq(MOVIES.ID)));

    private final DSLContext dsl;

    public JooqSeparate(DataSource pool) {
        this.dsl = DSL.using(pool, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    }

    @Override
    public String name() {
        return "jooq-separate";
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> users().where(USERS.ID.eq(id)).fetchSingle(mapping(UserRow::new)));
    }

    @Override
    public Task<String> hundred() {
        return Task.of(name -> users().where(USERS.LAST_NAME.eq(name))
                .orderBy(USERS.ID)
                .limit(100)
                .fetch(mapping(UserRow::new)));
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> trees(dsl.select(USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL)
                        .from(USERS)
                        .where(USERS.ID.eq(id))
                        .fetch(mapping(JooqSeparate::userTree)))
                .getFirst());
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(from -> {
            List<UserPosts> users = hundredUsers(from);
            Map<Long, List<PostRow>> posts = dsl.select(
                            POSTS.AUTHOR_ID, POSTS.ID, POSTS.TITLE, POSTS.BODY, POSTS.VIEWS, POSTS.CREATED_AT)
                    .from(POSTS)
                    .where(POSTS.AUTHOR_ID.eq(
                            DSL.any(users.stream().map(UserPosts::id).toArray(Long[]::new))))
                    .orderBy(POSTS.ID)
                    .fetchGroups(
                            row -> row.value1(),
                            row -> new PostRow(row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
            users.forEach(user -> user.posts().addAll(posts.getOrDefault(user.id(), List.of())));
            return users;
        });
    }

    @Override
    public Task<Long> forest() {
        return Task.of(from -> trees(dsl.select(USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL)
                .from(USERS)
                .where(USERS.ID.ge(from))
                .orderBy(USERS.ID)
                .limit(100)
                .fetch(mapping(JooqSeparate::userTree))));
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> {
            List<PostCard> posts = dsl.select(
                            POSTS.ID, POSTS.TITLE, POSTS.CREATED_AT, USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME)
                    .from(POSTS)
                    .join(USERS)
                    .on(USERS.ID.eq(POSTS.AUTHOR_ID))
                    .where(POSTS.ID.ge(from))
                    .orderBy(POSTS.ID)
                    .limit(50)
                    .fetch(row -> new PostCard(
                            row.value1(),
                            row.value2(),
                            row.value3(),
                            new Author(row.value4(), row.value5(), row.value6()),
                            new ArrayList<>()));
            Map<Long, List<TagCard>> tags = dsl.select(POST_TAGS.POST_ID, TAGS.ID, TAGS.NAME, POST_TAGS.POSITION)
                    .from(POST_TAGS)
                    .join(TAGS)
                    .on(TAGS.ID.eq(POST_TAGS.TAG_ID))
                    .where(POST_TAGS.POST_ID.eq(
                            DSL.any(posts.stream().map(PostCard::id).toArray(Long[]::new))))
                    .orderBy(POST_TAGS.POSITION)
                    .fetchGroups(row -> row.value1(), row -> new TagCard(row.value2(), row.value3(), row.value4()));
            posts.forEach(post -> post.tags().addAll(tags.getOrDefault(post.id(), List.of())));
            return posts;
        });
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> {
            List<UserPosts> users = hundredUsers(from);
            var newest = lateral(select(POSTS.ID, POSTS.TITLE, POSTS.BODY, POSTS.VIEWS, POSTS.CREATED_AT)
                            .from(POSTS)
                            .where(POSTS.AUTHOR_ID.eq(USERS.ID))
                            .orderBy(POSTS.CREATED_AT.desc(), POSTS.ID.desc())
                            .limit(3))
                    .as("newest");
            Map<Long, List<PostRow>> posts = dsl.select(
                            USERS.ID,
                            newest.field(POSTS.ID),
                            newest.field(POSTS.TITLE),
                            newest.field(POSTS.BODY),
                            newest.field(POSTS.VIEWS),
                            newest.field(POSTS.CREATED_AT))
                    .from(USERS, newest)
                    .where(USERS.ID.eq(DSL.any(users.stream().map(UserPosts::id).toArray(Long[]::new))))
                    .fetchGroups(
                            row -> row.value1(),
                            row -> new PostRow(row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
            users.forEach(user -> user.posts().addAll(posts.getOrDefault(user.id(), List.of())));
            return users;
        });
    }

    @Override
    public Task<String> page() {
        return Task.of(name -> {
            int[] total = new int[1];
            List<UserRow> rows = dsl.select(
                            USERS.ID,
                            USERS.FIRST_NAME,
                            USERS.LAST_NAME,
                            USERS.EMAIL,
                            USERS.ACTIVE,
                            USERS.LOGINS,
                            USERS.VERSION,
                            USERS.CREATED_AT,
                            count().over())
                    .from(USERS)
                    .where(USERS.LAST_NAME.eq(name))
                    .orderBy(USERS.ID)
                    .limit(20)
                    .offset(40)
                    .fetch(mapping((id, first, last, email, active, logins, version, createdAt, all) -> {
                        total[0] = all;
                        return new UserRow(id, first, last, email, active, logins, version, createdAt);
                    }));
            return new UserPage(rows, total[0]);
        });
    }

    @Override
    public Task<Integer> insertOne() {
        return Task.of(n -> insertAccount(dsl, n));
    }

    @Override
    public Task<Integer> insertThousand() {
        return Task.of(from -> {
            InsertValuesStep2<?, String, String> insert = dsl.insertInto(ACCOUNTS, ACCOUNTS.NAME, ACCOUNTS.EMAIL);
            for (int i = 0; i < 1000; i++) {
                insert = insert.values("account " + (from + i), "account" + (from + i) + "@example.com");
            }
            return insert.returningResult(ACCOUNTS.ID).fetch(Records.mapping(id -> id));
        });
    }

    @Override
    public Task<Integer> update() {
        long id = insertAccount(dsl, 0);
        int[] version = new int[1];
        return Task.of(logins -> {
            int changed = dsl.update(ACCOUNTS)
                    .set(ACCOUNTS.LOGINS, logins)
                    .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
                    .where(ACCOUNTS.ID.eq(id), ACCOUNTS.VERSION.eq(version[0]++))
                    .execute();
            if (changed != 1) {
                throw new IllegalStateException("stale");
            }
            return id;
        });
    }

    @Override
    public Task<Integer> insertTree() {
        return Task.of(n -> dsl.transactionResult(configuration -> {
            DSLContext inside = configuration.dsl();
            long account = insertAccount(inside, n);
            var orders = inside.insertInto(ORDERS, ORDERS.ACCOUNT_ID, ORDERS.TITLE);
            for (int i = 1; i <= 5; i++) {
                orders = orders.values(account, "order " + i);
            }
            List<Long> keys = orders.returningResult(ORDERS.ID).fetch(Records.mapping(id -> id));
            var items = inside.insertInto(ITEMS, ITEMS.ORDER_ID, ITEMS.LABEL, ITEMS.AMOUNT);
            for (int i = 0; i < 10; i++) {
                items = items.values(keys.get(i / 2), "item " + (i + 1), i + 1);
            }
            items.returningResult(ITEMS.ID).fetch();
            return account;
        }));
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> {
            List<PersonCard> directors =
                    credits(DIRECTORS.PERSON_ID, DIRECTORS.LIST_ORDER, DIRECTORS.ID, DIRECTORS.MOVIE_ID.eq(id));
            List<PersonCard> cast = credits(ACTORS.PERSON_ID, ACTORS.LIST_ORDER, ACTORS.ID, ACTORS.MOVIE_ID.eq(id));
            List<ReviewCard> reviews = dsl.select(
                            REVIEWS.ID,
                            REVIEWS.BODY,
                            REVIEWS.RATING,
                            row(VIEWERS.ID, VIEWERS.NAME, VIEWERS.IMAGE).mapping(ViewerCard::new))
                    .from(REVIEWS)
                    .join(VIEWERS)
                    .on(VIEWERS.ID.eq(REVIEWS.AUTHOR_ID))
                    .where(REVIEWS.MOVIE_ID.eq(id))
                    .orderBy(REVIEWS.CREATION_TIME.desc(), REVIEWS.ID)
                    .fetch(mapping(ReviewCard::new));
            return dsl.select(MOVIES.ID, MOVIES.IMAGE, MOVIES.TITLE, MOVIES.YEAR, MOVIES.DESCRIPTION, RATING)
                    .from(MOVIES)
                    .where(MOVIES.ID.eq(id))
                    .fetchSingle(mapping((key, image, title, year, description, rating) ->
                            new MovieCard(key, image, title, year, description, rating, directors, cast, reviews)));
        });
    }

    private List<PersonCard> credits(
            TableField<?, Long> person, Field<Integer> listOrder, Field<Long> id, Condition condition) {
        return dsl.select(PERSONS.ID, FULL_NAME, PERSONS.IMAGE)
                .from(person.getTable())
                .join(PERSONS)
                .on(PERSONS.ID.eq(person))
                .where(condition)
                .orderBy(listOrder.asc().nullsLast(), PERSONS.LAST_NAME, PERSONS.ID, id)
                .fetch(mapping(PersonCard::new));
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> {
            List<ViewerReview> reviews = dsl.select(
                            REVIEWS.ID,
                            REVIEWS.BODY,
                            REVIEWS.RATING,
                            row(MOVIES.ID, MOVIES.IMAGE, MOVIES.TITLE, RATING).mapping(MovieName::new))
                    .from(REVIEWS)
                    .join(MOVIES)
                    .on(MOVIES.ID.eq(REVIEWS.MOVIE_ID))
                    .where(REVIEWS.AUTHOR_ID.eq(id))
                    .orderBy(REVIEWS.CREATION_TIME.desc(), REVIEWS.ID)
                    .limit(10)
                    .fetch(mapping(ViewerReview::new));
            return dsl.select(VIEWERS.ID, VIEWERS.NAME, VIEWERS.IMAGE)
                    .from(VIEWERS)
                    .where(VIEWERS.ID.eq(id))
                    .fetchSingle(mapping((key, name, image) -> new ViewerPage(key, name, image, reviews)));
        });
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return Task.of(said -> dsl.transactionResult(configuration -> {
            DSLContext inside = configuration.dsl();
            long movie = inside.insertInto(MOVIES, MOVIES.TITLE, MOVIES.IMAGE, MOVIES.DESCRIPTION, MOVIES.YEAR)
                    .values(said.title(), said.image(), said.description(), said.year())
                    .returningResult(MOVIES.ID)
                    .fetchSingle(mapping(id -> id));
            inside.insertInto(DIRECTORS, DIRECTORS.MOVIE_ID, DIRECTORS.PERSON_ID, DIRECTORS.LIST_ORDER)
                    .values(movie, said.directorId(), 0)
                    .returningResult(DIRECTORS.ID)
                    .fetch();
            var actors = inside.insertInto(ACTORS, ACTORS.MOVIE_ID, ACTORS.PERSON_ID, ACTORS.LIST_ORDER);
            for (int i = 0; i < said.castIds().size(); i++) {
                actors = actors.values(movie, said.castIds().get(i), i);
            }
            actors.returningResult(ACTORS.ID).fetch();
            return movie;
        }));
    }

    static long insertAccount(DSLContext dsl, int n) {
        return dsl.insertInto(ACCOUNTS, ACCOUNTS.NAME, ACCOUNTS.EMAIL)
                .values("account " + n, "account" + n + "@example.com")
                .returningResult(ACCOUNTS.ID)
                .fetchSingle(Records.mapping(id -> id));
    }

    private SelectJoinStep<Record8<Long, String, String, String, Boolean, Integer, Integer, OffsetDateTime>> users() {
        return dsl.select(
                        USERS.ID,
                        USERS.FIRST_NAME,
                        USERS.LAST_NAME,
                        USERS.EMAIL,
                        USERS.ACTIVE,
                        USERS.LOGINS,
                        USERS.VERSION,
                        USERS.CREATED_AT)
                .from(USERS);
    }

    private List<UserPosts> hundredUsers(long from) {
        return dsl.select(USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL)
                .from(USERS)
                .where(USERS.ID.ge(from))
                .orderBy(USERS.ID)
                .limit(100)
                .fetch(mapping((id, first, last, email) -> new UserPosts(id, first, last, email, new ArrayList<>())));
    }

    private List<UserTree> trees(List<UserTree> users) {
        Map<Long, List<PostTree>> posts = dsl.select(
                        POSTS.AUTHOR_ID, POSTS.ID, POSTS.TITLE, POSTS.BODY, POSTS.VIEWS, POSTS.CREATED_AT)
                .from(POSTS)
                .where(POSTS.AUTHOR_ID.eq(
                        DSL.any(users.stream().map(UserTree::id).toArray(Long[]::new))))
                .orderBy(POSTS.ID)
                .fetchGroups(
                        row -> row.value1(),
                        row -> new PostTree(
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                row.value5(),
                                row.value6(),
                                new ArrayList<>()));
        Map<Long, List<CommentRow>> comments = dsl.select(
                        COMMENTS.POST_ID, COMMENTS.ID, COMMENTS.BODY, COMMENTS.LIKES, COMMENTS.CREATED_AT)
                .from(COMMENTS)
                .where(COMMENTS.POST_ID.eq(DSL.any(posts.values().stream()
                        .flatMap(List::stream)
                        .map(PostTree::id)
                        .toArray(Long[]::new))))
                .orderBy(COMMENTS.ID)
                .fetchGroups(
                        row -> row.value1(),
                        row -> new CommentRow(row.value2(), row.value3(), row.value4(), row.value5()));
        for (UserTree user : users) {
            for (PostTree post : posts.getOrDefault(user.id(), List.of())) {
                post.comments().addAll(comments.getOrDefault(post.id(), List.of()));
                user.posts().add(post);
            }
        }
        return users;
    }

    private static UserTree userTree(Long id, String first, String last, String email) {
        return new UserTree(id, first, last, email, new ArrayList<>());
    }
}
