package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Doors that write several rows, or by several statements: each hook once for each row, in this order. */
@CanopyTest(define = HookModels.class, isolation = Isolation.DATABASE)
@Fault({"0.11", "2.11", "2.12", "2.14"})
class HookOrderOfManyIT {
    private final Database db;
    private final PlainSql sql;

    HookOrderOfManyIT(Database db, DataSource dataSource) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
    }

    private static Stream<Door> ofMany() {
        return Stream.of(
                new Door(
                        "nested create",
                        (db, ann, oaks) -> db.model(USERS).create(user -> {
                            Door.bob(user);
                            user.posts().build(post -> post.setTitle("Firs"));
                        }),
                        """
                        beforeValidate Bob
                        beforeValidate Firs
                        afterValidate Bob
                        afterValidate Firs
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        beforeCreate Firs
                        beforeSave Firs
                        beforeSave of every model
                        INSERT
                        afterCreate Firs
                        afterSave Firs
                        afterCommit Bob
                        afterCommit Firs
                        """),
                new Door(
                        "saveTree",
                        (db, ann, oaks) -> {
                            User held = db.model(USERS)
                                    .include(USERS.POSTS)
                                    .findAll()
                                    .getFirst();
                            HookModels.heard();
                            held.setNote("new").getPosts().getFirst().setBody("tall");
                            held.saveTree();
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
                        beforeValidate Oaks
                        afterValidate Oaks
                        beforeUpdate Oaks
                        beforeSave Oaks
                        beforeSave of every model
                        UPDATE
                        afterUpdate Oaks
                        afterSave Oaks
                        afterCommit Ann
                        afterCommit Oaks
                        """),
                new Door(
                        "bulkCreate",
                        (db, ann, oaks) -> db.model(POSTS)
                                .bulkCreate(List.of(
                                        db.model(POSTS)
                                                .build(p -> p.setTitle("Elms").setAuthorId(ann.getId())),
                                        db.model(POSTS)
                                                .build(p -> p.setTitle("Firs").setAuthorId(ann.getId())))),
                        """
                        beforeBulkCreate
                        beforeValidate Elms
                        beforeValidate Firs
                        afterValidate Elms
                        afterValidate Firs
                        beforeCreate Elms
                        beforeCreate Firs
                        beforeSave Elms
                        beforeSave of every model
                        beforeSave Firs
                        beforeSave of every model
                        INSERT
                        afterCreate Elms
                        afterCreate Firs
                        afterSave Elms
                        afterSave Firs
                        afterBulkCreate
                        afterCommit Elms
                        afterCommit Firs
                        """),
                new Door(
                        "update of a selection",
                        (db, ann, oaks) ->
                                db.model(POSTS).where(p -> p.TITLE.eq("Oaks")).update(p -> p.setBody("old")),
                        """
                        beforeBulkUpdate
                        beforeValidate Oaks
                        afterValidate Oaks
                        beforeUpdate Oaks
                        beforeSave Oaks
                        beforeSave of every model
                        UPDATE
                        afterUpdate Oaks
                        afterSave Oaks
                        afterBulkUpdate
                        afterCommit Oaks
                        """),
                new Door(
                        "update of a selection, without hooks",
                        (db, ann, oaks) -> db.model(POSTS)
                                .where(p -> p.TITLE.eq("Oaks"))
                                .withoutHooks()
                                .update(p -> p.setBody("old")),
                        """
                        UPDATE
                        """),
                new Door(
                        "destroy of a selection",
                        (db, ann, oaks) ->
                                db.model(POSTS).where(p -> p.TITLE.eq("Oaks")).destroy(),
                        """
                        beforeBulkDestroy
                        beforeDestroy Oaks
                        DELETE
                        afterDestroy Oaks
                        afterBulkDestroy
                        afterCommit Oaks
                        """),
                new Door(
                        "restore of a selection",
                        (db, ann, oaks) -> {
                            ann.destroy();
                            HookModels.heard();
                            db.model(USERS).where(u -> u.FIRST_NAME.eq("Ann")).restore();
                        },
                        """
                        beforeBulkRestore
                        beforeRestore Ann
                        UPDATE
                        afterRestore Ann
                        afterBulkRestore
                        afterCommit Ann
                        """),
                new Door(
                        "truncate, without hooks",
                        (db, ann, oaks) ->
                                db.model(TAGS).truncate(t -> t.cascade().withoutHooks()),
                        """
                        TRUNCATE
                        """),
                new Door(
                        "bulkCreate of a stream, a chunk at a time",
                        (db, ann, oaks) -> db.model(POSTS)
                                .bulkCreate(
                                        Stream.of("Elms", "Firs")
                                                .map(title -> db.model(POSTS)
                                                        .build(p -> p.setTitle(title)
                                                                .setAuthorId(ann.getId()))),
                                        b -> b.chunks(1)),
                        """
                        beforeBulkCreate
                        beforeValidate Elms
                        afterValidate Elms
                        beforeCreate Elms
                        beforeSave Elms
                        beforeSave of every model
                        INSERT
                        afterCreate Elms
                        afterSave Elms
                        afterBulkCreate
                        beforeBulkCreate
                        beforeValidate Firs
                        afterValidate Firs
                        beforeCreate Firs
                        beforeSave Firs
                        beforeSave of every model
                        INSERT
                        afterCreate Firs
                        afterSave Firs
                        afterBulkCreate
                        afterCommit Elms
                        afterCommit Firs
                        """),
                new Door(
                        "bulkCreate that updates duplicates",
                        (db, ann, oaks) -> {
                            Door.red(db);
                            db.model(TAGS)
                                    .bulkCreate(
                                            List.of(db.model(TAGS).build(tag -> tag.setName("red"))),
                                            b -> b.updatingDuplicates(on -> on.key(t -> t.NAME)));
                        },
                        """
                        beforeBulkCreate
                        beforeValidate red
                        afterValidate red
                        beforeUpsert red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterUpsert red
                        afterSave red
                        afterBulkCreate
                        afterCommit red
                        """),
                new Door(
                        "a tree upwards",
                        (db, ann, oaks) -> {
                            Post firs = db.model(POSTS).build(post -> post.setTitle("Firs"));
                            firs.author().build(Door::bob);
                            firs.save();
                        },
                        """
                        beforeValidate Bob
                        beforeValidate Firs
                        afterValidate Bob
                        afterValidate Firs
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        beforeCreate Firs
                        beforeSave Firs
                        beforeSave of every model
                        INSERT
                        afterCreate Firs
                        afterSave Firs
                        afterCommit Bob
                        afterCommit Firs
                        """),
                new Door(
                        "a tree through a junction",
                        (db, ann, oaks) -> {
                            Post firs = db.model(POSTS)
                                    .build(post -> post.setTitle("Firs").setAuthorId(ann.getId()));
                            firs.tags().build(tag -> tag.setName("red"));
                            firs.save();
                        },
                        """
                        beforeValidate Firs
                        beforeValidate red
                        beforeValidate tie null
                        afterValidate Firs
                        afterValidate red
                        afterValidate tie null
                        beforeCreate Firs
                        beforeSave Firs
                        beforeSave of every model
                        INSERT
                        afterCreate Firs
                        afterSave Firs
                        beforeCreate red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterCreate red
                        afterSave red
                        beforeCreate tie null
                        beforeSave tie null
                        beforeSave of every model
                        INSERT
                        afterCreate tie 0
                        afterSave tie 0
                        afterCommit Firs
                        afterCommit red
                        afterCommit tie 0
                        """),
                new Door(
                        "forceDestroy of a selection",
                        (db, ann, oaks) -> {
                            oaks.destroy();
                            HookModels.heard();
                            db.model(USERS).where(u -> u.FIRST_NAME.eq("Ann")).forceDestroy();
                        },
                        """
                        beforeBulkDestroy
                        beforeDestroy Ann
                        DELETE
                        afterDestroy Ann
                        afterBulkDestroy
                        afterCommit Ann
                        """),
                new Door(
                                "increment of a selection",
                                (db, ann, oaks) -> db.model(USERS)
                                        .where(u -> u.FIRST_NAME.eq("Ann"))
                                        .increment(u -> u.LOGINS, 1),
                                "")
                        .refused(
                                "User.logins cannot be set to an expression: hooks of User would have to see the value."),
                new Door("truncate", (db, ann, oaks) -> db.model(TAGS).truncate(t -> t.cascade()), "")
                        .refused("truncate() on Tag would skip hooks that want to see each row"),
                new Door(
                        "truncate, with hooks for the whole alone",
                        (db, ann, oaks) -> db.model(TASKS).truncate(),
                        """
                        beforeBulkDestroy
                        TRUNCATE
                        afterBulkDestroy
                        """),
                new Door(
                        "upsertAll",
                        (db, ann, oaks) -> {
                            Door.red(db);
                            db.model(TAGS)
                                    .upsertAll(
                                            List.of(
                                                    db.model(TAGS).build(tag -> tag.setName("red")),
                                                    db.model(TAGS).build(tag -> tag.setName("blue"))),
                                            on -> on.key(t -> t.NAME));
                        },
                        """
                        beforeValidate red
                        beforeValidate blue
                        afterValidate red
                        afterValidate blue
                        beforeUpsert red
                        beforeUpsert blue
                        beforeSave red
                        beforeSave of every model
                        beforeSave blue
                        beforeSave of every model
                        INSERT
                        afterUpsert red
                        afterUpsert blue
                        afterSave red
                        afterSave blue
                        afterCommit red
                        afterCommit blue
                        """),
                new Door(
                        "upsert",
                        (db, ann, oaks) -> db.model(TAGS).upsert(tag -> tag.setName("red"), on -> on.key(t -> t.NAME)),
                        """
                        beforeValidate red
                        afterValidate red
                        beforeUpsert red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterUpsert red
                        afterSave red
                        afterCommit red
                        """),
                new Door(
                        "findOrCreate of a row that is not there",
                        (db, ann, oaks) -> db.model(TAGS).findOrCreate(tag -> tag.setName("red"), tag -> {}),
                        """
                        beforeFind
                        beforeValidate red
                        afterValidate red
                        beforeCreate red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterCreate red
                        afterSave red
                        afterCommit red
                        """),
                new Door(
                        "findOrCreate of a row that is there",
                        (db, ann, oaks) -> {
                            Door.red(db);
                            db.model(TAGS).findOrCreate(tag -> tag.setName("red"), tag -> {});
                        },
                        """
                        beforeFind
                        afterFind red
                        """),
                new Door(
                                "a create that a transaction takes back",
                                (db, ann, oaks) -> db.transaction(() -> {
                                    db.model(TAGS).create(tag -> tag.setName("red"));
                                    throw new IllegalStateException("after all");
                                }),
                                """
                        beforeValidate red
                        afterValidate red
                        beforeCreate red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterCreate red
                        afterSave red
                        afterRollback red
                        """)
                        .refused("after all"));
    }

    @TestFactory
    Stream<DynamicTest> a_door_runs_each_hook_once_for_each_row_and_in_its_order() {
        return Door.tests(ofMany(), db, sql);
    }
}
