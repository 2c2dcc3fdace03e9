package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.model.Definition;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Page;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.sql.WhenAway;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers that say different things, so that the answer tells which of them was asked. */
@CanopyTest(isolation = Isolation.DATABASE)
@Order(1)
class ReplicaIT {
    private static OwnServer replica;

    private final ScratchDatabase primary;

    ReplicaIT(ScratchDatabase primary) {
        this.primary = primary;
    }

    @BeforeAll
    static void start() {
        replica = OwnServer.migrated();
        fill(replica.sql(), "replica");
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @BeforeEach
    void rows() {
        fill(new PlainSql(primary.dataSource()), "primary");
    }

    @Test
    void every_kind_of_read_is_answered_by_the_replica() {
        try (Database db = connect(c -> {})) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);

            assertThat(tags.findAll()).extracting(Tag::getName).containsExactly("replica");
            assertThat(tags.findByPk(1L))
                    .hasValueSatisfying(tag -> assertThat(tag.getName()).isEqualTo("replica"));
            assertThat(tags.findAll(TagName.class)).containsExactly(new TagName("replica"));
            assertThat(tags.select(t -> t.NAME).findAll()).containsExactly("replica");
            assertThat(tags.where(t -> t.NAME.eq("replica")).count()).isEqualTo(1);
            assertThat(tags.where(t -> t.NAME.eq("replica")).exists()).isTrue();
            assertThat(tags.where(t -> t.ID.isNotNull()).max(t -> t.NAME)).contains("replica");
            assertThat(tags.where(t -> t.ID.isNotNull()).distinct(t -> t.NAME)).containsExactly("replica");
            assertThat(tags.countBy(t -> t.NAME)).containsOnlyKeys("replica");
            assertThat(tags.groupBy(t -> t.NAME).select(t -> t.NAME)).containsExactly("replica");
            assertThat(tags.orderBy(t -> t.ID.asc()).limit(5).findSlice().rows())
                    .extracting(Tag::getName)
                    .containsExactly("replica");
            Page<Tag> behindTheLast = tags.limit(5).offset(5).findAndCountAll();
            assertThat(behindTheLast.total()).isEqualTo(1);
            assertThat(db.from(TAGS).findAll()).extracting(Tag::getName).containsExactly("replica");
            List<String> batches = new ArrayList<>();
            tags.eachBatch(10, batch -> batch.forEach(tag -> batches.add(tag.getName())));
            assertThat(batches).containsExactly("replica");
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_tree_is_answered_by_the_replica(Strategy strategy) {
        try (Database db = connect(c -> c.strategy(strategy))) {
            User user = db.model(USERS)
                    .include(USERS.POSTS.include(POSTS.COMMENTS))
                    .findSole()
                    .orElseThrow();

            assertThat(user.getFirstName()).isEqualTo("replica");
            assertThat(user.getPosts()).extracting(Post::getTitle).containsExactly("replica");
            assertThat(user.posts().findAll()).extracting(Post::getTitle).containsExactly("replica");
            List<Post> posts = user.getPosts();
            db.load(posts, POSTS.COMMENTS.where(c -> c.BODY.eq("replica")));
            assertThat(posts.getFirst().getComments()).hasSize(1);
        }
    }

    @Test
    void whatever_is_in_a_transaction_is_answered_by_the_primary() {
        try (Database db = connect(c -> {})) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);

            db.transaction(() -> {
                assertThat(names(tags)).containsExactly("primary");
                db.transaction(() -> assertThat(names(tags)).containsExactly("primary"));
                assertThat(tags.stream().map(Tag::getName)).containsExactly("primary");
                assertThat(tags.where(t -> t.ID.eq(1L)).forUpdate().findAll())
                        .extracting(Tag::getName)
                        .containsExactly("primary");
            });
            db.transaction(t -> t.readOnly(), () -> assertThat(names(tags)).containsExactly("primary"));
            try (OpenTransaction tx = db.begin()) {
                assertThat(names(tags)).containsExactly("primary");
                tx.commit();
            }
            db.dsl().transaction(jooq -> assertThat(names(tags)).containsExactly("primary"));
            assertThat(names(tags)).containsExactly("replica");
        }
    }

    @Test
    void writes_and_what_they_read_go_to_the_primary() {
        try (Database db = connect(c -> {})) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);

            Tag created = tags.create(tag -> tag.setName("new"));
            tags.where(t -> t.NAME.eq("primary")).update(tag -> tag.setName("changed"));
            Tag found =
                    tags.findOrCreate(tag -> tag.setName("changed"), tag -> {}).row();
            Tag built = tags.findOrBuild(tag -> tag.setName("changed"), tag -> {});
            created.setName("newer");
            created.save();
            created.reload();
            db.model(USERS)
                    .create(user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com"));
            User ann = db.onPrimary(() -> db.model(USERS)
                    .where(u -> u.FIRST_NAME.eq("Ann"))
                    .findSole()
                    .orElseThrow());
            ann.posts().add(1L);

            assertThat(found.getId()).isEqualTo(1);
            assertThat(built.getId()).isEqualTo(1);
            assertThat(created.getName()).isEqualTo("newer");
            assertThat(new PlainSql(primary.dataSource()).rows("select name from tags order by id"))
                    .containsExactly("changed", "newer");
            assertThat(new PlainSql(primary.dataSource())
                            .rows("select first_name from posts join users on users.id = author_id"))
                    .containsExactly("Ann");
            assertThat(names(tags)).containsExactly("replica");
        }
    }

    @Test
    void raw_sql_and_plain_jooq_go_to_the_primary() {
        try (Database db = connect(c -> {})) {
            assertThat(db.sql("select name from tags").findAll(String.class)).containsExactly("primary");
            assertThat(db.dsl().select(TAGS.NAME).from(TAGS).fetchInto(String.class))
                    .containsExactly("primary");
        }
    }

    @Test
    void what_was_just_written_is_read_on_the_primary() {
        try (Database db = connect(c -> {})) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);

            List<String> names = db.onPrimary(() -> {
                db.onPrimary(() -> assertThat(names(tags)).containsExactly("primary"));
                return names(tags);
            });
            assertThatThrownBy(() -> db.onPrimary(() -> {
                        throw new IllegalArgumentException("thrown inside");
                    }))
                    .hasMessage("thrown inside");

            assertThat(names).containsExactly("primary");
            assertThat(names(tags)).containsExactly("replica");
        }
    }

    @Test
    void what_follows_a_commit_sees_what_was_committed() {
        List<String> seen = new ArrayList<>();
        try (Database db = connect(c -> c.define(TAGS, new Looking(seen)))) {
            db.model(TAGS).create(tag -> tag.setName("alone"));
            db.transaction(() -> {
                db.currentTransaction()
                        .afterCommit(() -> seen.add("said "
                                + db.model(TAGS).where(t -> t.NAME.eq("alone")).count()));
                db.model(TAGS).create(tag -> tag.setName("together"));
            });

            assertThat(seen).containsExactly("hook 2", "said 1", "hook 3");
            assertThat(names(db.model(TAGS))).containsExactly("replica");
        }
    }

    @Test
    void a_transaction_on_the_replica_streams_from_it_and_writes_nothing() {
        try (Database db = connect(c -> {})) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);

            List<String> streamed = db.transaction(
                    t -> t.onReplica(), () -> tags.stream().map(Tag::getName).toList());
            List<String> raw = db.transaction(
                    t -> t.onReplica(), () -> db.sql("select name from tags").findAll(String.class));

            assertThat(streamed).containsExactly("replica");
            assertThat(raw).containsExactly("replica");
            assertThatThrownBy(() -> db.transaction(t -> t.onReplica(), () -> tags.create(tag -> tag.setName("never"))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageStartingWith("The transaction is read-only: ");
            assertThatThrownBy(() -> db.transaction(() -> db.transaction(t -> t.onReplica(), () -> names(tags))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("A transaction with onReplica() was asked for inside one with none(); say so on the"
                            + " outermost, or say separate().");
        }
        try (Database alone = Database.using(primary.dataSource(), c -> {})) {
            assertThat(alone.<List<String>, RuntimeException>transaction(
                            t -> t.onReplica(), () -> names(alone.model(TAGS))))
                    .containsExactly("primary");
        }
    }

    @Test
    void a_refusal_names_the_server_that_refused() {
        try (Database db = connect(c -> {})) {
            replica.sql().run("alter table tags rename to hidden");
            try {
                assertThatThrownBy(() -> db.model(TAGS).findAll())
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("in the database at " + replica.url());
                assertThatThrownBy(() -> db.model(TAGS).exists())
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("in the database at " + replica.url());
                assertThatThrownBy(() -> db.transaction(
                                t -> t.onReplica(), () -> db.model(TAGS).findAll()))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("in the database at " + replica.url());
            } finally {
                replica.sql().run("alter table hidden rename to tags");
            }
        }
    }

    @Test
    void reads_are_refused_while_the_replica_is_away() {
        try (Database db = connect(c -> c.connectionTimeout(Duration.ofMillis(300)))) {
            replica.stop();
            try {
                Eventually.holds(() -> assertThat(db.health().replica()).hasValue(false));
                assertThatThrownBy(() -> db.model(TAGS).findAll())
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageMatching("The read replica cannot be asked: No connection to \\Q" + replica.url()
                                + "\\E.* The primary answers inside onPrimary\\(\\.\\.\\), and everywhere if the"
                                + " builder says whenReplicaIsAway\\(ASK_PRIMARY\\)\\.");
                assertThat(db.health().answers()).isTrue();
                assertThat(db.health().replica()).hasValue(false);
                assertThat(db.<List<String>, RuntimeException>onPrimary(() -> names(db.model(TAGS))))
                        .containsExactly("primary");
                db.model(TAGS).create(tag -> tag.setName("written meanwhile"));
                assertThatThrownBy(() -> connect(c -> c.connectionTimeout(Duration.ofMillis(300))))
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageStartingWith("No connection to " + replica.url());
            } finally {
                replica.startAgain();
            }
        }
    }

    @ResourceLock(Resources.SYSTEM_ERR)
    @Test
    void the_primary_answers_for_a_replica_that_is_away_if_that_was_said() {
        Consumer<DatabaseBuilder> kindly =
                c -> c.whenReplicaIsAway(WhenAway.ASK_PRIMARY).connectionTimeout(Duration.ofMillis(300));
        try (Database db = connect(kindly)) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);
            assertThat(names(tags)).containsExactly("replica");

            replica.stop();
            try {
                Eventually.holds(() -> assertThat(db.health().replica()).hasValue(false));
                String log = Captured.log(() -> {
                    for (int i = 0; i < 5; i++) {
                        assertThat(names(tags)).containsExactly("primary");
                    }
                });
                assertThat(log.split("The read replica is away", -1)).hasSize(2);
                assertThat(db.<List<String>, RuntimeException>transaction(t -> t.onReplica(), () -> names(tags)))
                        .containsExactly("primary");
                try (Database late = connect(kindly)) {
                    assertThat(names(late.model(TAGS))).containsExactly("primary");
                }
            } finally {
                replica.startAgain();
            }

            Eventually.holds(() -> assertThat(db.health().replica()).hasValue(true));
            assertThat(names(tags)).containsExactly("replica");
        }
    }

    @Test
    void a_replica_that_is_only_busy_does_not_burden_the_primary() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Database db = connect(
                c -> c.poolSize(1).whenReplicaIsAway(WhenAway.ASK_PRIMARY).connectionTimeout(Duration.ofMillis(300)))) {
            Thread busy = Thread.ofPlatform()
                    .start(() -> db.transaction(t -> t.onReplica(), () -> {
                        names(db.model(TAGS));
                        begun.countDown();
                        awaitQuietly(done);
                    }));
            begun.await();

            assertThatThrownBy(() -> db.model(TAGS).findAll())
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageStartingWith("The read replica cannot be asked: No connection to " + replica.url()
                            + " was free within 300 ms: 1 in use, 0 idle, ");

            done.countDown();
            busy.join();
            assertThat(names(db.model(TAGS))).containsExactly("replica");
        }
    }

    @Test
    void a_data_source_may_be_the_replica_and_is_left_alone() {
        try (Database db = Database.using(primary.dataSource(), c -> c.replica(replica.dataSource()))) {
            assertThat(names(db.model(TAGS))).containsExactly("replica");
            assertThat(db.health().replica()).hasValue(true);
        }
        assertThatThrownBy(() -> Database.using(
                        primary.dataSource(),
                        c -> c.replica(replica.dataSource()).replica(replica.dataSource())))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("replica(..) was said twice; a Database has one. For several, give it a DataSource that"
                        + " spreads its connections over them.");
    }

    @Test
    void closing_ends_both_pools() {
        Database db = connect(c -> c.applicationName("closing"));
        names(db.model(TAGS));
        assertThat(replica.sql().value("select count(*) from pg_stat_activity where application_name = 'closing'"))
                .isNotEqualTo("0");

        db.close();

        Eventually.holds(() -> assertThat(
                        replica.sql().value("select count(*) from pg_stat_activity where application_name = 'closing'"))
                .isEqualTo("0"));
    }

    record TagName(String name) {}

    /** Looks after a commit. */
    private record Looking(List<String> seen) implements Definition<Tags, Tag> {
        @Override
        public void define(ModelBuilder<Tags, Tag> m) {
            m.afterCommit((tag, op) -> seen.add("hook " + op.on(TAGS).count()));
        }
    }

    private Database connect(Consumer<? super DatabaseBuilder> setup) {
        return Connected.to(primary, c -> {
            c.replica(replica.url(), "postgres", "postgres").poolSize(2);
            setup.accept(c);
        });
    }

    private static List<String> names(Model<Tags, Tag, Long> tags) {
        return tags.findAll().stream().map(Tag::getName).toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(PlainSql sql, String name) {
        sql.run("""
            insert into tags (name) values ('%1$s');
            insert into users (first_name, last_name, email) values ('%1$s', 'Doe', '%1$s@example.com');
            insert into posts (author_id, title, body) values (1, '%1$s', '');
            insert into comments (post_id, author_id, body) values (1, 1, '%1$s');
            """.formatted(name));
    }
}
