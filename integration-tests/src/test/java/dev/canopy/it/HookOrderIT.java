package dev.canopy.it;

import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each door runs each hook once, in this order. */
@CanopyTest(define = HookModels.class)
@Fault({"0.8", "0.11"})
class HookOrderIT {
    static Stream<Door> doors() {
        return Stream.of(
                new Door("create", (db, ann, oaks) -> db.model(USERS).create(Door::bob), """
                    beforeValidate Bob
                    afterValidate Bob
                    beforeCreate Bob
                    beforeSave Bob
                    beforeSave of every model
                    INSERT
                    afterCreate Bob
                    afterSave Bob
                    afterCommit Bob
                    """),
                new Door(
                        "build and save",
                        (db, ann, oaks) -> db.model(USERS).build(Door::bob).save(),
                        """
                        beforeValidate Bob
                        afterValidate Bob
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        afterCommit Bob
                        """),
                new Door(
                        "save of a row that belonged to no Database",
                        (db, ann, oaks) -> {
                            User bob = new User();
                            Door.bob(bob);
                            db.model(USERS).save(bob);
                        },
                        """
                        beforeValidate Bob
                        afterValidate Bob
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        afterCommit Bob
                        """),
                new Door(
                                "create of an invalid row",
                                (db, ann, oaks) -> db.model(USERS).create(HookOrderIT::shoutingBob),
                                """
                        beforeValidate Bob
                        validationFailed Bob
                        """)
                        .refused("User.note must not shout"),
                new Door(
                        "tryCreate of an invalid row",
                        (db, ann, oaks) -> db.model(USERS).tryCreate(HookOrderIT::shoutingBob),
                        """
                        beforeValidate Bob
                        validationFailed Bob
                        """),
                new Door("update", (db, ann, oaks) -> ann.update(user -> user.setNote("new")), """
                    beforeValidate Ann
                    afterValidate Ann
                    beforeUpdate Ann
                    beforeSave Ann
                    beforeSave of every model
                    UPDATE
                    afterUpdate Ann
                    afterSave Ann
                    afterCommit Ann
                    """),
                new Door(
                        "save of one column",
                        (db, ann, oaks) -> {
                            ann.setNote("new");
                            ann.setLogins(7);
                            ann.save(USERS.LOGINS);
                        },
                        """
                        beforeValidate Ann
                        afterValidate Ann
                        beforeUpdate Ann
                        beforeSave Ann
                        beforeSave of every model
                        UPDATE
                        afterUpdate Ann
                        afterSave Ann
                        afterCommit Ann
                        """),
                new Door(
                        "update to what is there after normalising",
                        (db, ann, oaks) -> ann.update(user -> user.setNote(" old ")),
                        """
                        beforeValidate Ann
                        """),
                new Door("increment", (db, ann, oaks) -> ann.increment(USERS.LOGINS, 2), """
                    beforeFind
                    afterFind Ann
                    beforeValidate Ann
                    afterValidate Ann
                    beforeUpdate Ann
                    beforeSave Ann
                    beforeSave of every model
                    UPDATE
                    afterUpdate Ann
                    afterSave Ann
                    afterCommit Ann
                    """),
                new Door("destroy, softly", (db, ann, oaks) -> ann.destroy(), """
                    beforeDestroy Ann
                    UPDATE
                    afterDestroy Ann
                    afterCommit Ann
                    """),
                new Door(
                        "restore",
                        (db, ann, oaks) -> {
                            ann.destroy();
                            HookModels.heard();
                            ann.restore();
                        },
                        """
                        beforeRestore Ann
                        UPDATE
                        afterRestore Ann
                        afterCommit Ann
                        """),
                new Door("destroy, for good", (db, ann, oaks) -> oaks.destroy(), """
                    beforeDestroy Oaks
                    DELETE
                    afterDestroy Oaks
                    afterCommit Oaks
                    """),
                new Door(
                        "forceDestroy",
                        (db, ann, oaks) -> {
                            oaks.destroy();
                            HookModels.heard();
                            ann.forceDestroy();
                        },
                        """
                        beforeDestroy Ann
                        DELETE
                        afterDestroy Ann
                        afterCommit Ann
                        """),
                new Door(
                        "trySave of a row that is there",
                        (db, ann, oaks) -> {
                            oaks.setBody("tall");
                            oaks.trySave();
                        },
                        """
                        beforeValidate Oaks
                        afterValidate Oaks
                        beforeUpdate Oaks
                        beforeSave Oaks
                        beforeSave of every model
                        UPDATE
                        afterUpdate Oaks
                        afterSave Oaks
                        afterCommit Oaks
                        """),
                new Door(
                        "findOrBuild of a row that is not there",
                        (db, ann, oaks) ->
                                db.model(USERS).findOrBuild(user -> user.setEmail("bob@example.com"), user -> {}),
                        """
                        beforeFind
                        """),
                new Door(
                        "an action after the commit of a create",
                        (db, ann, oaks) -> db.transaction(() -> {
                            db.model(USERS).create(Door::bob);
                            db.currentTransaction().afterCommit(() -> HookModels.say("the action"));
                        }),
                        """
                        beforeValidate Bob
                        afterValidate Bob
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        afterCommit Bob
                        the action
                        """),
                new Door("reload", (db, ann, oaks) -> ann.reload(), """
                    beforeFind
                    afterFind Ann
                    """),
                new Door(
                        "findAll with an include",
                        (db, ann, oaks) -> db.model(USERS).include(USERS.POSTS).findAll(),
                        """
                        beforeFind
                        beforeFind
                        afterFind Ann
                        afterFind Oaks
                        """),
                new Door(
                        "findAndCountAll",
                        (db, ann, oaks) ->
                                db.model(USERS).where(u -> u.ID.gt(0L)).limit(5).findAndCountAll(),
                        """
                        beforeCount
                        beforeFind
                        afterFind Ann
                        """),
                new Door("count", (db, ann, oaks) -> db.model(USERS).count(), """
                    beforeCount
                    """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doors")
    void a_door_runs_each_hook_once_and_in_its_order(Door door, Database db) {
        door.pass(db);
    }

    private static void shoutingBob(User user) {
        Door.bob(user);
        user.setNote("Hey!");
    }
}
