package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.row;

import dev.canopy.Database;
import dev.canopy.association.Computed;
import dev.canopy.association.Strategy;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.quickstart.UserModel;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Count;
import dev.canopy.selection.From;
import dev.canopy.selection.Page;
import dev.canopy.selection.Projection;
import dev.canopy.selection.Slice;
import dev.canopy.selection.Through;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/*
 *  Ada ─┬─ "Notes" ─┬─ "Nice!"  by Bob          Eve ── Botany (1), Logic (3)
 *       │           └─ "Why?"   by Ada          Fay ── Botany (2)
 *       └─ "Draft"
 *  Bob
 */
@CanopyTest(define = SampleModels.class)
@ExtendWith(CountedReads.Extension.class)
class ShapeIT {
    static final Computed<Users, Long> POST_COUNT = Computed.of("postCount", USERS, u -> u.POSTS.count());

    record WithPosts(String firstName, List<Title> posts) {}

    record Title(String title) {}

    record UserCard(Long id, String fullName, List<PostCard> posts) {
        UserCard {
            posts = List.copyOf(posts); // a constructor sees its rows, however they were loaded
        }
    }

    record PostCard(String title, @Nullable AuthorName editor, List<CommentCard> comments) {}

    record CommentCard(String body, AuthorName author) {}

    record AuthorName(String firstName) {}

    record StudentCard(String name, List<CourseCard> courses) {}

    record CourseCard(String title, EnrolmentCard enrolment) {}

    record EnrolmentCard(@Nullable Integer grade) {}

    record Graded(String title, @Through @Nullable Integer grade) {}

    record StudentGrades(String name, List<Graded> courses) {}

    record WithEntities(String firstName, List<Post> posts) {}

    record Counted(String firstName, Long postCount) {}

    record NoPosts(String firstName) {}

    record Renamed(
            @From("lastName") String name,
            @From("fullName") String called,
            @From("posts") List<Article> articles,
            @Count long posts,
            @Count @From("postsByEditor") Long edited) {}

    record Article(
            @From("title") String headline, @From("editor") Optional<AuthorName> by) {}

    record Marked(@Through @From("grade") Optional<Integer> mark) {}

    record Marks(List<Marked> courses) {}

    record Instead(String firstName, @Count long posts) {}

