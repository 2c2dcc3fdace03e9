package dev.canopy.it;

import static dev.canopy.quickstart.UserModel.FULL_NAME;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Violation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CanopyTest(define = SampleModels.class, isolation = Isolation.DATABASE)
class WriteIT {
    private final Database db;
    private final Model<Users, User, Long> users;

    WriteIT(Database db) {
        this.db = db;
        this.users = db.model(USERS);
    }

    @BeforeEach
    void nothingHeardYet() {
        SampleModels.heard();
    }

    @Test
    void hooks_run_in_order_around_one_insert_and_after_the_commit() {
        User ann = ann();

        assertThat(SampleModels.heard())
                .containsExactly(
                        "beforeCreate: about to create Ann",
                        "afterCreate: created with id " + ann.getId(),
                        "afterCommit: welcome, Ann");
        assertThat(ann.getEmail()).as("normalised").isEqualTo("ann@example.com");
        assertThat(ann.getActive()).as("the database's default").isTrue();
        assertThat(ann.changedFields()).isEmpty();
    }

    @Test
    void every_violation_is_reported_and_nothing_is_sent(ServerLog log) {
        List<String> statements = log.of(() -> assertThatThrownBy(() -> users.create(
                        user -> user.setFirstName("eve").setLastName("X").setEmail("eve")))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::field, Violation::rule)
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple("email", "isEmail"),
                                        org.assertj.core.groups.Tuple.tuple("email", "check"),
                                        org.assertj.core.groups.Tuple.tuple("firstName", "name is not the email"))));

        assertThat(statements).noneMatch(sql -> sql.startsWith("insert"));
    }

    @Test
    @Fault("0.8")
    void an_unchanged_entity_runs_nothing_when_saved(ServerLog log) {
        User ann = ann();
        ann.setFirstName("Ann");

        assertThat(log.of(ann::save)).noneMatch(sql -> sql.startsWith("update"));
    }

    @Test
    @Fault("2.36")
    void a_stale_entity_is_refused_and_left_as_it_was() {
        User one = ann();
        User other = users.requireByPk(one.getId());
        other.update(user -> user.setNote("first"));

        one.setNote("second");
        assertThatThrownBy(one::save)
                .isInstanceOf(StaleEntityException.class)
                .hasMessage("User (id = %d) was changed or removed by somebody else since it was read;"
                                .formatted(one.getId())
                        + " nothing was written. Call reload() and decide anew.");
        assertThat(one.getNote()).isEqualTo("second");
        assertThat(one.changedFields()).containsExactly(USERS.NOTE);
        one.reload().update(user -> user.setNote("third"));
        assertThat(users.requireByPk(one.getId()).getNote()).isEqualTo("third");
    }

    @Test
    @Fault("0.13")
    void destroy_marks_the_row_and_leaves_unsaved_changes_alone() {
        User ann = ann();
        ann.setNote("never saved");
        ann.destroy();

        assertThat(ann.isDeleted()).isTrue();
        assertThat(users.findByPk(ann.getId())).isEmpty();
        assertThat(db.dsl().fetchSingle(USERS).getNote()).isNull();
        ann.restore();
        assertThat(users.findByPk(ann.getId())).isPresent();
    }

    @Test
    @Fault("2.26")
    void a_taken_value_names_the_field() {
        ann();

        assertThatThrownBy(WriteIT.this::ann)
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessage("User.email must be unique, and another row has this value already"
                        + " (constraint users_email_key); choose another one. The row has email ="
                        + " \"ann@example.com\".");
    }

    @Test
    void a_virtual_field_is_read_written_and_asked_for() {
        ann();
        User found = users.where(u -> FULL_NAME.on(u).startsWith("Ann L")).requireOne();
        found.set(FULL_NAME, "Ann Oak").save();

        assertThat(db.dsl().fetchSingle(USERS).getLastName()).isEqualTo("Oak");
        assertThat(found.toMap()).containsEntry("fullName", "Ann Oak");
    }

    @Test
    @Fault({"0.14", "2.24"})
    void a_transaction_that_throws_leaves_nothing_and_commits_nothing() {
        assertThatThrownBy(() -> db.transaction(() -> {
                    ann();
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(users.count()).isZero();
        assertThat(SampleModels.heard()).noneMatch(what -> what.startsWith("afterCommit"));
    }

    @Test
    void a_failure_that_is_swallowed_does_not_pass_for_a_commit() {
        ann();

        assertThatThrownBy(() -> db.transaction(() -> {
                    try {
                        ann();
                    } catch (UniqueConstraintException swallowed) {
                        assertThat(swallowed.constraint()).isEqualTo("users_email_key");
                    }
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("The transaction was rolled back instead of committed,"
                        + " because an operation in it had failed: User.email must be unique");
    }

    @Test
    void a_nested_transaction_is_a_savepoint() {
        db.transaction(() -> {
            ann();
            assertThatThrownBy(() -> db.transaction(() -> {
                        ann();
                    }))
                    .isInstanceOf(UniqueConstraintException.class);
        });

        assertThat(users.count()).isEqualTo(1);
    }

    private User ann() {
        return users.create(user -> user.setFirstName("Ann").setLastName("Lee").setEmail(" Ann@Example.com "));
    }
}
