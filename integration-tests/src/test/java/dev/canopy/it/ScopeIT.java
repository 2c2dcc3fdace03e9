package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.PAGE_VIEWS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.association.HasMany;
import dev.canopy.association.Refinable;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.PageView;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/*
 *  Last names are tenants: "T" is ours, "S" is another's.
 *
 *  1 Ada  T  active     ─┬─ "one"   (published)
 *                        ├─ "two"   (not)
 *                        └─ "three" (published)
 *  2 Bob  T  active     ─── "four"  (not)
 *  3 Cid  T  inactive   ─── "five"  (published)
 *  4 Dan  T  deleted    ─── "six"   (published)
 *  5 Eve  S  active     ─── "seven" (published)
 */
@CanopyTest(define = ScopeIT.Models.class)
@ExtendWith(CountedReads.Extension.class)
class ScopeIT {
    private static final Scope<Users> ACTIVE = s -> s.where(u -> u.ACTIVE.isTrue());
    private static final Scope<Users> INACTIVE = s -> s.where(u -> u.ACTIVE.isFalse());
    private static final Scope<Users> WRITERS = s -> s.where(u -> u.POSTS.exists());
    private static final Scope<Posts> PUBLISHED = s -> s.where(p -> p.PUBLISHED.isTrue());
    private static final Scope<Posts> LONG_TITLE = s -> s.where(p -> p.TITLE.in("three", "seven"));

