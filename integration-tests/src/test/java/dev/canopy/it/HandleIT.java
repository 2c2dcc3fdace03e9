package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.COUNTRIES;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.MEMBERSHIPS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.Removed;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Clubs;
import dev.canopy.sample.tables.Members;
import dev.canopy.sample.tables.Memberships;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Address;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Locker;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Membership;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@CanopyTest(define = HandleIT.Models.class)
class HandleIT {
    private static final HasMany<Users, Posts, Post> PUBLISHED = HasMany.of(
            "published", USERS, POSTS, Pairing.on(USERS.ID, POSTS.AUTHOR_ID).where(POSTS.PUBLISHED, true));
    private static final HasMany<Posts, Remarks, Remark> REMARKS_ON_POST = HasMany.of(
            "remarks", POSTS, REMARKS, Pairing.on(POSTS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "post"));
    private static final BelongsToMany<Clubs, Memberships, Membership, Members, Member> LEADERS = BelongsToMany.of(
            "leaders",
            CLUBS,
            MEMBERSHIPS,
            MEMBERS,
            Pairing.on(CLUBS.ID, MEMBERSHIPS.CLUB_ID).where(MEMBERSHIPS.ROLE, "leader"),
            Pairing.on(MEMBERSHIPS.MEMBER_ID, MEMBERS.ID));

    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;

    HandleIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    /** Whatever has a column for it is softly deleted. */
    public static final class Models implements Consumer<DatabaseBuilder> {
        /** Called by the extension. */
        public Models() {}

        @Override
        public void accept(DatabaseBuilder c) {
            c.define(CLUBS, m -> m.softDelete(club -> club.DELETED_AT))
                    .define(MEMBERS, m -> m.softDelete(member -> member.DELETED_AT))
                    .define(MEMBERSHIPS, m -> m.softDelete(membership -> membership.DELETED_AT))
                    .define(POSTS, m -> m.defaultScope(s -> s.where(p -> p.BODY.ne("hidden"))));
        }
    }

    // --------------------------------------------------------------------------------------------------------
    // BelongsTo

    @Test
    void the_row_that_an_entity_refers_to_is_found_set_created_and_cleared() {
        User ann = user("ann");
        User bob = user("bob");
        assertThat(ann.manager().find()).isEmpty();

        ann.manager().set(bob);
        assertThat(ann.manager().find()).map(User::getEmail).contains("bob@example.com");
        assertThat(sql.value("select manager_id from users where email = 'ann@example.com'"))
                .isEqualTo(bob.getId().toString());

        User eve = ann.manager().create(user -> named(user, "eve"));
        assertThat(ann.getManagerId()).isEqualTo(eve.getId());
        assertThat(sql.value("select manager_id from users where email = 'ann@example.com'"))
                .isEqualTo(eve.getId().toString());

        ann.manager().clear();
        assertThat(sql.value("select manager_id is null from users where email = 'ann@example.com'"))
                .isEqualTo("t");
    }

    @Test
    void a_key_stands_for_the_row_it_is_the_key_of() {
        User ann = user("ann");
        User bob = user("bob");

        assertThat(log.of(() -> ann.manager().set(bob.getId()))).hasSize(1);
        assertThat(ann.manager().find()).contains(bob);
        assertThatThrownBy(() -> ann.manager().set(4711L)).isInstanceOf(ForeignKeyException.class);
        assertThat(ann.getManagerId()).as("as it was").isEqualTo(bob.getId());
        assertThat(ann.changedFields()).isEmpty();
    }