    record Optionals(String firstName, Optional<String> note, Optional<AuthorName> manager) {}

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, manager_id, first_name, last_name, email, note) values
                  (1, null, 'Ada', 'L', 'ada@example.com', null), (2, 1, 'Bob', 'R', 'bob@example.com', 'quiet');
                insert into posts (id, author_id, editor_id, title, published) values
                  (1, 1, 2, 'Notes', true), (2, 1, null, 'Draft', false);
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!'), (2, 1, 1, 'Why?');
                insert into students (id, name) values (1, 'Eve'), (2, 'Fay');
                insert into courses (id, title) values (1, 'Botany'), (2, 'Logic');
                insert into enrolments (student_id, course_id, grade) values (1, 1, 1), (1, 2, 3), (2, 1, 2);
                """);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 1, split = 3)
    void a_record_is_an_include_tree(Strategy by, CountedReads reads) {
        List<UserCard> cards = reads.db(by).model(USERS).orderBy(u -> u.ID).findAll(UserCard.class);

        assertThat(cards)
                .containsExactly(
                        new UserCard(
                                1L,
                                "Ada L",
                                List.of(
                                        new PostCard(
                                                "Notes",
                                                new AuthorName("Bob"),
                                                List.of(
                                                        new CommentCard("Nice!", new AuthorName("Bob")),
                                                        new CommentCard("Why?", new AuthorName("Ada")))),
                                        new PostCard("Draft", null, List.of()))),
                        new UserCard(2L, "Bob R", List.of()));
    }

    @Test
    void only_what_the_records_need_is_selected(Database db, ServerLog log) {
        List<String> statements = log.of(() -> db.model(USERS).findAll(UserCard.class));

        assertThat(statements).hasSize(1);
        assertThat(statements.getFirst())
                .contains("\"first_name\"", "\"last_name\"", "\"title\"", "\"body\"")
                .doesNotContain("password_hash", "\"email\"", "\"published\"", "\"created_at\"");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 1, split = 3)
    void an_include_of_the_selection_refines_the_records_of_its_name(Strategy by, CountedReads reads) {
        List<UserCard> cards = reads.db(by)
                .model(USERS)
                .where(u -> u.ID.eq(1L))
                .include(USERS.POSTS.orderBy(p -> p.TITLE).limit(1).include(POSTS.COMMENTS.where(c -> c.ID.gt(1L))))
                .findAll(UserCard.class);

        assertThat(cards.getFirst().posts()).containsExactly(new PostCard("Draft", null, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 2, split = 4)
    void a_junction_is_a_component_called_like_its_record(Strategy by, CountedReads reads) {
        Database db = reads.db(by);

        assertThat(db.model(STUDENTS).orderBy(s -> s.ID).findAll(StudentCard.class))
                .containsExactly(
                        new StudentCard(
                                "Eve",
                                List.of(
                                        new CourseCard("Botany", new EnrolmentCard(1)),
                                        new CourseCard("Logic", new EnrolmentCard(3)))),
                        new StudentCard("Fay", List.of(new CourseCard("Botany", new EnrolmentCard(2)))));
        assertThat(db.model(STUDENTS).where(s -> s.ID.eq(1L)).findAll(StudentGrades.class))
                .containsExactly(new StudentGrades("Eve", List.of(new Graded("Botany", 1), new Graded("Logic", 3))));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 1, split = 2)
    void a_record_may_hold_entities(Strategy by, CountedReads reads) {
        WithEntities ada = reads.db(by)
                .model(USERS)
                .include(USERS.POSTS.orderBy(p -> p.ID).include(POSTS.EDITOR))
                .orderBy(u -> u.ID)
                .into(WithEntities.class)
                .requireOne();

        assertThat(ada.posts()).extracting(Post::getTitle).containsExactly("Notes", "Draft");
        assertThat(ada.posts().getFirst().getEditor().getFirstName()).isEqualTo("Bob");
    }

    @Test
    void a_computed_value_stands_beside_columns_of_entities_and_records(Database db, ServerLog log) {
        assertThat(log.of(() -> assertThat(db.model(USERS)
                                .with(POST_COUNT)
                                .orderBy(u -> u.ID)
                                .findAll())
                        .extracting(user -> user.get(POST_COUNT))
                        .containsExactly(2L, 0L)))
                .hasSize(1);
        assertThat(db.model(USERS)
                        .with(POST_COUNT)
                        .orderBy(u -> POST_COUNT.on(u).desc())
                        .findAll(Counted.class))
                .containsExactly(new Counted("Ada", 2L), new Counted("Bob", 0L));

        User bare = db.model(USERS).requireByPk(1L);
        assertThatThrownBy(() -> bare.get(POST_COUNT))
                .isInstanceOf(NotLoadedException.class)
                .hasMessage("User.postCount was not loaded. Load it with with(..).");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 2, split = 6)
    void what_is_selected_is_checked_by_the_compiler(Strategy by, CountedReads reads) {
        List<UserCard> cards = reads.db(by)
                .model(USERS)
                .orderBy(u -> u.ID)
                .select(u -> row(
                                u.ID,
                                UserModel.FULL_NAME.on(u),
                                u.POSTS
                                        .orderBy(p -> p.ID)
                                        .select(p -> row(
                                                        p.TITLE,
                                                        p.EDITOR.select(e -> row(e.FIRST_NAME)
                                                                .mapping(AuthorName::new)),
                                                        p.COMMENTS
                                                                .orderBy(c -> c.ID)
                                                                .select(c -> row(
                                                                                c.BODY,
                                                                                c.AUTHOR.select(a -> row(a.FIRST_NAME)
                                                                                        .mapping(AuthorName::new)))
                                                                        .mapping(CommentCard::new)))
                                                .mapping(PostCard::new)))
                        .mapping(UserCard::new))
                .findAll();

        assertThat(cards).isEqualTo(reads.db(by).model(USERS).orderBy(u -> u.ID).findAll(UserCard.class));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 3, split = 4)
    void values_rows_counts_and_junctions_can_be_selected(Strategy by, CountedReads reads) {
        Database db = reads.db(by);

        assertThat(db.model(USERS).orderBy(u -> u.ID).select(u -> u.FIRST_NAME).findAll())
                .containsExactly("Ada", "Bob");
        assertThat(db.model(USERS)
                        .orderBy(u -> u.ID)
                        .select(u -> row(u.FIRST_NAME, u.POSTS.count()))
                        .findAll())
                .extracting(Record2::value1, Record2::value2)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Ada", 2L), org.assertj.core.groups.Tuple.tuple("Bob", 0L));
        assertThat(db.model(STUDENTS)
                        .orderBy(s -> s.ID)
                        .select(s -> s.COURSES
                                .orderBy(c -> c.ID)
                                .select((c, e) -> row(c.TITLE, e.GRADE).mapping(Graded::new)))
                        .findAll())
                .containsExactly(
                        List.of(new Graded("Botany", 1), new Graded("Logic", 3)), List.of(new Graded("Botany", 2)));
    }

    @Test
    void what_an_association_selects_works_in_plain_jooq(Database db) {
        assertThat(db.dsl()
                        .select(
                                USERS.FIRST_NAME,
                                USERS.POSTS
                                        .orderBy(p -> p.ID)
                                        .select(p -> row(p.TITLE, p.CREATED_AT).mapping((title, at) -> title)))
                        .from(USERS)
                        .orderBy(USERS.ID)
                        .fetch(Record2::value2))
                .containsExactly(List.of("Notes", "Draft"), List.of());
        Users u = USERS.as("u");
        assertThat(db.dsl()
                        .select(u.POSTS.max(p -> p.ID), u.POSTS.select(p -> p.ID))
                        .from(u)
                        .where(u.POSTS.exists())
                        .fetchSingle()
                        .value2())
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 3, split = 5)
    void a_component_may_be_called_otherwise_and_may_count(Strategy by, CountedReads reads) {
        Database db = reads.db(by);

        assertThat(db.model(USERS)
                        .include(USERS.POSTS.orderBy(p -> p.ID).limit(1))
                        .orderBy(u -> u.ID)
                        .findAll(Renamed.class))
                .containsExactly(
                        new Renamed(
                                "L",
                                "Ada L",
                                List.of(new Article("Notes", Optional.of(new AuthorName("Bob")))),
                                2, // though one is loaded
                                0L),
                        new Renamed("R", "Bob R", List.of(), 0, 1L));
        assertThat(db.model(USERS)
                        .include(USERS.POSTS.where(p -> p.PUBLISHED.isTrue()).unscoped())
                        .orderBy(u -> u.ID)
                        .findAll(Instead.class))
                .as("of the rows that the include wants")
                .containsExactly(new Instead("Ada", 1), new Instead("Bob", 0));
        assertThat(db.model(STUDENTS)
                        .include(STUDENTS.COURSES.orderBy(c -> c.ID))
                        .where(s -> s.ID.eq(1L))
                        .findAll(Marks.class))
                .containsExactly(new Marks(List.of(new Marked(Optional.of(1)), new Marked(Optional.of(3)))));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Costs(value = 1, split = 1)
    void what_may_be_missing_may_be_an_optional(Strategy by, CountedReads reads) {
        Database db = reads.db(by);

        assertThat(db.model(USERS).orderBy(u -> u.ID).findAll(Optionals.class))
                .containsExactly(
                        new Optionals("Ada", Optional.empty(), Optional.empty()),
                        new Optionals("Bob", Optional.of("quiet"), Optional.of(new AuthorName("Ada"))));
    }

    @Test
    void a_count_is_no_rows_and_what_is_called_otherwise_is_not_selected_twice(Database db, ServerLog log) {
        List<String> statements = log.of(() -> db.model(USERS).findAll(Instead.class));

        assertThat(statements).singleElement().asString().contains("count(*)").doesNotContain("json_agg", "last_name");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_projection_has_pages_slices_streams_and_batches(Strategy by, ScratchDatabase scratch) {
        Database db = database(scratch, by);
        Projection<WithPosts> people =
                db.model(USERS).orderBy(u -> u.ID.desc()).limit(1).into(WithPosts.class);
        WithPosts ada = new WithPosts("Ada", List.of(new Title("Notes"), new Title("Draft")));
        WithPosts bob = new WithPosts("Bob", List.of());

        assertThat(people.findAndCountAll()).isEqualTo(new Page<>(List.of(bob), 2, 0));
        Slice<WithPosts> first = people.findSlice();
        assertThat(first.rows()).containsExactly(bob);
        assertThat(db.model(USERS)
                        .orderBy(u -> u.ID.desc())
                        .limit(1)
                        .after(first.next().orElseThrow())
                        .into(WithPosts.class)
                        .findSlice()
                        .rows())
                .containsExactly(ada);
        assertThat(db.transaction(() -> {
                    try (Stream<WithPosts> all = db.model(USERS).orderBy(u -> u.ID).into(WithPosts.class).stream()) {
                        return all.toList();
                    }
                }))
                .containsExactly(ada, bob);
        List<List<WithPosts>> batches = new ArrayList<>();
        db.model(USERS).into(WithPosts.class).eachBatch(1, batches::add);
        assertThat(batches).containsExactly(List.of(ada), List.of(bob));
        assertThat(people.explain().includes())
                .singleElement()
                .hasToString("posts: %s (preferred by the Database)".formatted(by));
    }

    @Test
    void a_value_that_is_null_is_a_row_all_the_same(Database db) {
        Projection<String> notes = db.model(USERS).orderBy(u -> u.ID).select(u -> u.NOTE);

        assertThat(notes.findAll()).containsExactly(null, "quiet");
        assertThat(notes.findAndCountAll().rows()).containsExactly(null, "quiet");
        assertThat(notes.findOne()).isEmpty();
        assertThat(db.model(USERS).where(u -> u.ID.eq(1L)).select(u -> u.NOTE).findSole())
                .isEmpty();
        assertThatThrownBy(notes::requireOne)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("What is selected of the first User is NULL; say findOne() where that may be.");
    }

    @Test
    void a_projection_has_the_verbs_that_read(Database db) {
        assertThat(db.model(USERS).where(u -> u.ID.eq(9L)).into(NoPosts.class).findOne())
                .isEmpty();
        assertThat(db.model(USERS).where(u -> u.ID.eq(1L)).into(NoPosts.class).findSole())
                .contains(new NoPosts("Ada"));
        assertThatThrownBy(() -> db.model(USERS).into(NoPosts.class).findSole())
                .hasMessage("More than one User meets the conditions; findSole() wants one at most."
                        + " Narrow them, or say findOne() for the first.");
        assertThatThrownBy(() -> db.model(USERS)
                        .where(u -> u.ID.eq(9L))
                        .into(NoPosts.class)
                        .requireOne())
                .hasMessage("No User meets the conditions, or a default scope or soft deletion hides it;"
                        + " say findOne() where that may be.");
    }

    private static Database database(ScratchDatabase scratch, Strategy by) {
        return Database.using(scratch.dataSource(), c -> c.strategy(by).define(USERS, new UserModel(what -> {})));
    }
}