    /** Users are those of the tenant "T", active unless said otherwise; posts are published unless said otherwise. */
    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, m -> {
                m.defaultScope(ACTIVE);
                m.always("tenant", s -> s.where(u -> u.LAST_NAME.eq("T")));
                m.softDelete(u -> u.DELETED_AT);
            });
            c.define(POSTS, m -> m.defaultScope(PUBLISHED));
        }
    }

    private PlainSql sql;

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
            insert into users (id, first_name, last_name, email, active, deleted_at) values
              (1, 'Ada', 'T', 'a', true, null), (2, 'Bob', 'T', 'b', true, null), (3, 'Cid', 'T', 'c', false, null),
              (4, 'Dan', 'T', 'd', true, now()), (5, 'Eve', 'S', 'e', true, null);
            insert into posts (id, author_id, title, published) values (1, 1, 'one', true), (2, 1, 'two', false),
              (3, 1, 'three', true), (4, 2, 'four', false), (5, 3, 'five', true), (6, 4, 'six', true), (7, 5, 'seven', true);
            insert into comments (post_id, author_id, body) values (1, 3, 'by Cid'), (1, 2, 'by Bob'), (4, 1, 'by Ada');
            insert into tasks (user_id, title) values (3, 'of Cid'), (5, 'of Eve'), (1, 'of Ada');
            """);
    }

    @BeforeEach
    void sql(DataSource dataSource) {
        sql = new PlainSql(dataSource);
    }

    @Test
    void the_default_scope_applies_until_another_takes_its_place(Database db) {
        Model<Users, User, Long> users = db.model(USERS);

        assertThat(names(users.where(u -> u.ID.gt(0L)))).containsExactly("Ada", "Bob");
        assertThat(names(users.scope(INACTIVE))).containsExactly("Cid");
        assertThat(names(users.unscoped())).containsExactly("Ada", "Bob", "Cid");
        assertThat(names(users.and(WRITERS))).as("and(..) adds").containsExactly("Ada");
        assertThat(names(users.scope(INACTIVE, WRITERS))).containsExactly("Cid");
        assertThat(names(users.scope(INACTIVE).scope(ACTIVE)))
                .as("calls add up")
                .isEmpty();
        assertThat(names(users.scope())).as("no scope in its place").containsExactly("Ada", "Bob", "Cid");
    }

    @Test
    @Fault("0.3")
    void an_alias_means_what_its_table_does(Database db) {
        Users other = USERS.as("other");

        assertThat(names(db.from(other).where(u -> u.ID.gt(0L)))).containsExactly("Ada", "Bob");
        assertThat(names(db.from(other).unscoped().withDeleted())).containsExactly("Ada", "Bob", "Cid", "Dan");
        assertThat(db.from(other).where(u -> u.ID.eq(5L)).update(user -> user.setNote("taken")))
                .isZero();
        assertThat(db.from(POSTS.as("p")).where(p -> p.ID.in(1L, 2L)).count()).isEqualTo(1);
    }

    /** Nothing but the alias itself tells of the table then. */
    @Test
    @Fault("0.3")
    void an_alias_of_a_table_without_a_key_means_what_its_table_does(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("insert into page_views (path) values ('/ours/1'), ('/theirs/1')");
        Database db = Database.using(
                scratch.dataSource(),
                c -> c.define(PAGE_VIEWS, m -> m.always("ours", s -> s.where(v -> v.PATH.startsWith("/ours")))));

        assertThat(db.from(PAGE_VIEWS.as("v")).findAll())
                .extracting(PageView::getPath)
                .containsExactly("/ours/1");
        assertThat(db.from(PAGE_VIEWS.as("v").as("w")).unscoped().count()).isEqualTo(1);
    }

    @Test
    void truncate_does_not_fall_below_what_always_holds(Database db) {
        assertThatThrownBy(() -> db.model(USERS).truncate(t -> t.cascade()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("truncate() on User would take rows beyond m.always(\"tenant\", ..) as well; say"
                        + " everyRow().forceDestroy(), which keeps to it.");
        assertThat(sql.value("select count(*) from users")).isEqualTo("5");
    }

    @Test
    void soft_deletion_is_a_filter_of_its_own(Database db) {
        Model<Users, User, Long> users = db.model(USERS);

        assertThat(names(users.unscoped().withDeleted())).containsExactly("Ada", "Bob", "Cid", "Dan");
        assertThat(names(users.onlyDeleted())).containsExactly("Dan");
        assertThat(names(users.scope(INACTIVE).withDeleted())).containsExactly("Cid");
        assertThat(names(users.scope(s -> s.withDeleted().where(u -> u.ID.eq(4L)))))
                .containsExactly("Dan");
    }

    /** A scope may show deleted rows beside the others; who asks for the deleted ones alone gets no others by that. */
    @Test
    @Fault({"0.2", "2.34"})
    void a_scope_that_shows_deleted_rows_brings_no_living_ones_to_who_asks_for_the_deleted_alone(
            DataSource dataSource) {
        try (Database db = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                    m.softDelete(u -> u.DELETED_AT);
                    m.version(u -> u.VERSION);
                    m.defaultScope(s -> s.withDeleted());
                }))) {
            Model<Users, User, Long> users = db.model(USERS);
            List<String> deleted = sql.rows("select first_name from users where deleted_at is not null order by id");

            assertThat(names(users.where(u -> u.ID.gt(0L))))
                    .isEqualTo(sql.rows("select first_name from users order by id"));
            assertThat(names(users.onlyDeleted())).isEqualTo(deleted);
            assertThat(names(users.unscoped().onlyDeleted().and(s -> s.withDeleted())))
                    .isEqualTo(deleted);
            assertThat(users.onlyDeleted().count()).isEqualTo(deleted.size());

            assertThat(users.onlyDeleted().where(u -> u.ID.gt(0L)).destroy())
                    .as("they are destroyed already")
                    .isZero();
            sql.run("update users set deleted_at = now() where id = 3");
            assertThat(users.where(u -> u.ID.in(1L, 3L)).restore()).isEqualTo(1);
            assertThat(sql.rows("select id, version from users where version > 0"))
                    .containsExactly("3|1");
            sql.run("delete from posts where author_id = 4");
            assertThat(users.onlyDeleted().where(u -> u.ID.gt(0L)).forceDestroy())
                    .isEqualTo(1);
            assertThat(sql.rows("select first_name from users order by id"))
                    .containsExactly("Ada", "Bob", "Cid", "Eve");
        }
    }

    @Test
    @Fault({"0.3", "2.34"})
    void what_always_holds_is_beyond_every_word_and_every_condition_on_its_column(Database db) {
        Model<Users, User, Long> users = db.model(USERS);

        assertThat(users.where(u -> u.LAST_NAME.eq("S")).findAll()).isEmpty();
        assertThat(users.where(u -> u.LAST_NAME.eq("S").or(u.LAST_NAME.eq("T").not()))
                        .findAll())
                .isEmpty();
        assertThat(users.where(USERS.LAST_NAME.eq("S")).findAll()).isEmpty();
        assertThat(users.unscoped().withDeleted().where(u -> u.ID.eq(5L)).findAll())
                .isEmpty();
        assertThat(users.scope(s -> s.where(u -> u.LAST_NAME.eq("S"))).findAll())
                .isEmpty();
        assertThat(users.findByPk(5L)).isEmpty();
        assertThat(users.unscoped().countBy(u -> u.LAST_NAME)).containsOnlyKeys("T");
        assertThat(users.unscoped().distinct(u -> u.LAST_NAME)).containsExactly("T");
        assertThat(users.unscoped()
                        .where(u -> u.LAST_NAME.eq("S"))
                        .limit(9)
                        .findAndCountAll()
                        .total())
                .isZero();
        assertThat(users.unscoped().where(u -> u.ID.eq(5L)).toSelect().fetch()).isEmpty();
        assertThat(users.unscoped().where(u -> u.ID.eq(5L)).update(u -> u.setNote("taken")))
                .isZero();
        assertThat(users.unscoped().everyRow().destroy()).isEqualTo(3);
        assertThat(sql.rows("select first_name from users where note is null and deleted_at is null"))
                .containsExactly("Eve");
    }

    @Test
    @Fault({"0.3", "2.34"})
    @Costs(5)
    void what_always_holds_holds_in_includes_conditions_and_handles(CountedReads reads) {
        Database db = reads.db();
        assertThat(db.model(POSTS)
                        .where(p -> p.ID.eq(7L))
                        .where(p -> p.AUTHOR.unscoped().withDeleted().exists())
                        .findAll())
                .isEmpty();
        assertThat(db.model(POSTS)
                        .unscoped()
                        .where(p -> p.AUTHOR.unscoped().get(a -> a.FIRST_NAME).eq("Eve"))
                        .count())
                .isZero();
        assertThat(db.model(TASKS)
                        .include(TASKS.USER.unscoped())
                        .orderBy(t -> t.ID)
                        .findAll())
                .extracting(task -> task.toMap().get("user") == null)
                .containsExactly(false, true, false);
        assertThat(db.model(TASKS)
                        .where(t -> t.TITLE.eq("of Eve"))
                        .requireOne()
                        .user()
                        .find())
                .isEmpty();
    }

    @Test
    void conditions_of_scopes_and_queries_are_anded_in_whatever_order(Database db) {
        Scope<Users> a = s -> s.where(u -> u.ID.in(1L, 2L));
        Scope<Users> b = s -> s.where(u -> u.ID.in(2L, 3L));

        assertThat(names(db.model(USERS).scope(a, b))).containsExactly("Bob");
        assertThat(names(db.model(USERS).scope(b, a))).containsExactly("Bob");
        assertThat(names(db.model(USERS).scope(b).scope(a))).containsExactly("Bob");
        assertThat(names(db.model(USERS).unscoped().and(b).and(a))).containsExactly("Bob");
        assertThat(names(db.model(USERS).where(u -> u.ID.ne(2L)).scope(a, b))).isEmpty();
    }

    /** Whatever the order of two scopes: the smaller limit counts, and what the query itself orders by comes first. */
    @Test
    @Fault("2.34")
    @Costs(5)
    void orders_limits_and_includes_of_scopes_join_those_of_the_query(CountedReads reads) {
        Database db = reads.db();
        Scope<Posts> newest = s -> s.orderBy(p -> p.ID.desc()).limit(2);
        Scope<Posts> one = s -> s.limit(1);

        assertThat(titles(db.model(POSTS).unscoped().and(newest))).containsExactly("seven", "six");
        assertThat(titles(db.model(POSTS).scope(newest, one))).containsExactly("seven");
        assertThat(titles(db.model(POSTS).scope(one, newest))).containsExactly("seven");
        assertThat(titles(
                        db.model(POSTS).scope(newest).orderBy(p -> p.PUBLISHED).limit(5)))
                .containsExactly("four", "two");
        assertThat(db.model(POSTS)
                        .and(s -> s.include(POSTS.COMMENTS))
                        .and(s -> s.include(POSTS.COMMENTS))
                        .where(p -> p.ID.eq(1L))
                        .requireOne()
                        .getComments())
                .hasSize(2);
    }

    @Test
    @Fault({"0.1", "2.35"})
    @Costs(1)
    void a_default_scope_narrows_what_is_included_and_never_the_parents(CountedReads reads) {
        Database db = reads.db();
        List<User> users = db.model(USERS)
                .include(USERS.POSTS.orderBy(p -> p.ID).include(POSTS.COMMENTS.include(COMMENTS.AUTHOR)))
                .orderBy(u -> u.ID)
                .findAll();

        assertThat(users).extracting(User::getFirstName).containsExactly("Ada", "Bob");
        assertThat(users)
                .extracting(user -> user.getPosts().stream().map(Post::getTitle).toList())
                .containsExactly(List.of("one", "three"), List.of());
        assertThat(users.getFirst().getPosts().getFirst().getComments()).hasSize(2);
    }

    @Test
    @Fault({"0.19", "2.35"})
    @Costs(6)
    void an_include_has_the_same_words_for_scopes_as_a_selection(CountedReads reads) {
        Database db = reads.db();
        assertThat(postsOfAda(db, USERS.POSTS.unscoped())).containsExactly("one", "two", "three");
        assertThat(postsOfAda(db, USERS.POSTS.scope(LONG_TITLE))).containsExactly("three");
        assertThat(postsOfAda(db, USERS.POSTS.scope(LONG_TITLE, PUBLISHED))).containsExactly("three");
        assertThat(postsOfAda(db, USERS.POSTS.and(LONG_TITLE))).containsExactly("three");
        assertThat(postsOfAda(db, USERS.POSTS.where(p -> p.ID.ne(1L)).scope(s -> s.where(p -> p.ID.ne(2L)))))
                .containsExactly("three");
        assertThat(db.model(COMMENTS)
                        .where(c -> c.BODY.eq("by Cid"))
                        .include(COMMENTS.AUTHOR.scope(INACTIVE))
                        .requireOne()
                        .getAuthor()
                        .getFirstName())
                .isEqualTo("Cid");
    }

    private static List<String> postsOfAda(Database db, HasMany<Users, Posts, Post> include) {
        User ada = db.model(USERS)
                .where(u -> u.ID.eq(1L))
                .include(include.orderBy(p -> p.ID))
                .requireOne();
        return ada.getPosts().stream().map(Post::getTitle).toList();
    }

    @Test
    void a_scope_on_a_condition_counts_as_one_on_an_include_does(Database db) {
        assertThat(names(db.model(USERS).where(u -> u.POSTS.exists()))).containsExactly("Ada");
        assertThat(names(db.model(USERS).where(u -> u.POSTS.unscoped().exists())))
                .containsExactly("Ada", "Bob");
        assertThat(names(db.model(USERS)
                        .where(u -> u.POSTS.scope(LONG_TITLE).count().eq(1L))))
                .containsExactly("Ada");
        assertThat(db.model(USERS)
                        .unscoped()
                        .orderBy(u -> u.POSTS.unscoped().count().desc())
                        .findOne())
                .map(User::getFirstName)
                .contains("Ada");
    }

    @Test
    void a_handle_reads_under_the_scopes_of_what_it_leads_to(Database db) {
        User ada = db.model(USERS).requireByPk(1L);

        assertThat(titles(ada.posts().rows())).containsExactly("one", "three");
        assertThat(titles(ada.posts().rows().unscoped())).containsExactly("one", "two", "three");
        assertThat(titles(ada.posts().rows().scope(LONG_TITLE))).containsExactly("three");
        assertThat(ada.posts().count()).isEqualTo(2);
    }

    @Test
    @Fault("2.35")
    void reloading_finds_its_row_whatever_the_default_scope_says(Database db) {
        User ada = db.model(USERS).requireByPk(1L);
        sql.run("update users set active = false where id = 1");

        assertThat(ada.reload().getActive()).isFalse();
        assertThatThrownBy(() -> db.model(USERS).requireByPk(1L)).isInstanceOf(NotFoundException.class);
    }

    @Test
    @Fault("0.2")
    void a_default_scope_is_no_condition_of_the_callers(Database db) {
        assertThatThrownBy(() -> db.model(USERS).scope(INACTIVE).destroy())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("destroy() on User would touch every row, for no condition was given;"
                        + " add where(..), or say everyRow().");
        assertThat(sql.value("select count(*) from users where deleted_at is null"))
                .isEqualTo("4");
    }

    /** Sequelize's scopes could change each other; these are values, and a selection may be anybody's. */
    @Test
    @Fault("2.34")
    @CanopyTest(define = ScopeIT.Models.class, isolation = Isolation.DATABASE)
    void a_selection_is_shared_among_threads_and_scopes(DataSource dataSource) throws Exception {
        try (Database db = Database.using(dataSource, new Models())) {
            Selection<Users, User> shared =
                    db.model(USERS).where(u -> u.ID.gt(0L)).include(USERS.POSTS).orderBy(u -> u.ID);
            List<Callable<List<String>>> readers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                readers.add(() -> names(shared));
                readers.add(() -> names(shared.scope(INACTIVE)));
                readers.add(() -> names(shared.unscoped().limit(1)));
                readers.add(() -> names(shared.where(u -> u.ID.eq(2L)).and(ACTIVE)));
            }
            List<List<String>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<List<String>> answer : threads.invokeAll(readers)) {
                    answers.add(answer.get());
                }
            }

            IntStream.range(0, 50)
                    .forEach(i -> assertThat(answers.subList(4 * i, 4 * i + 4))
                            .containsExactly(List.of("Ada", "Bob"), List.of("Cid"), List.of("Ada"), List.of("Bob")));
            assertThat(shared.refinement().scoping().scopes()).isEmpty();
        }
    }

    @Test
    void a_default_scope_that_leads_back_to_its_own_table_is_refused_with_the_chain(DataSource dataSource) {
        assertThatThrownBy(() -> Database.using(dataSource, c -> {
                    c.define(USERS, m -> m.defaultScope(s -> s.include(USERS.POSTS)));
                    c.define(POSTS, m -> m.defaultScope(s -> s.include(POSTS.COMMENTS)));
                    c.define(COMMENTS, m -> m.defaultScope(s -> s.include(COMMENTS.AUTHOR)));
                }))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The default scope of User includes what leads back to User: USERS.POSTS → POSTS.COMMENTS"
                        + " → COMMENTS.AUTHOR → USERS.POSTS …; say .unscoped() on one of these includes.");
        assertThatThrownBy(() -> Database.using(dataSource, c -> {
                    c.define(USERS, m -> m.defaultScope(s -> s.where(u -> u.POSTS.exists())));
                    c.define(POSTS, m -> m.always("author", s -> s.where(p -> p.AUTHOR.exists())));
                }))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "The scopes of User ask for what leads back to User: USERS.POSTS → POSTS.AUTHOR → USERS.POSTS"
                                + " …; say .unscoped() on one of these conditions, or move it out of m.always(..).");
        assertThatThrownBy(() -> Database.using(
                        dataSource, c -> c.define(USERS, m -> m.defaultScope(s -> s.include(USERS.MANAGER)))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The default scope of User includes what leads back to User:"
                        + " USERS.MANAGER → USERS.MANAGER …; say .unscoped() on one of these includes.");
    }

    @Test
    void a_default_scope_may_lead_to_its_own_table_where_it_ends_there(DataSource dataSource) {
        try (Database db = Database.using(
                dataSource, c -> c.define(USERS, m -> m.defaultScope(s -> s.include(USERS.MANAGER.unscoped()))))) {
            sql.run("update users set manager_id = 2 where id = 1");

            assertThat(db.model(USERS).requireByPk(1L).getManager().getFirstName())
                    .isEqualTo("Bob");
        }
    }

    @Test
    void a_limit_in_the_scope_of_a_to_one_include_is_refused(DataSource dataSource) {
        try (Database db = Database.using(dataSource, c -> c.define(USERS, m -> m.defaultScope(s -> s.limit(1))))) {
            assertThatThrownBy(() -> db.model(POSTS).include(POSTS.AUTHOR).findAll())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage("A scope on POSTS.AUTHOR has a limit or an offset, which a to-one association"
                            + " cannot have; replace it with .scope(..) or .unscoped().");
        }
    }

    @Test
    void a_scope_that_returns_something_else_is_refused(Database db) {
        Refinable<Users> stray = db.model(USERS).where(u -> u.ID.eq(1L));

        assertThatThrownBy(() -> db.model(USERS).and(s -> stray).findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("A scope returned something other than a refinement of what it was given;"
                        + " write it as s -> s.where(..).");
    }

    private static List<String> names(Selection<Users, User> users) {
        return users.orderBy(u -> u.ID).findAll().stream()
                .map(User::getFirstName)
                .toList();
    }

    private static List<String> titles(Selection<Posts, Post> posts) {
        return posts.findAll().stream().map(Post::getTitle).toList();
    }
}
