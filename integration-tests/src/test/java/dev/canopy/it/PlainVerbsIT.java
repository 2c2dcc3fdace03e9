package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.TimeSource;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Validators;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ's own verbs on an attached entity: what the pipeline does around their SQL, and which of them it refuses. */
@CanopyTest(isolation = Isolation.DATABASE)
class PlainVerbsIT {
    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;
    private Post oaks = new Post();

    PlainVerbsIT(DataSource dataSource, ServerLog log) {
        this.db = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                            m.softDelete(u -> u.DELETED_AT);
                            m.version(u -> u.VERSION);
                        })
                        .define(POSTS, m -> {
                            m.normalize(p -> p.TITLE, String::strip);
                            m.validate(p -> p.TITLE, Validators.check("must not shout", t -> !t.endsWith("!")));
                            m.beforeSave((post, op) -> post.setBody("by a hook"));
                            m.afterSave((post, op) -> {
                                if (post.getTitle().equals("No.")) {
                                    throw new IllegalStateException("No.");
                                }
                            });
                        }));
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @BeforeEach
    void rows() {
        sql.run("""
            insert into users (first_name, last_name, email) values ('Ann', 'Lee', 'ann@example.com');
            insert into posts (author_id, title) values (1, 'Oaks')""");
        oaks = db.model(POSTS).requireByPk(1L);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void what_hooks_and_normalisers_set_is_written_and_what_does_not_differ_is_not() {
        oaks.setTitle(" Elms ").setAuthorId(1L);

        assertThat(said(oaks::update)).containsExactly("begin", "update", "commit");
        assertThat(sql.value("select title, body from posts")).isEqualTo("Elms|by a hook");
        assertThat(oaks.changedFields()).isEmpty();
        assertThat(said(() -> oaks.setTitle("Elms ").update())).isEmpty();
    }

    @Test
    void a_refusal_before_the_sql_sends_none_and_leaves_the_row_to_be_mended() {
        oaks.setTitle("Oaks!");

        assertThat(said(() -> assertThatThrownBy(oaks::update).isInstanceOf(ValidationException.class)))
                .isEmpty();
        assertThat(oaks.changedFields()).containsExactly(POSTS.TITLE);
        assertThat(oaks.getBody()).isEmpty();
        oaks.setTitle("Elms").update();
        assertThat(sql.value("select title from posts")).isEqualTo("Elms");
    }

    @Test
    void a_throw_after_the_sql_takes_it_back_and_leaves_the_row_as_it_was() {
        Post no = db.model(POSTS).attach(new Post().setAuthorId(1L).setTitle("No."));

        assertThat(said(() -> assertThatThrownBy(no::insert).hasMessage("No.")))
                .containsExactly("begin", "insert", "rollback");
        assertThat(sql.value("select count(*) from posts")).isEqualTo("1");
        assertThat(no.isNew()).isTrue();
        assertThat(no.getBody()).isNull();
        no.setTitle("Yes.").save();
        assertThat(sql.rows("select title from posts order by id")).contains("Yes.");
    }

    @Test
    void what_the_server_refuses_is_taken_back_as_well() {
        db.model(TAGS).create(tag -> tag.setName("red"));
        Tag again = db.model(TAGS).attach(new Tag().setName("red"));

        assertThatThrownBy(again::store).isInstanceOf(UniqueConstraintException.class);

        assertThat(again.isNew()).isTrue();
        again.setName("blue").store();
        assertThat(sql.rows("select name from tags order by 1")).containsExactly("blue", "red");
    }

    @Test
    void a_row_that_is_there_is_not_inserted_once_more() {
        String refusal =
                "This Post is in the database already, and jOOQ would insert it once more; say save(), or update().";

        assertThatThrownBy(() -> oaks.setTitle("Elms").store()).hasMessage(refusal);
        assertThatThrownBy(oaks::insert).hasMessage(refusal);
        assertThat(oaks.changedFields()).containsExactly(POSTS.TITLE);
        Post fetched = db.dsl().selectFrom(POSTS).fetchSingle();
        fetched.setTitle("Elms").store();
        assertThat(sql.rows("select title, body from posts")).containsExactly("Elms|by a hook");
    }

    @Test
    void an_update_of_a_row_that_is_gone_says_so() {
        sql.run("delete from posts");

        assertThatThrownBy(() -> oaks.setTitle("Elms").update())
                .isInstanceOf(StaleEntityException.class)
                .hasMessage("Post (id = 1) is not there any more; nothing was written.");
        assertThat(oaks.changedFields()).containsExactly(POSTS.TITLE);
    }

    @Test
    void a_verb_that_cannot_do_what_the_model_says_names_the_one_that_can(DataSource dataSource) {
        User ann = db.model(USERS).requireByPk(1L);
        ann.setNote("new");

        assertThatThrownBy(ann::store)
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "store() on User does not look at its version, so it could undo what somebody else wrote; say save().");
        assertThatThrownBy(ann::update)
                .hasMessage(
                        "update() on User does not look at its version, so it could undo what somebody else wrote; say save().");
        assertThatThrownBy(ann::delete)
                .hasMessage(
                        "delete() on User would remove a row that is only to be marked; say destroy(), or forceDestroy()"
                                + " to remove it for good.");
        assertThatThrownBy(oaks::merge)
                .hasMessage(
                        "merge() on Post cannot tell which hooks to run, for nobody knows whether it inserts or updates;"
                                + " say save(), or upsert(..) on the model.");
        try (Database other = Database.using(
                dataSource,
                c -> c.define(POSTS, m -> {
                            m.timestamps(p -> p.CREATED_AT, p -> p.CREATED_AT);
                            m.timesFrom(TimeSource.SERVER);
                        })
                        .define(TAGS, m -> m.cascade(TAGS.POST_TAGS)))) {
            assertThatThrownBy(() ->
                            other.model(POSTS).requireByPk(1L).setTitle("x").update())
                    .hasMessage("update() on Post would leave out the times that the server is to set; say save().");
            Tag red = other.model(TAGS).create(tag -> tag.setName("red"));
            assertThatThrownBy(red::delete)
                    .hasMessage("delete() on Tag would leave the rows that go with it behind; say destroy().");
        }
        assertThat(sql.value("select note from users")).isEqualTo("null");
        assertThat(ann.changedFields()).containsExactly(USERS.NOTE);
    }

    @Test
    void rows_that_hang_on_a_row_are_not_left_behind() {
        Post elms = db.model(POSTS).build(post -> post.setAuthorId(1L).setTitle("Elms"));
        elms.comments().build(comment -> comment.setAuthorId(1L).setBody("Nice"));

        assertThatThrownBy(elms::insert)
                .hasMessage(
                        "New rows hang on this Post, and insert() would leave them behind; say save(), which writes them all.");
    }

    @Test
    void a_batch_is_refused_whatever_it_is_for() {
        String refusal =
                "A batch of Post would run hooks around no statement; say bulkCreate(..) or upsertAll(..) on the"
                        + " model, or update(..) or destroy() on a selection.";
        Post elms = db.model(POSTS).attach(new Post().setAuthorId(1L).setTitle("Elms"));
        oaks.setTitle("Firs");

        assertThatThrownBy(() -> db.dsl().batchInsert(elms).execute()).hasMessage(refusal);
        assertThatThrownBy(() -> db.dsl().batchStore(List.of(oaks, elms)).execute())
                .hasMessage(refusal);
        assertThatThrownBy(() -> db.dsl().batchUpdate(oaks).execute()).hasMessage(refusal);
        assertThatThrownBy(() -> db.dsl().batchDelete(oaks).execute()).hasMessage(refusal);
        assertThatThrownBy(() -> db.dsl().batchMerge(oaks).execute()).hasMessage(refusal);
        assertThat(sql.rows("select title from posts")).containsExactly("Oaks");
    }

    @Test
    void within_a_transaction_a_failed_verb_lets_it_only_be_rolled_back() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    assertThatThrownBy(() -> oaks.setTitle("No.").update()).hasMessage("No.");
                }))
                .hasMessageContaining("an operation in it had failed: No.");
        assertThat(sql.rows("select title from posts")).containsExactly("Oaks");
    }

    private List<String> said(Runnable work) {
        return log.of(work).stream()
                .map(statement -> statement.split("\\W", 2)[0].toLowerCase(Locale.ROOT))
                .toList();
    }
}
