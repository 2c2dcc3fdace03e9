package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.MEMBERSHIPS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.Removed;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Clubs;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Handles on the rows that refer to an entity, and what all handles have in common. */
@CanopyTest(define = HasManyHandleIT.Models.class)
class HasManyHandleIT {
    private static final HasMany<Users, Posts, Post> PUBLISHED = HasMany.of(
            "published", USERS, POSTS, Pairing.on(USERS.ID, POSTS.AUTHOR_ID).where(POSTS.PUBLISHED, true));
    private static final HasMany<Posts, Remarks, Remark> REMARKS_ON_POST = HasMany.of(
            "remarks", POSTS, REMARKS, Pairing.on(POSTS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "post"));
    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;

    HasManyHandleIT(Database db, DataSource dataSource, ServerLog log) {
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
}
