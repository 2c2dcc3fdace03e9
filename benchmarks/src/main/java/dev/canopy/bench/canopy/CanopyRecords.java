package dev.canopy.bench.canopy;

import static dev.canopy.bench.schema.Tables.MOVIES;
import static dev.canopy.bench.schema.Tables.POSTS;
import static dev.canopy.bench.schema.Tables.ROOTS;
import static dev.canopy.bench.schema.Tables.USERS;
import static dev.canopy.bench.schema.Tables.VIEWERS;

import dev.canopy.association.HasMany;
import dev.canopy.association.Strategy;
import dev.canopy.bench.Rows.LooseRoot;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.Root;
import dev.canopy.bench.Rows.UserPage;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import dev.canopy.bench.schema.tables.Posts;
import dev.canopy.bench.schema.tables.Reviews;
import dev.canopy.bench.schema.tables.Users;
import dev.canopy.bench.schema.tables.Viewers;
import dev.canopy.bench.schema.tables.records.Post;
import dev.canopy.bench.schema.tables.records.Review;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Canopy into Java records: the record is the include tree. */
public final class CanopyRecords extends Canopy {
    private static final HasMany<Users, Posts, Post> POSTS_BY_ID = USERS.POSTS.orderBy(p -> p.ID);
    private static final HasMany<Users, Posts, Post> TREES = POSTS_BY_ID.include(POSTS.COMMENTS.orderBy(c -> c.ID));
    private static final HasMany<Viewers, Reviews, Review> LATEST =
            VIEWERS.REVIEWS.orderBy(r -> r.CREATION_TIME.desc()).limit(10).as("latestReviews");

    public CanopyRecords(DataSource pool, @Nullable Strategy strategy) {
        super(pool, strategy);
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(
                id -> db.from(USERS).where(u -> u.ID.eq(id)).into(UserRow.class).requireOne());
    }

    @Override
    public Task<String> hundred() {
        return Task.of(name -> db.from(USERS)
                .where(u -> u.LAST_NAME.eq(name))
                .orderBy(u -> u.ID)
                .limit(100)
                .findAll(UserRow.class));
    }

    @Override
    public Task<Long> tree() {
        return Task.of(id -> db.from(USERS)
                .where(u -> u.ID.eq(id))
                .include(TREES)
                .into(UserTree.class)
                .requireOne());
    }

    /**
     * The same into records of another class, by a statement of another text.
     *
     * @param number below 0; stands in the text
     */
    public Object treeAs(Class<?> type, long id, int number) {
        return db.from(USERS)
                .where(u -> u.ID.eq(id).and(u.LOGINS.ne(DSL.inline(number))))
                .include(TREES)
                .into(type)
                .requireOne();
    }

    @Override
    public Task<Long> usersWithPosts() {
        return Task.of(from -> db.from(USERS)
                .where(u -> u.ID.ge(from))
                .orderBy(u -> u.ID)
                .limit(100)
                .include(POSTS_BY_ID)
                .findAll(UserPosts.class));
    }

    @Override
    public Task<Long> forest() {
        return Task.of(from -> db.from(USERS)
                .where(u -> u.ID.ge(from))
                .orderBy(u -> u.ID)
                .limit(100)
                .include(TREES)
                .findAll(UserTree.class));
    }

    @Override
    public Task<Long> postsWithTags() {
        return Task.of(from -> db.from(POSTS)
                .where(p -> p.ID.ge(from))
                .orderBy(p -> p.ID)
                .limit(50)
                .include(POSTS.TAGS.orderBy((t, link) -> link.POSITION))
                .findAll(PostCard.class));
    }

    @Override
    public Task<Long> newestPosts() {
        return Task.of(from -> db.from(USERS)
                .where(u -> u.ID.ge(from))
                .orderBy(u -> u.ID)
                .limit(100)
                .include(USERS.POSTS.orderBy(p -> p.CREATED_AT.desc()).limit(3))
                .findAll(UserPosts.class));
    }

    @Override
    public Task<String> page() {
        return Task.of(
                name -> db.from(USERS)
                        .where(u -> u.LAST_NAME.eq(name))
                        .orderBy(u -> u.ID)
                        .limit(20)
                        .offset(40)
                        .into(UserRow.class)
                        .findAndCountAll(),
                page -> new UserPage(page.rows(), page.total()));
    }

    @Override
    public Task<Long> movie() {
        return Task.of(id -> db.from(MOVIES)
                .where(m -> m.ID.eq(id))
                .include(DIRECTED_BY
                        .orderBy((p, d) -> d.LIST_ORDER.asc().nullsLast())
                        .orderBy(p -> p.LAST_NAME)
                        .orderBy(p -> p.ID))
                .include(PLAYED_BY
                        .orderBy((p, a) -> a.LIST_ORDER.asc().nullsLast())
                        .orderBy(p -> p.LAST_NAME)
                        .orderBy(p -> p.ID))
                .include(MOVIES.REVIEWS.orderBy(r -> r.CREATION_TIME.desc()).orderBy(r -> r.ID))
                .into(MovieCard.class)
                .requireOne());
    }

    @Override
    public Task<Long> viewer() {
        return Task.of(id -> db.from(VIEWERS)
                .where(v -> v.ID.eq(id))
                .include(LATEST)
                .into(ViewerPage.class)
                .requireOne());
    }

    @Override
    public Task<String> roots() {
        return Task.of(group -> db.from(ROOTS)
                .where(r -> r.GROUP_NAME.eq(group))
                .orderBy(r -> r.ID)
                .include(ROOTS.BRANCHES.orderBy(b -> b.ID))
                .findAll(Root.class));
    }

    @Override
    public Task<String> looseRoots() {
        return Task.of(group -> db.from(ROOTS)
                .where(r -> r.GROUP_NAME.eq(group))
                .orderBy(r -> r.ID)
                .include(ROOTS.LOOSE_BRANCHES.orderBy(b -> b.ID))
                .findAll(LooseRoot.class));
    }
}
