package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.MEMBERSHIPS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.error.NotFoundException;
import dev.canopy.sample.tables.Clubs;
import dev.canopy.sample.tables.Members;
import dev.canopy.sample.tables.Memberships;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Membership;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ServerLog;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Handles on rows behind a junction: tied with what it says of them, untied, and tied again. */
@CanopyTest(define = HasManyHandleIT.Models.class)
class TiedHandleIT {
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

    TiedHandleIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

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

    @Test
    void what_an_association_says_of_its_junction_is_filled_in() {
        Club chess = club("chess");
        Member eve = member("eve");

        chess.related(LEADERS).add(eve);

        assertThat(sql.rows("select role from memberships")).containsExactly("leader");
        assertThat(chess.related(LEADERS).findAll()).containsExactly(eve);
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
