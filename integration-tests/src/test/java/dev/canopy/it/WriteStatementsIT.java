package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the server hears of a write: the fewest statements, and a transaction only where several must stand or fall together. */
@CanopyTest(isolation = Isolation.DATABASE)
class WriteStatementsIT {
    private final DataSource dataSource;
    private final PlainSql sql;
    private final ServerLog log;

    WriteStatementsIT(DataSource dataSource, ServerLog log) {
        this.dataSource = dataSource;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @Test
    void a_single_write_without_hooks_is_one_statement_and_an_unchanged_row_none() {
        with(c -> {}, db -> {
            assertThat(said(() -> ann(db))).containsExactly("insert");
            User ann = db.model(USERS).requireByPk(1L);
            assertThat(said(() -> ann.update(user -> user.setNote("new")))).containsExactly("update");
            assertThat(said(() -> ann.update(user -> user.setNote("new")))).isEmpty();
            assertThat(said(ann::destroy)).containsExactly("delete");
        });
    }

    /** A begin or a commit would be among them. */
    @Test
    void what_needs_one_statement_is_one_and_what_needs_few_is_few() {
        with(c -> {}, db -> {
            Model<Users, User, Long> users = db.model(USERS);
            assertThat(said(() -> ann(db))).as("create").containsExactly("insert");
            User ann = users.requireByPk(1L);
            assertThat(said(() -> ann.update(user -> user.setNote("new"))))
                    .as("update")
                    .containsExactly("update");
            assertThat(said(ann::save)).as("unchanged update").isEmpty();

            List<User> many = IntStream.range(0, 1000)
                    .mapToObj(n -> users.build(user -> {
                        named(user);
                        user.setEmail(n + "@example.com");
                    }))
                    .toList();
            assertThat(said(() -> users.bulkCreate(many)))
                    .as("bulkCreate of 1,000")
                    .containsExactly("insert");

            User bob = users.build(user -> {
                named(user);
                user.setEmail("bob@example.com");
                for (int i = 0; i < 5; i++) {
                    user.posts().build(post -> {
                        post.setTitle("Hello");
                        for (int j = 0; j < 2; j++) {
                            post.comments()
                                    .build(comment -> comment.setAuthorId(1L).setBody("Well"));
                        }
                    });
                }
            });
            assertThat(said(bob::save))
                    .as("nested create of 1 + 5 + 10, which stand or fall together")
                    .containsExactly("with");

            assertThat(said(() -> users.where(u -> u.ID.gt(1L)).update(user -> user.setNote("all"))))
                    .as("bulk update")
                    .containsExactly("update");
            assertThat(said(() ->
                            db.model(COMMENTS).where(c -> c.BODY.eq("Well")).destroy()))
                    .as("bulk destroy")
                    .containsExactly("delete");
        });

        assertThat(sql.value("select count(*), count(*) filter (where note = 'all') from users"))
                .isEqualTo("1002|1001");
        assertThat(sql.value("select (select count(*) from posts), (select count(*) from comments)"))
                .isEqualTo("5|0");
    }

    @Test
    void a_hook_before_that_runs_nothing_and_one_after_the_commit_need_no_transaction() {
        List<String> heard = new ArrayList<>();
        with(
                c -> c.define(USERS, m -> {
                    m.beforeSave((user, op) -> user.setNote("by a hook"));
                    m.afterCommit((user, op) -> heard.add("committed " + user.getId()));
                }),
                db -> assertThat(said(() -> ann(db))).containsExactly("insert"));

        assertThat(heard).containsExactly("committed 1");
        assertThat(sql.value("select note from users")).isEqualTo("by a hook");
    }

    @Test
    void a_hook_before_that_runs_something_and_the_write_stand_in_one_transaction() {
        with(
                c -> c.define(
                        USERS,
                        m -> m.beforeCreate(
                                (user, op) -> user.setLogins((int) op.on(USERS).count()))),
                db -> assertThat(said(() -> ann(db))).containsExactly("begin", "select", "insert", "commit"));
    }

    @Test
    void a_hook_after_and_the_write_stand_or_fall_together() {
        with(
                c -> c.define(
                        USERS,
                        m -> m.afterCreate((user, op) -> {
                            op.create(
                                    POSTS,
                                    post -> post.setAuthorId(user.getId()).setTitle("Hello"));
                            if (user.getNote() != null) {
                                throw new IllegalStateException(user.getNote());
                            }
                        })),
                db -> {
                    User ann = db.model(USERS).build(user -> {
                        named(user);
                        user.setNote("No.");
                    });

                    assertThat(said(() -> assertThatThrownBy(ann::save).hasMessage("No.")))
                            .containsExactly("begin", "insert", "insert", "rollback");
                    assertThat(sql.value("select (select count(*) from users), (select count(*) from posts)"))
                            .isEqualTo("0|0");
                    assertThat(ann.isNew()).isTrue();
                    assertThat(ann.getId()).isNull();
                    assertThat(ann.changedFields())
                            .containsExactly(USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL, USERS.NOTE);

                    ann.setNote(null);
                    assertThat(said(ann::save)).containsExactly("begin", "insert", "insert", "commit");
                    assertThat(sql.rows("select u.first_name, p.title from users u join posts p on p.author_id = u.id"))
                            .containsExactly("Ann|Hello");
                });
    }

    @Test
    void an_operation_that_fails_half_way_lets_the_transaction_around_it_only_be_rolled_back() {
        with(
                c -> c.define(
                        USERS,
                        m -> m.afterCreate((user, op) -> {
                            throw new IllegalStateException("No.");
                        })),
                db -> assertThatThrownBy(() -> db.transaction(() -> {
                            assertThatThrownBy(() -> ann(db)).hasMessage("No.");
                            db.model(POSTS).count();
                        }))
                        .isInstanceOf(TransactionException.class)
                        .hasMessageContaining("an operation in it failed: No."));

        assertThat(sql.value("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void a_try_takes_back_itself_alone_within_a_transaction() {
        with(c -> {}, db -> {
            ann(db);
            List<String> said = said(() -> db.transaction(() -> {
                assertThat(db.model(USERS)
                                .tryCreate(WriteStatementsIT::named)
                                .row()
                                .isNew())
                        .isTrue();
                db.model(POSTS).create(post -> post.setAuthorId(1L).setTitle("Kept"));
            }));

            assertThat(said).containsExactly("begin", "savepoint", "insert", "rollback", "insert", "commit");
            assertThat(sql.value("select title from posts")).isEqualTo("Kept");
        });
    }

    @Test
    @Fault("0.14")
    void after_commit_waits_for_the_outermost_commit() {
        List<String> heard = new ArrayList<>();
        with(
                c -> c.define(USERS, m -> {
                    m.afterCommit((user, op) -> heard.add("committed " + user.getFirstName()));
                }),
                db -> {
                    db.transaction(() -> {
                        db.transaction(() -> {
                            ann(db);
                        });
                        assertThat(heard).isEmpty();
                    });
                    assertThat(heard).containsExactly("committed Ann");
                });
    }

    @Test
    @Fault("2.24")
    void a_hook_after_the_rollback_hears_of_each_row_whose_sql_had_run_and_of_no_other() {
        List<String> heard = new ArrayList<>();
        with(
                c -> c.define(USERS, m -> {
                    m.afterRollback((user, op) -> heard.add("%s of %s".formatted(op.kind(), user.getFirstName())));
                    m.afterCommit((user, op) -> heard.add("committed"));
                    m.afterCreate((user, op) -> {
                        if ("No.".equals(user.getNote())) {
                            throw new IllegalStateException("No.");
                        }
                    });
                }),
                db -> {
                    assertThatThrownBy(() -> db.model(USERS).create(user -> {
                                named(user);
                                user.setNote("No.");
                            }))
                            .hasMessage("No.");
                    assertThat(heard).containsExactly("CREATE of Ann");
                    heard.clear();

                    assertThatThrownBy(() -> db.transaction(() -> {
                                User ann = ann(db);
                                ann.update(user -> user.setLogins(1));
                                db.model(USERS).where(u -> u.ID.eq(ann.getId())).destroy();
                                throw new IllegalArgumentException("after all");
                            }))
                            .hasMessage("after all");
                    assertThat(heard).containsExactly("CREATE of Ann", "UPDATE of Ann", "DESTROY of Ann");
                    heard.clear();

                    ann(db);
                    assertThatThrownBy(() -> ann(db))
                            .as("refused by the server")
                            .isNotNull();
                    assertThat(heard).containsExactly("committed");
                });
    }

    @Test
    void hooks_that_write_within_each_other_without_end_are_cut_and_nothing_stays() {
        with(
                c -> c.define(
                        USERS,
                        m -> m.afterSave((user, op) -> user.update(again -> again.setLogins(again.getLogins() + 1)))),
                db -> assertThatThrownBy(() -> ann(db))
                        .isInstanceOf(DefinitionException.class)
                        .hasMessage(
                                "Hooks call each other without end; the last of 101 operations within each other are:"
                                        + " update of User (afterSave) → update of User (afterSave) → update of User (afterSave)"
                                        + " → update of User (afterSave) → update of User (afterSave) → update of User"
                                        + " (afterSave) → update of User (afterSave) → update of User. Have one of the"
                                        + " hooks look first whether there is anything to do, as by op.changedFields(), or use"
                                        + " op.dsl(), which runs no hooks."));

        assertThat(sql.value("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void hooks_of_finds_and_of_bulk_writes_that_call_each_other_without_end_are_cut() {
        with(
                c -> c.define(USERS, m -> {
                            m.beforeFind(find -> find.on(USERS).findAll());
                            m.beforeCount(find -> find.on(USERS).count());
                        })
                        .define(
                                TAGS,
                                m -> m.afterFind((tag, find) -> find.on(TAGS).findAll()))
                        .define(TASKS, m -> {
                            m.beforeBulkUpdate(all -> all.on(TASKS).everyRow().update(task -> task.setDone(true)));
                            m.afterBulkDestroy(all -> all.on(TASKS).everyRow().destroy());
                            m.beforeBulkCreate(
                                    all -> all.on(TASKS).where(t -> t.ID.gt(0L)).update(task -> task.setDone(true)));
                        })
                        .define(
                                POSTS,
                                m -> m.beforeBulkUpdate(all -> all.on(PROFILES).findAll()))
                        .define(
                                PROFILES,
                                m -> m.beforeFind(
                                        find -> find.on(POSTS).everyRow().update(post -> post.setBody("again")))),
                db -> {
                    db.model(TAGS).create(tag -> tag.setName("red"));
                    assertThat(circle(() -> db.model(USERS).findAll()))
                            .startsWith("find of User (beforeFind) → find of User (beforeFind) → ")
                            .endsWith(" → find of User (beforeFind)");
                    assertThat(circle(() -> db.model(USERS).count())).startsWith("count of User (beforeCount) → ");
                    assertThat(circle(() -> db.model(TAGS).findAll())).startsWith("find of Tag (afterFind) → ");
                    assertThat(circle(() -> db.model(TASKS).everyRow().update(task -> task.setDone(false))))
                            .startsWith("bulk update of Task (beforeBulkUpdate) → ");
                    assertThat(circle(() -> db.model(TASKS).everyRow().destroy()))
                            .startsWith("bulk destroy of Task (afterBulkDestroy) → ");
                    assertThat(circle(() -> db.model(TASKS).bulkCreate(List.of(new Task()))))
                            .startsWith("bulk update of Task (beforeBulkUpdate) → ");
                    assertThat(circle(() -> db.model(POSTS).everyRow().update(post -> post.setBody("first"))))
                            .contains(
                                    "find of Profile (beforeFind) → bulk update of Post (beforeBulkUpdate) → find of");
                });
    }

    /** The chain that the refusal shows. */
    private static String circle(ThrowingCallable work) {
        Throwable refusal = catchThrowable(work);
        assertThat(refusal).isInstanceOf(DefinitionException.class);
        return refusal.getMessage().replaceFirst(".* within each other are: (.*)\\. Have one .*", "$1");
    }

    @Test
    void an_increment_is_one_statement_and_loses_no_other() {
        with(c -> {}, db -> {
            ann(db);
            User mine = db.model(USERS).requireByPk(1L);
            db.model(USERS).requireByPk(1L).increment(USERS.LOGINS, 10);
            mine.setNote("never saved");

            assertThat(said(() -> mine.decrement(USERS.LOGINS, 3))).containsExactly("update");
            assertThat(mine.getLogins()).isEqualTo(7);
            assertThat(mine.changedFields()).containsExactly(USERS.NOTE);
            assertThat(sql.value("select logins, note from users")).isEqualTo("7|null");
        });
    }

    private void with(Consumer<DatabaseBuilder> setup, Consumer<Database> work) {
        try (Database db = Database.using(dataSource, setup)) {
            work.accept(db);
        }
    }

    private static User ann(Database db) {
        return db.model(USERS).create(WriteStatementsIT::named);
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
