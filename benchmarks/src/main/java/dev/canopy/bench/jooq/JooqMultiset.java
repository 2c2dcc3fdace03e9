package dev.canopy.bench.jooq;

import static dev.canopy.bench.schema.Tables.ACTORS;
import static dev.canopy.bench.schema.Tables.COMMENTS;
import static dev.canopy.bench.schema.Tables.DIRECTORS;
import static dev.canopy.bench.schema.Tables.MOVIES;
import static dev.canopy.bench.schema.Tables.PERSONS;
import static dev.canopy.bench.schema.Tables.POSTS;
import static dev.canopy.bench.schema.Tables.POST_TAGS;
import static dev.canopy.bench.schema.Tables.REVIEWS;
import static dev.canopy.bench.schema.Tables.TAGS;
import static dev.canopy.bench.schema.Tables.USERS;
import static dev.canopy.bench.schema.Tables.VIEWERS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.canopy.bench.Contender;
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
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerCard;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Rows.ViewerReview;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * jOOQ's nested collections: one statement, as its manual writes it
 * (https://www.jooq.org/doc/dev/manual/sql-building/column-expressions/multiset-value-constructor/).
 */
public final class JooqMultiset implements Contender {
    private final DSLContext dsl;

    public JooqMultiset(DataSource pool) {
        this.dsl = DSL.using(pool, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    }

    @Override
    public String name() {
        return "jooq-multiset";
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> trees(USERS.ID.eq(id)).getFirst());
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(from -> usersWithPosts(
                from,
                multiset(select(POSTS.ID, POSTS.TITLE, POSTS.BODY, POSTS.VIEWS, POSTS.CREATED_AT)
                                .from(POSTS)
                                .where(POSTS.AUTHOR_ID.eq(USERS.ID))
                                .orderBy(POSTS.ID))
                        .convertFrom(posts -> posts.map(mapping(PostRow::new)))));
    }

    @Override
    public Task<Long> forest() {
        return Task.of(from -> trees(USERS.ID.ge(from)));
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> usersWithPosts(
                from,
                multiset(select(POSTS.ID, POSTS.TITLE, POSTS.BODY, POSTS.VIEWS, POSTS.CREATED_AT)
                                .from(POSTS)
                                .where(POSTS.AUTHOR_ID.eq(USERS.ID))
                                .orderBy(POSTS.CREATED_AT.desc())
                                .limit(3))
                        .convertFrom(posts -> posts.map(mapping(PostRow::new)))));
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> dsl.select(
                        POSTS.ID,
                        POSTS.TITLE,
                        POSTS.CREATED_AT,
                        row(USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME).mapping(Author::new),
                        multiset(select(TAGS.ID, TAGS.NAME, POST_TAGS.POSITION)
                                        .from(POST_TAGS)
                                        .join(TAGS)
                                        .on(TAGS.ID.eq(POST_TAGS.TAG_ID))
                                        .where(POST_TAGS.POST_ID.eq(POSTS.ID))
                                        .orderBy(POST_TAGS.POSITION))
                                .convertFrom(tags -> tags.map(mapping(TagCard::new))))
                .from(POSTS)
                .join(USERS)
                .on(USERS.ID.eq(POSTS.AUTHOR_ID))
                .where(POSTS.ID.ge(from))
                .orderBy(POSTS.ID)
                .limit(50)
                .fetch(mapping(PostCard::new)));
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> dsl.select(
                        MOVIES.ID,
                        MOVIES.IMAGE,
                        MOVIES.TITLE,
                        MOVIES.YEAR,
                        MOVIES.DESCRIPTION,
                        JooqSeparate.RATING,
                        credits(
                                DIRECTORS.PERSON_ID,
                                DIRECTORS.LIST_ORDER,
                                DIRECTORS.ID,
                                DIRECTORS.MOVIE_ID.eq(MOVIES.ID)),
                        credits(ACTORS.PERSON_ID, ACTORS.LIST_ORDER, ACTORS.ID, ACTORS.MOVIE_ID.eq(MOVIES.ID)),
                        multiset(select(
                                                REVIEWS.ID,
                                                REVIEWS.BODY,
                                                REVIEWS.RATING,
                                                row(VIEWERS.ID, VIEWERS.NAME, VIEWERS.IMAGE)
                                                        .mapping(ViewerCard::new))
                                        .from(REVIEWS)
                                        .join(VIEWERS)
                                        .on(VIEWERS.ID.eq(REVIEWS.AUTHOR_ID))
                                        .where(REVIEWS.MOVIE_ID.eq(MOVIES.ID))
                                        .orderBy(REVIEWS.CREATION_TIME.desc(), REVIEWS.ID))
                                .convertFrom(reviews -> reviews.map(mapping(ReviewCard::new))))
                .from(MOVIES)
                .where(MOVIES.ID.eq(id))
                .fetchSingle(mapping(MovieCard::new)));
    }

    private static Field<List<PersonCard>> credits(
            TableField<?, Long> person, Field<Integer> listOrder, Field<Long> id, Condition condition) {
        return multiset(select(PERSONS.ID, JooqSeparate.FULL_NAME, PERSONS.IMAGE)
                        .from(person.getTable())
                        .join(PERSONS)
                        .on(PERSONS.ID.eq(person))
                        .where(condition)
                        .orderBy(listOrder.asc().nullsLast(), PERSONS.LAST_NAME, PERSONS.ID, id))
                .convertFrom(people -> people.map(mapping(PersonCard::new)));
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> dsl.select(
                        VIEWERS.ID,
                        VIEWERS.NAME,
                        VIEWERS.IMAGE,
                        multiset(select(
                                                REVIEWS.ID,
                                                REVIEWS.BODY,
                                                REVIEWS.RATING,
                                                row(MOVIES.ID, MOVIES.IMAGE, MOVIES.TITLE, JooqSeparate.RATING)
                                                        .mapping(MovieName::new))
                                        .from(REVIEWS)
                                        .join(MOVIES)
                                        .on(MOVIES.ID.eq(REVIEWS.MOVIE_ID))
                                        .where(REVIEWS.AUTHOR_ID.eq(VIEWERS.ID))
                                        .orderBy(REVIEWS.CREATION_TIME.desc(), REVIEWS.ID)
                                        .limit(10))
                                .convertFrom(reviews -> reviews.map(mapping(ViewerReview::new))))
                .from(VIEWERS)
                .where(VIEWERS.ID.eq(id))
                .fetchSingle(mapping(ViewerPage::new)));
    }

    private List<UserPosts> usersWithPosts(long from, Field<List<PostRow>> posts) {
        return dsl.select(USERS.ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL, posts)
                .from(USERS)
                .where(USERS.ID.ge(from))
                .orderBy(USERS.ID)
                .limit(100)
                .fetch(mapping(UserPosts::new));
    }

    private List<UserTree> trees(Condition condition) {
        return dsl.select(
                        USERS.ID,
                        USERS.FIRST_NAME,
                        USERS.LAST_NAME,
                        USERS.EMAIL,
                        multiset(select(
                                                POSTS.ID,
                                                POSTS.TITLE,
                                                POSTS.BODY,
                                                POSTS.VIEWS,
                                                POSTS.CREATED_AT,
                                                multiset(select(
                                                                        COMMENTS.ID,
                                                                        COMMENTS.BODY,
                                                                        COMMENTS.LIKES,
                                                                        COMMENTS.CREATED_AT)
                                                                .from(COMMENTS)
                                                                .where(COMMENTS.POST_ID.eq(POSTS.ID))
                                                                .orderBy(COMMENTS.ID))
                                                        .convertFrom(
                                                                comments -> comments.map(mapping(CommentRow::new))))
                                        .from(POSTS)
                                        .where(POSTS.AUTHOR_ID.eq(USERS.ID))
                                        .orderBy(POSTS.ID))
                                .convertFrom(posts -> posts.map(mapping(PostTree::new))))
                .from(USERS)
                .where(condition)
                .orderBy(USERS.ID)
                .limit(DSL.inline(100))
                .fetch(mapping(UserTree::new));
    }
}
