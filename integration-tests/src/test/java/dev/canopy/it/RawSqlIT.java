package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.sample.enums.Mood;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL that one writes oneself, with values bound by name. */
@CanopyTest(define = SampleModels.class)
class RawSqlIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                insert into users (id, first_name, last_name, email, active, logins, deleted_at) values
                  (1, 'Ada', 'L', 'ada@example.com', true, 3, null), (2, 'Bob', 'R', 'bob@example.com', false, 4, null),
                  (3, 'Dan', 'D', 'dan@example.com', true, 5, now());
                insert into posts (author_id, title) values (1, 'one'), (1, 'two'), (2, 'three');
                insert into specimens (id, label, mood, moods, scores, labels, instant, address, document, payload, span, amounts)
                  values ('00000000-0000-0000-0000-000000000001', 'a', 'happy', '{sad,ok}', '{1,NULL}', '{"x,y"}', 'infinity',
                  '10.0.0.1', '{"a": 1}', '\\x00ff', '1 day', '{1.50}');
                """);
    }

    @Test
    void rows_become_entities_whatever_the_order_of_their_columns(Database db) {
        List<User> users = db.sql("""
                        select email, deleted_at, version, updated_at, created_at, note, logins, active,
                        password_hash, last_name, first_name, manager_id, id from users
                        where last_name = :name or logins > :logins order by id""").bind("name", "L").bind("logins", 3).findAll(USERS);

        assertThat(users)
                .extracting(User::getFirstName)
                .as("as it stands: no scope")
                .containsExactly("Ada", "Bob", "Dan");
        assertThat(users.getFirst()).isEqualTo(db.model(USERS).requireByPk(1L));
        assertThat(users.getFirst().update(u -> u.setNote("seen")).getVersion())
                .as("a whole entity")
                .isEqualTo(1);
    }

    @Test
    void every_type_is_read_as_in_an_entity(Database db) {
        UUID id = new UUID(0, 1);

        Specimen raw = db.sql("select * from specimens where id = :id")
                .bind("id", id)
                .findOne(SPECIMENS)
                .orElseThrow();

        assertThat(raw).isEqualTo(db.model(SPECIMENS).requireByPk(id));
        assertThat(raw.getInstant()).isEqualTo(OffsetDateTime.MAX);
    }

    @Test
    void rows_become_java_records_and_values(Database db) {
        record Untold(Thread thread) {}
        record Counted(String firstName, int posts, BigDecimal share, Mood mood) {}

        assertThat(db.sql("""
                        select first_name, count(p.id)::int as posts, round(count(p.id) / 3.0, 4) as share,
                        'happy'::mood as mood
                        from users u join posts p on p.author_id = u.id group by u.id order by u.id""").findAll(Counted.class))
                .satisfiesExactly(
                        ada -> assertThat(ada).isEqualTo(new Counted("Ada", 2, new BigDecimal("0.6667"), Mood.happy)),
                        bob -> assertThat(bob.posts()).isEqualTo(1));
        assertThat(db.sql("select title from posts where author_id = any(:ids) order by id")
                        .bind("ids", List.of(1L, 7L))
                        .findAll(String.class))
                .containsExactly("one", "two");
        assertThat(db.sql("select count(*) from posts where author_id = any(:ids)")
                        .bind("ids", List.of())
                        .findOne(Long.class))
                .contains(0L);
        assertThat(db.sql("select title from posts where author_id = any(:ids) order by id")
                        .bind("ids", Arrays.asList(null, 1L))
                        .findAll(String.class))
                .as("null equals nothing, wherever it stands")
                .containsExactly("one", "two");
        assertThat(db.sql("select cardinality(:ids::bigint[])")
                        .bind("ids", Arrays.asList(null, null))
                        .findOne(Integer.class))
                .contains(2);
        assertThatThrownBy(() -> db.sql("select 1 where 1 = any(:ids)").bind("ids", List.of(1, 2L)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The values of :ids are of several types (Integer, Long); give them one.");
        assertThatThrownBy(() -> db.sql("select 1 as thread").findAll(Untold.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Untold.thread is a java.lang.Thread, which no column of a hand-written statement becomes;"
                        + " take a type that jOOQ knows, such as String or BigDecimal.");
    }

    @Test
    void a_statement_that_changes_rows_says_how_many(Database db) {
        assertThat(db.sql("update posts set body = :body where author_id = :author")
                        .bind("author", 1L)
                        .bind("body", null)
                        .bind("body", "new")
                        .execute())
                .isEqualTo(2);
        assertThat(db.sql("update users set note = :note").bind("note", null).execute())
                .isEqualTo(3);
        assertThat(db.sql("insert into posts (author_id, title) values (1, :title) returning *")
                        .bind("title", "four")
                        .findOne(POSTS))
                .hasValueSatisfying(post -> assertThat(post.getTitle()).isEqualTo("four"));
    }

    @Test
    @Fault("2.38")
    @CanopyTest(isolation = Isolation.DATABASE)
    void what_a_user_typed_stays_a_value(Database db, ServerLog log) {
        List<String> statements =
                log.of(() -> assertThat(db.sql("select title from posts where title = :title or title = :title")
                                .bind("title", "' or 1 = 1 --")
                                .findAll(String.class))
                        .isEmpty());

        assertThat(statements).containsExactly("select title from posts where title = $1 or title = $2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            select ':no' || :x::text                                  => :nox
            select "a:no" || :x from (select 'a'::text as "a:no") t   => ax
            ~select :x -- :no 'no
            || 'y'~                                                   => xy
            select :x /* :no /* nested */ ? :no */ || 'y'             => xy
            select $$:no$$ || $tag$ $$:no' $tag$ || :x                => :no $$:no' x
            select E'it\\'s :no' || :x                              => it's :nox
            select 'it''s :no\\' || :x                              => it's :no\\x
            select ('{"a":1}'::jsonb ? 'a')::text || :x               => truex
            select (array[1,2,3])[1:2]::text || :x                    => {1,2}x
            select :x || e'\\\\' || ':no'                         => x\\:no
            """)
    void a_parameter_is_what_postgresql_would_not_take_for_something_else(String statement, String value, Database db) {
        assertThat(db.sql(statement).bind("x", "x").findAll(String.class)).containsExactly(value);
    }

    @Test
    void what_does_not_fit_is_refused_by_name(Database db) {
        record Title(String title, int length) {}
        record Bare(String title, int body) {}

        assertThatThrownBy(() -> db.sql("select 1 where 1 = :one").bind("two", 2))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement has no parameter :two; it has :one.");
        assertThatThrownBy(() -> db.sql("select 1").bind("two", 2))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement has no parameter :two; it has none.");
        assertThatThrownBy(() -> db.sql("select 1 where 1 = :one or 2 = :two")
                        .bind("two", 2)
                        .findAll(Long.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement has no value for :one; bind(\"one\", ..) gives it one, also null.");
        assertThatThrownBy(() -> db.sql("select id, title from posts").findAll(POSTS))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "What the statement returns is not an entity of posts; select posts.*, or read it into a Java"
                                + " record. It lacks author_id, editor_id, body, published, created_at.");
        assertThatThrownBy(() -> db.sql("select p.*, 1 as one from posts p").findAll(POSTS))
                .isInstanceOf(DefinitionException.class)
                .hasMessageEndingWith(" It has besides one.");
        assertThatThrownBy(() -> db.sql("select p.*, p.id from posts p").findAll(POSTS))
                .isInstanceOf(DefinitionException.class)
                .hasMessageEndingWith(" It has twice id.");
        assertThatThrownBy(() -> db.sql("select title, length(title) as lenght from posts")
                        .findAll(Title.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("What the statement returns is not Title; name the columns as its components are called,"
                        + " in the database's spelling. It lacks length. It has besides lenght.");
        assertThatThrownBy(() ->
                        db.sql("select title, null::int as body from posts").findAll(Bare.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement returned NULL for Bare.body, which is int; make it Integer,"
                        + " or let the statement return no NULL.");
        assertThatThrownBy(() -> db.sql("select id, title from posts").findAll(Long.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement returns 2 columns (id, title), but a Long is one value;"
                        + " select one, or read a Java record.");
        assertThatThrownBy(() -> db.sql("select null::bigint as id").findAll(Long.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The statement returned NULL in id, and a list of Long holds none;"
                        + " leave it out with \"is not null\", or read a Java record.");
    }
}
