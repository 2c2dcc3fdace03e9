package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.LockNotAvailableException;
import dev.canopy.error.TransactionException;
import dev.canopy.model.HookBuilder;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Upserted;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a hook reaches stands in the transaction of its operation, and passes the hooks of what it writes. */
@CanopyTest(isolation = Isolation.DATABASE)
class HookReachIT {
    private final DataSource dataSource;
    private final PlainSql sql;
    private final ServerLog log;
    private final List<String> heard = new ArrayList<>();

    HookReachIT(DataSource dataSource, ServerLog log) {
        this.dataSource = dataSource;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @Test
    void many_rows_are_created_by_one_statement_within_the_operation() {
        Database db = hearing(m -> m.afterCreate((user, op) -> {
            List<Post> posts = List.of(new Post().setTitle("One"), new Post().setTitle("Two"));
            posts.forEach(post -> post.setAuthorId(user.getId()));
            op.bulkCreate(POSTS, posts).forEach(post -> heard.add(post.getTitle() + " has the key " + post.getId()));
        }));

        assertThat(said(() -> ann(db))).containsExactly("begin", "insert", "insert", "commit");
        assertThat(heard).containsExactly("One has the key 1", "Two has the key 2");
    }

    @Test
    void an_upsert_and_a_find_or_create_tell_what_they_did_and_run_the_hooks_of_their_model() {
        sql.run("insert into tags (name) values ('red')");
        Database db = hearing(m -> m.afterCreate((user, op) -> {
            heard.add(told(op.upsert(TAGS, tag -> tag.setName("red"), on -> on.key(t -> t.NAME))));
            heard.add(told(op.upsert(TAGS, tag -> tag.setName("blue"), on -> on.key(t -> t.NAME))));
            heard.add(told(op.findOrCreate(TAGS, tag -> tag.setName("blue"), tag -> {})));
            heard.add(told(op.findOrCreate(TAGS, tag -> tag.setName("green"), tag -> {})));
        }));

        ann(db);

        assertThat(heard)
                .containsExactly(
                        "UPSERT red",
                        "updated red",
                        "UPSERT blue",
                        "created blue",
                        "found blue",
                        "CREATE green",
                        "created green");
    }

    @Test
    void all_of_it_is_taken_back_with_the_operation_and_the_hook_hears_of_that() {
        Database db = hearing(m -> m.afterCreate((user, op) -> {
            op.upsert(TAGS, tag -> tag.setName("red"), on -> on.key(t -> t.NAME));
            op.findOrCreate(TAGS, tag -> tag.setName("blue"), tag -> {});
            op.bulkCreate(POSTS, List.of(new Post().setTitle("One").setAuthorId(user.getId())));
            op.afterRollback(() -> heard.add("taken back"));
            op.afterCommit(() -> heard.add("committed"));
            if (user.getNote() != null) {
                throw new IllegalStateException(user.getNote());
            }
        }));
        heard.clear();

        assertThatThrownBy(() -> db.model(USERS).create(user -> {
                    named(user);
                    user.setNote("No.");
                }))
                .hasMessage("No.");
        assertThat(heard).containsExactly("UPSERT red", "CREATE blue", "taken back");
        assertThat(sql.value("select (select count(*) from tags), (select count(*) from posts)"))
                .isEqualTo("0|0");
        heard.clear();

        ann(db);
        assertThat(heard).containsExactly("UPSERT red", "CREATE blue", "committed");
    }

    @Test
    void a_lock_lasts_as_long_as_the_transaction_of_the_operation() {
        Database other = Database.using(dataSource, c -> {});
        Database db = hearing(m -> m.beforeCreate((user, op) -> {
            op.lock("names");
            assertThatThrownBy(() -> other.transaction(t -> t.separate().lockTimeout(Duration.ofMillis(50)), () -> {
                        other.currentTransaction().lock("names");
                    }))
                    .isInstanceOf(LockNotAvailableException.class);
        }));

        assertThat(said(() -> ann(db))).startsWith("begin", "select").endsWith("insert", "commit");
        assertThat(other.transaction(() -> other.currentTransaction().tryLock("names")))
                .isTrue();
    }

    @Test
    void a_hook_that_is_in_no_transaction_gets_no_lock() {
        Database db = hearing(m -> m.afterFind((user, find) -> find.lock("names")));
        ann(db);

        assertThatThrownBy(() -> db.model(USERS).findAll()).isInstanceOf(TransactionException.class);
        assertThat(db.<Integer, RuntimeException>transaction(
                        () -> db.model(USERS).findAll().size()))
                .isEqualTo(1);
    }

    private Database hearing(Consumer<HookBuilder<Users, User>> users) {
        return Database.using(
                dataSource,
                c -> c.define(USERS, users::accept)
                        .define(TAGS, m -> m.beforeSave((tag, op) -> heard.add(op.kind() + " " + tag.getName()))));
    }

    private static String told(Upserted<Tag> tag) {
        return switch (tag) {
            case Upserted.Created<Tag> created -> "created " + created.row().getName();
            case Upserted.Updated<Tag> updated -> "updated " + updated.row().getName();
        };
    }

    private static String told(FoundOrCreated<Tag> tag) {
        return switch (tag) {
            case FoundOrCreated.Found<Tag> found -> "found " + found.row().getName();
            case FoundOrCreated.Created<Tag> created ->
                "created " + created.row().getName();
        };
    }

    private static User ann(Database db) {
        return db.model(USERS).create(HookReachIT::named);
    }

    private static void named(User user) {
        user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com");
    }

    /** The first word of each statement that the server heard. */
    private List<String> said(Runnable work) {
        return log.of(work).stream()
                .map(statement -> statement.split("\\W", 2)[0].toLowerCase(Locale.ROOT))
                .toList();
    }
}