    @Test
    void a_key_that_refers_to_another_column_than_the_primary_key_is_filled_by_way_of_the_row() {
        User ann = user("ann");
        db.model(COUNTRIES).create(c -> c.setCode("NO").setName("Norway"));
        Long sweden = db.model(COUNTRIES)
                .create(c -> c.setCode("SE").setName("Sweden"))
                .getId();
        Address address = ann.addresses().create(a -> a.setStreet("Main").setCountryCode("NO"));

        address.countryByCountryCode().set(sweden);

        assertThat(sql.value("select country_code from addresses")).isEqualTo("SE");
        assertThatThrownBy(() -> address.countryByCountryCode().set(4711L))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no Country with the key 4711, or a default scope or soft deletion hides it.");
    }

    @Test
    void a_reference_that_must_be_there_cannot_be_cleared() {
        Task task = user("ann").tasks().create(t -> t.setTitle("Water it"));

        assertThatThrownBy(() -> task.user().clear())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Task.userId must not be null, so a Task cannot be without TASKS.USER;"
                        + " give it another one with set(row), or destroy the Task.");
    }

    // -----------------------------------------------------------------------------------------------------------
    // HasOne

    @Test
    void a_row_that_may_stand_alone_gives_its_place_to_another() {
        Member eve = member("eve");
        Locker first = eve.locker().create(l -> l.setLabel("A1"));
        Locker second = eve.locker().create(l -> l.setLabel("A2"));

        assertThat(sql.rows("select label, member_id is null from lockers order by label"))
                .containsExactly("A1|t", "A2|f");
        assertThat(eve.locker().find()).contains(second);

        eve.locker().set(first.getId());
        assertThat(sql.rows("select label, member_id is null from lockers order by label"))
                .containsExactly("A1|f", "A2|t");

        eve.locker().clear();
        assertThat(eve.locker().find()).isEmpty();
        assertThat(sql.value("select count(*) from lockers where member_id is null"))
                .isEqualTo("2");
    }

    @Test
    @Fault("0.17")
    void a_row_that_must_not_stand_alone_asks_what_becomes_of_it() {
        User ann = user("ann");
        Profile old = ann.profile().create(p -> p.setBio("old"));
        Profile fresh = new Profile();
        fresh.setBio("new");

        assertThatThrownBy(() -> ann.profile().set(fresh))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "Profile.userId must not be null, so Profile %d cannot be taken out of USERS.PROFILE and stay."
                                        .formatted(old.getId())
                                + " Say set(.., Removed.DESTROY) to destroy what is taken out, or add(row) it to"
                                + " another User first.");
        assertThat(fresh.getUserId()).as("as it was").isNull();
        assertThatThrownBy(() -> ann.profile().set(fresh, Removed.KEEP))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("set(row, Removed.KEEP) would leave two rows in USERS.PROFILE, which has one;"
                        + " say DETACH, DESTROY or REFUSE.");
        assertThatThrownBy(() -> ann.profile().clear())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "Profile.userId must not be null, so a Profile cannot be taken out of USERS.PROFILE and stay."
                                + " Destroy it with destroy(row), or add(row) it to another User.");

        ann.profile().set(fresh, Removed.DESTROY);
        assertThat(sql.rows("select user_id, bio from profiles")).containsExactly(ann.getId() + "|new");

        ann.profile().destroy();
        assertThat(sql.rows("select * from profiles")).isEmpty();
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_row_that_cannot_be_written_leaves_the_one_before_it() {
        Member eve = member("eve");
        eve.locker().create(l -> l.setLabel("A1"));

        assertThatThrownBy(() -> eve.locker().create(l -> l.setId(null).setLabel("a label that is far too long")))
                .isInstanceOf(RuntimeException.class);

        assertThat(sql.rows("select label, member_id from lockers")).containsExactly("A1|" + eve.getId());
    }

    // ----------------------------------------------------------------------------------------------------------
    // HasMany

    @Test
    void rows_are_created_added_counted_and_taken_away() {
        User ann = user("ann");
        User bob = user("bob");
        Post post = ann.posts().create(p -> p.setTitle("Oaks"));
        assertThat(ann.posts().has(post)).isTrue();
        assertThat(ann.posts().has(post.getId())).isTrue();
        assertThat(bob.postsByEditor().has(post)).isFalse();
        assertThat(bob.postsByEditor().count()).isZero();

        assertThat(log.of(() -> bob.postsByEditor().add(post))).hasSize(1);
        assertThat(bob.postsByEditor().findAll()).containsExactly(post);

        assertThat(log.of(() -> bob.postsByEditor().remove(post))).hasSize(1);
        assertThat(sql.value("select editor_id is null from posts")).isEqualTo("t");
        assertThatThrownBy(() -> bob.postsByEditor().remove(post))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Post %d does not belong to this User by USERS.POSTS_BY_EDITOR; nothing was written."
                        .formatted(post.getId()));
    }

    @Test
    void several_rows_are_added_asked_for_and_taken_away_at_once() {
        User ann = user("ann");
        User bob = user("bob");
        Post oaks = ann.posts().create(p -> p.setTitle("Oaks"));
        Post elms = ann.posts().create(p -> p.setTitle("Elms"));
        Post firs = ann.posts().build(p -> p.setTitle("Firs"));
        assertThat(sql.value("select count(*) from posts"))
                .as("built, not saved")
                .isEqualTo("2");

        bob.postsByEditor().add(List.of(oaks, elms, firs));

        assertThat(sql.rows("select title, author_id, editor_id from posts order by id"))
                .containsExactly(
                        "Oaks|%d|%d".formatted(ann.getId(), bob.getId()),
                        "Elms|%d|%d".formatted(ann.getId(), bob.getId()),
                        "Firs|%d|%d".formatted(ann.getId(), bob.getId()));
        assertThat(bob.postsByEditor().has(List.of(oaks, firs))).isTrue();
        assertThat(bob.postsByEditor().hasByPk(List.of(oaks.getId(), 4711L))).isFalse();
        assertThat(bob.postsByEditor().has(List.of())).isTrue();
        assertThat(log.of(() -> bob.postsByEditor().has(new Post()))).isEmpty();

        bob.postsByEditor().removeByPk(List.of(oaks.getId(), elms.getId()));
        assertThat(bob.postsByEditor().findAll()).extracting(Post::getTitle).containsExactly("Firs");

        bob.postsByEditor().destroy(firs.getId());
        assertThat(sql.rows("select title from posts order by id")).containsExactly("Oaks", "Elms");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void if_one_of_several_cannot_be_written_none_is_and_each_is_as_it_was() {
        User ann = user("ann");
        User bob = user("bob");
        Post oaks = ann.posts().create(p -> p.setTitle("Oaks"));
        Post nameless = new Post();

        assertThatThrownBy(() -> bob.postsByEditor().add(List.of(oaks, nameless)))
                .isInstanceOf(RuntimeException.class);

        assertThat(sql.value("select editor_id is null from posts")).isEqualTo("t");
        assertThat(oaks.getEditorId()).isNull();
        assertThat(oaks.changedFields()).isEmpty();
        assertThat(nameless.getEditorId()).isNull();
        nameless.setTitle("Elms");
        nameless.setAuthorId(ann.getId());
        bob.postsByEditor().add(List.of(oaks, nameless));
        assertThat(bob.postsByEditor().count()).isEqualTo(2);
    }

    @Test
    void a_collection_becomes_these_rows_and_no_others() {
        User ann = user("ann");
        User bob = user("bob");
        Post oaks = ann.posts().create(p -> p.setTitle("Oaks"));
        Post elms = ann.posts().create(p -> p.setTitle("Elms"));
        bob.postsByEditor().add(oaks);

        bob.postsByEditor().set(List.of(elms));
        assertThat(sql.rows("select title, editor_id is null from posts order by id"))
                .containsExactly("Oaks|t", "Elms|f");

        bob.postsByEditor().setByPk(List.of(oaks.getId(), elms.getId()));
        assertThat(bob.postsByEditor().count()).isEqualTo(2);

        bob.postsByEditor().set(List.of());
        assertThat(bob.postsByEditor().count()).isZero();
        assertThat(sql.value("select count(*) from posts")).isEqualTo("2");
    }

    @Test
    @Fault("0.17")
    void a_key_that_must_not_be_null_asks_for_a_decision() {
        User ann = user("ann");
        Task water = ann.tasks().create(t -> t.setTitle("Water it"));
        Task prune = ann.tasks().create(t -> t.setTitle("Prune it"));

        assertThatThrownBy(() -> ann.tasks().remove(water))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Task.userId must not be null, so a Task cannot be taken out of USERS.TASKS and stay."
                        + " Destroy it with destroy(row), or add(row) it to another User.");
        assertThatThrownBy(() -> ann.tasks().set(List.of(prune)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Task.userId must not be null, so Task %d cannot be taken out of USERS.TASKS and stay."
                                .formatted(water.getId())
                        + " Say set(.., Removed.DESTROY) to destroy what is taken out, or add(row) it to"
                        + " another User first.");
        assertThatThrownBy(() -> ann.tasks().set(List.of(prune), Removed.REFUSE))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.tasks must keep Task %d, which would be taken out.".formatted(water.getId()));
        assertThat(ann.tasks().count()).isEqualTo(2);

        ann.tasks().set(List.of(prune), Removed.KEEP);
        assertThat(ann.tasks().count()).isEqualTo(2);
        ann.tasks().set(List.of(prune), Removed.DESTROY);
        assertThat(sql.rows("select title from tasks")).containsExactly("Prune it");
        ann.tasks().destroy(prune);
        assertThat(sql.rows("select title from tasks")).isEmpty();
    }

    @Test
    void default_scopes_hold_for_a_handle_until_they_are_dropped() {
        User ann = user("ann");
        ann.posts().create(p -> p.setTitle("Oaks"));
        ann.posts().create(p -> p.setTitle("Elms").setBody("hidden"));

        assertThat(ann.posts().findAll()).extracting(Post::getTitle).containsExactly("Oaks");
        assertThat(ann.posts().unscoped().count()).isEqualTo(2);
        ann.posts().set(List.of(), Removed.DESTROY);
        assertThat(sql.rows("select title from posts"))
                .as("what a scope hides is left alone")
                .containsExactly("Elms");
    }

    @Test
    void a_row_that_was_added_is_softly_deleted_and_seen_when_asked_for() {
        Club chess = club("chess");
        Member eve = member("eve");
        chess.memberships().create(m -> m.setMemberId(eve.getId()));

        chess.memberships().destroy(chess.memberships().findAll());

        assertThat(chess.memberships().findAll()).isEmpty();
        assertThat(chess.memberships().withDeleted().count()).isEqualTo(1);
    }

    @Test
    void a_new_entity_has_nothing_in_the_database() {
        User fresh = db.model(USERS).build(u -> named(u, "ann"));

        assertThatThrownBy(() -> fresh.posts().findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("This User is new, so the database has nothing of USERS.POSTS for it yet; save it first."
                        + " What is added to a new User is saved with it.");
    }

    // ------------------------------------------------------------------------------------------------------
    // BelongsToMany

    @Test
    void rows_behind_a_junction_are_tied_with_payload_and_untied() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));
        Course botany = course("Botany");
        eve.courses().add(botany, enrolment -> enrolment.setGrade(2));

        assertThat(eve.courses().has(botany)).isTrue();
        assertThat(eve.courses().where((c, e) -> e.GRADE.eq(1)).findAll()).isEmpty();
        assertThat(eve.courses().where(c -> c.TITLE.eq("Botany")).exists()).isTrue();
        assertThat(eve.courses().count()).isEqualTo(1);
        assertThat(eve.courses().findAll().getFirst().getEnrolment().getGrade()).isEqualTo(2);

        eve.courses().remove(botany);
        assertThat(eve.courses().findAll()).isEmpty();
        assertThatThrownBy(() -> eve.courses().remove(botany))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Course %d is not tied to this Student; nothing was removed.".formatted(botany.getId()));
    }

    @Test
    void tying_again_updates_what_differs_and_does_nothing_else() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));
        Course botany = course("Botany");
        eve.courses().add(botany, enrolment -> enrolment.setGrade(2));

        List<String> same = log.of(() -> eve.courses().add(botany, enrolment -> enrolment.setGrade(2)));
        assertThat(same).noneMatch(sent -> sent.startsWith("update") || sent.startsWith("insert"));
        eve.courses().add(botany);
        assertThat(sql.rows("select grade from enrolments")).containsExactly("2");

        eve.courses().add(botany.getId(), enrolment -> enrolment.setGrade(1));
        assertThat(sql.rows("select grade from enrolments")).containsExactly("1");
    }

    @Test
    void several_rows_are_tied_set_and_untied_at_once() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));
        Course botany = course("Botany");
        Course logic = course("Logic");
        Course music = db.model(COURSES).build(c -> c.setTitle("Music"));

        eve.courses()
                .add(
                        List.of(botany, logic),
                        (course, enrolment) ->
                                enrolment.setGrade(course.getTitle().length() - 4));
        assertThat(sql.rows("select title, grade from enrolments join courses on id = course_id order by title"))
                .containsExactly("Botany|2", "Logic|1");

        eve.courses().set(List.of(logic, music), (course, enrolment) -> enrolment.setGrade(3));
        assertThat(sql.rows("select title, grade from enrolments join courses on id = course_id order by title"))
                .containsExactly("Logic|3", "Music|3");
        assertThat(sql.value("select count(*) from courses"))
                .as("what is untied stays")
                .isEqualTo("3");

        eve.courses().setByPk(List.of(botany.getId(), logic.getId(), logic.getId()));
        assertThat(eve.courses().has(List.of(botany, logic))).isTrue();
        assertThat(eve.courses().has(music)).isFalse();
        assertThat(sql.value("select grade from enrolments where course_id = " + logic.getId()))
                .as("the payload that it had")
                .isEqualTo("3");

        assertThatThrownBy(() -> eve.courses().remove(List.of(botany, music))).isInstanceOf(NotFoundException.class);
        assertThat(eve.courses().count()).as("all of them or none").isEqualTo(2);
        eve.courses().removeByPk(List.of(botany.getId(), logic.getId()));
        assertThat(sql.rows("select * from enrolments")).isEmpty();
    }

    @Test
    void a_row_is_created_and_tied() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));

        Course botany = eve.courses().create(c -> c.setTitle("Botany"), enrolment -> enrolment.setGrade(1));

        assertThat(sql.rows("select course_id, grade from enrolments")).containsExactly(botany.getId() + "|1");
    }

    @Test
    void tied_rows_take_scopes_in_place_of_the_default_ones() {
        User ann = user("ann");
        Post hidden = ann.posts().create(p -> p.setTitle("Oaks").setBody("hidden"));
        Tag trees = db.model(TAGS).create(t -> t.setName("trees"));
        trees.posts().add(hidden);

        assertThat(trees.posts().findAll()).as("the default scope hides it").isEmpty();
        assertThat(trees.posts()
                        .rows()
                        .scope(s -> s.where(p -> p.TITLE.eq("Oaks")))
                        .findAll())
                .extracting(Post::getTitle)
                .containsExactly("Oaks");
        assertThat(trees.posts()
                        .rows()
                        .scope(s -> s.where(p -> p.TITLE.eq("Elms")))
                        .count())
                .isZero();
    }

    @Test
    @Fault("2.19")
    void a_tie_that_was_softly_deleted_is_revived_with_what_it_bore() {
        Club chess = club("chess");
        Member eve = member("eve");
        chess.members().add(eve, membership -> membership.setRole("leader"));

        chess.members().remove(eve);
        assertThat(sql.rows("select role, deleted_at is null from memberships")).containsExactly("leader|f");
        assertThat(chess.members().findAll()).as("a deleted tie ties nothing").isEmpty();
        assertThat(chess.members().has(eve)).isFalse();
        assertThat(db.model(CLUBS).include(CLUBS.MEMBERS).findAll().getFirst().getMembers())
                .isEmpty();
        assertThat(chess.members().rows().withDeleted().findAll())
                .as("the member is there, the tie is not")
                .isEmpty();
        assertThat(chess.members().rows().withDeletedTies().findAll())
                .extracting(member -> member.getMembership().getRole())
                .containsExactly("leader");
        assertThat(chess.members().rows().withDeletedTies().count()).isOne();
        assertThat(db.model(CLUBS)
                        .where(c -> c.MEMBERS.withDeletedTies().exists())
                        .include(CLUBS.MEMBERS.withDeletedTies())
                        .requireOne()
                        .getMembers())
                .as("under whichever strategy")
                .isEqualTo(db.model(CLUBS)
                        .include(CLUBS.MEMBERS.withDeletedTies().strategy(Strategy.SPLIT))
                        .requireOne()
                        .getMembers())
                .hasSize(1);

        chess.members().add(eve);
        assertThat(sql.rows("select role, deleted_at is null from memberships")).containsExactly("leader|t");

        chess.members().set(List.of());
        chess.members().set(List.of(eve), (member, membership) -> membership.setRole("guest"));
        assertThat(sql.rows("select role, deleted_at is null from memberships")).containsExactly("guest|t");
    }

    // ------------------------------------------------------------------------------------------------- made by hand

    @Test
    void what_an_association_says_besides_its_key_is_filled_in() {
        User ann = user("ann");
        Post oaks = ann.related(PUBLISHED).create(p -> p.setTitle("Oaks"));
        Post draft = ann.posts().create(p -> p.setTitle("Elms"));
        assertThat(sql.rows("select title, published from posts order by id")).containsExactly("Oaks|t", "Elms|f");
        assertThat(ann.related(PUBLISHED).findAll()).containsExactly(oaks);

        ann.related(PUBLISHED).add(draft);
        assertThat(ann.related(PUBLISHED).count()).isEqualTo(2);

        oaks.related(REMARKS_ON_POST).create(r -> r.setBody("Nice"));
        assertThat(sql.rows("select subject_type, subject_id, body from remarks"))
                .containsExactly("post|%d|Nice".formatted(oaks.getId()));
    }

    @Test
    void what_an_association_says_of_its_junction_is_filled_in() {
        Club chess = club("chess");
        Member eve = member("eve");

        chess.related(LEADERS).add(eve);

        assertThat(sql.rows("select role from memberships")).containsExactly("leader");
        assertThat(chess.related(LEADERS).findAll()).containsExactly(eve);
    }

    @Test
    void a_handle_takes_an_association_as_it_was_defined() {
        User ann = user("ann");

        assertThatThrownBy(() -> ann.related(USERS.POSTS.limit(3)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("related(..) takes an association as it was defined; narrow USERS.POSTS on the handle,"
                        + " as in related(USERS.POSTS).where(..).");
    }

    private User user(String name) {
        return db.model(USERS).create(user -> named(user, name));
    }

    private static void named(User user, String name) {
        user.setFirstName(name).setLastName("X").setEmail(name + "@example.com");
    }

    private Member member(String name) {
        return db.model(MEMBERS).create(m -> m.setName(name));
    }

    private Club club(String name) {
        Model<Clubs, Club, Long> clubs = db.model(CLUBS);
        return clubs.create(c -> c.setName(name));
    }

    private Course course(String title) {
        return db.model(COURSES).create(c -> c.setTitle(title));
    }
}
