package dev.canopy.bench.jooq;

import static dev.canopy.bench.schema.Tables.COMMENTS;
import static dev.canopy.bench.schema.Tables.POSTS;
import static dev.canopy.bench.schema.Tables.POST_TAGS;
import static dev.canopy.bench.schema.Tables.TAGS;
import static dev.canopy.bench.schema.Tables.USERS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.canopy.bench.Contender;
import dev.canopy.bench.Rows.Author;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.TagCard;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
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
