package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.sample.audit.Tables.ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.audit.Audit;
import dev.canopy.sample.enums.Mood;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A schema for each tenant: "acme" has the tables of "public", and other rows. */
@CanopyTest(define = SampleModels.class, isolation = Isolation.DATABASE)
class SchemaIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                create schema acme;
                create type acme.mood as enum ('sad', 'ok', 'happy');
                create table acme.users (like public.users including all);
                create table acme.posts (like public.posts including all);
                create table acme.comments (like public.comments including all);
                create table acme.students (like public.students including all);
                create table acme.courses (like public.courses including all);
                create table acme.enrolments (like public.enrolments including all);
                create table acme.specimens (like public.specimens including defaults including generated including indexes);
                alter table acme.specimens alter mood drop default, alter moods drop default;
                alter table acme.specimens alter mood type acme.mood using mood::text::acme.mood,
                  alter moods type acme.mood[] using moods::text::acme.mood[];
                alter table acme.specimens alter moods set default '{}';
                insert into users (id, first_name, last_name, email) values (1, 'Public', 'P', 'p@example.com');
                insert into posts (author_id, title) values (1, 'public');
                insert into acme.users (id, first_name, last_name, email) overriding system value values
                  (1, 'Ada', 'L', 'ada@example.com'), (2, 'Bob', 'R', 'bob@example.com');
                insert into acme.posts (id, author_id, title) overriding system value values (1, 1, 'one'), (2, 1, 'two');
                insert into acme.comments (id, post_id, author_id, body) overriding system value values (1, 1, 2, 'Nice!');
                insert into acme.students (id, name) overriding system value values (1, 'Sam');
                insert into acme.courses (id, title) overriding system value values (1, 'Botany');
                alter table acme.users alter id restart with 100;
                alter table acme.posts alter id restart with 100;
                insert into acme.enrolments (student_id, course_id, grade) values (1, 1, 2);
                """);
    }

    @Test
    void every_statement_of_the_tenant_is_on_its_schema(Database db, ServerLog log) {
        Database acme = db.withSchema("acme");
        List<String> statements = log.of(() -> {
            List<User> tree = acme.model(USERS)
                    .where(u -> u.POSTS.where(p -> p.COMMENTS.exists()).exists())
                    .include(USERS.POSTS
                            .orderBy(p -> p.AUTHOR.get(a -> a.FIRST_NAME))
                            .limit(5)
                            .include(POSTS.COMMENTS)
                            .include(POSTS.AUTHOR))
                    .orderBy(u -> u.POSTS.count().desc())
                    .limit(10)
                    .findAndCountAll()
                    .rows();
            assertThat(tree).extracting(User::getFirstName).containsExactly("Ada");
            assertThat(tree.getFirst().getPosts()).extracting(Post::getTitle).containsExactly("one", "two");
            assertThat(tree.getFirst().posts().count()).isEqualTo(2);
            tree.getFirst().update(u -> u.setNote("seen")).reload();
            tree.getFirst().posts().create(p -> p.setTitle("three")).destroy();
            Student sam = acme.model(STUDENTS).include(STUDENTS.COURSES).requireOne();
            assertThat(sam.courses().findAll().getFirst().getEnrolment().getGrade())
                    .isEqualTo(2);
            acme.model(USERS).where(u -> u.ID.eq(2L)).update(u -> u.setLogins(1));
            acme.model(POSTS).orderBy(p -> p.ID).limit(1).findSlice();
            acme.dsl().selectFrom(POSTS).where(POSTS.AUTHOR.exists()).fetch();
        });

        assertThat(statements).hasSizeGreaterThan(8).noneMatch(statement -> statement.contains("public"));
        assertThat(sql.rows("select first_name, note, logins from acme.users order by id"))
                .containsExactly("Ada|seen|0", "Bob|null|1");
        assertThat(sql.rows("select first_name, note, logins from public.users"))
                .containsExactly("Public|null|0");
    }

    @Test
    void types_are_the_schemas_own(Database db) {
        Database acme = db.withSchema("acme");

        Specimen made = acme.model(SPECIMENS)
                .create(s -> s.setLabel("x").setMood(Mood.sad).setMoods(new Mood[] {Mood.ok, Mood.happy}));

        assertThat(acme.model(SPECIMENS).where(s -> s.MOOD.eq(Mood.sad)).findAll())
                .extracting(Specimen::getId)
                .containsExactly(made.getId());
        assertThat(sql.rows("select mood, moods from acme.specimens")).containsExactly("sad|{ok,happy}");
        assertThat(db.model(SPECIMENS).count()).isZero();
    }

    @Test
    void tenants_share_a_transaction_and_stay_apart(Database db) {
        Database acme = db.withSchema("acme");

        assertThatThrownBy(() -> db.transaction(() -> {
                    acme.model(USERS).where(u -> u.ID.eq(1L)).update(u -> u.setNote("both"));
                    db.model(USERS).where(u -> u.ID.eq(1L)).update(u -> u.setNote("both"));
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");

        assertThat(
                        sql.rows(
                                "select count(*) from acme.users where note is not null union all select count(*) from users where note is not null"))
                .containsExactly("0", "0");
        assertThat(acme.withSchema("public").model(USERS).count()).isEqualTo(1);
        assertThat(db.model(USERS).count()).isEqualTo(1);
    }

    @Test
    void what_the_server_refuses_has_its_fields_there_too(Database db) {
        assertThatThrownBy(() -> db.withSchema("acme")
                        .model(USERS)
                        .create(u -> u.setFirstName("A").setLastName("B").setEmail("ada@example.com")))
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessageStartingWith("User.email must be unique");
    }

    @Test
    void another_generated_schema_is_named_by_its_constant(Database db) {
        sql.run("create schema acme_audit; create table acme_audit.entries (like audit.entries including all)");
        Database acme = db.withSchema("acme").withSchema(Audit.AUDIT, "acme_audit");

        acme.model(ENTRIES).create(e -> e.setAction("seen").setUserId(1L));

        assertThat(sql.rows("select action from acme_audit.entries")).containsExactly("seen");
        assertThat(acme.model(ENTRIES)
                        .include(ENTRIES.USER)
                        .requireOne()
                        .getUser()
                        .getFirstName())
                .isEqualTo("Ada");
        assertThatThrownBy(() -> db.withSchema(" "))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("withSchema(\"\") names no schema; give the tenant's.");
    }
}
