package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.Removed;
import dev.canopy.it.HookOrderIT.Door;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Doors that write several rows, or by several statements, and those of plain jOOQ: each hook once for each row, in this order. */
@CanopyTest(define = HookModels.class, isolation = Isolation.DATABASE)
@Fault({"0.11", "2.11", "2.12", "2.14"})
class HookOrderOfManyIT {
    private final Database db;
    private final PlainSql sql;

    HookOrderOfManyIT(Database db, DataSource dataSource) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
    }

    private static Stream<Door> ofHandles() {
        return Stream.of(
                new Door(
                        "create through a handle",
                        (db, ann, oaks) -> ann.posts().create(post -> post.setTitle("Elms")),
                        """
                    beforeValidate Elms
                    afterValidate Elms
                    beforeCreate Elms
                    beforeSave Elms
                    beforeSave of every model
                    INSERT
                    afterCreate Elms
                    afterSave Elms
                    afterCommit Elms
                    """),
                new Door("add", (db, ann, oaks) -> ann.postsByEditor().add(oaks), """
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
                        "remove",
                        (db, ann, oaks) -> {
                            ann.postsByEditor().add(oaks);
                            HookModels.heard();
                            ann.postsByEditor().remove(oaks);
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
                        "destroy through a handle",
                        (db, ann, oaks) -> ann.posts().destroy(oaks),
                        """
                    beforeDestroy Oaks
                    DELETE
                    afterDestroy Oaks
                    afterCommit Oaks
                    """),
                new Door(
                        "add through a junction, with payload",
                        (db, ann, oaks) -> {
                            Tag red = red(db);
                            oaks.tags().add(red, tie -> tie.setPosition(3));
                        },
                        """
                        beforeFind
                        beforeValidate tie 3
                        afterValidate tie 3
                        beforeCreate tie 3
                        beforeSave tie 3
                        beforeSave of every model
                        INSERT
                        afterCreate tie 3
                        afterSave tie 3
                        afterCommit tie 3
                        """),
                new Door(
                        "create through a junction",
                        (db, ann, oaks) -> oaks.tags().create(tag -> tag.setName("red"), tie -> tie.setPosition(1)),
                        """
                        beforeValidate red
                        afterValidate red
                        beforeCreate red
                        beforeSave red
                        beforeSave of every model
                        INSERT
                        afterCreate red
                        afterSave red
                        beforeValidate tie 1
                        afterValidate tie 1
                        beforeCreate tie 1
                        beforeSave tie 1
                        beforeSave of every model
                        INSERT
                        afterCreate tie 1
                        afterSave tie 1
                        afterCommit red
                        afterCommit tie 1
                        """),
                new Door(
                        "set through a junction, with payload",
                        (db, ann, oaks) -> {
                            Tag red = red(db);
                            Tag blue = db.model(TAGS).create(tag -> tag.setName("blue"));
                            oaks.tags().add(red, tie -> tie.setPosition(1));
                            HookModels.heard();
                            oaks.tags().set(List.of(blue), (tag, tie) -> tie.setPosition(2));
                        },
                        """
                        beforeFind
                        afterFind tie 1
                        beforeDestroy tie 1
                        DELETE
                        afterDestroy tie 1
                        beforeValidate tie 2
                        afterValidate tie 2
                        beforeCreate tie 2
                        beforeSave tie 2
                        beforeSave of every model
                        INSERT
                        afterCreate tie 2
                        afterSave tie 2
                        afterCommit tie 1
                        afterCommit tie 2
                        """),
                new Door(
                        "sync",
                        (db, ann, oaks) -> {
                            Post firs = ann.posts().create(post -> post.setTitle("Firs"));
                            HookModels.heard();
                            Post elms = db.model(POSTS).build(post -> post.setTitle("Elms"));
                            ann.posts().sync(List.of(firs.setBody("tall"), elms), Removed.DESTROY);
                        },
                        """
                        beforeFind
                        afterFind Oaks
                        afterFind Firs
                        beforeDestroy Oaks
                        DELETE
                        afterDestroy Oaks
                        beforeValidate Firs
                        afterValidate Firs
                        beforeUpdate Firs
                        beforeSave Firs
                        beforeSave of every model
                        UPDATE
                        afterUpdate Firs
                        afterSave Firs
                        beforeValidate Elms
                        afterValidate Elms
                        beforeCreate Elms
                        beforeSave Elms
                        beforeSave of every model
                        INSERT
                        afterCreate Elms
                        afterSave Elms
                        afterCommit Oaks
                        afterCommit Firs
                        afterCommit Elms
                        """));
    }

    private static Stream<Door> ofMany() {
        return Stream.of(
                new Door(
                        "nested create",
                        (db, ann, oaks) -> db.model(USERS).create(user -> {
                            bob(user);
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
                            red(db);
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
                        """));
    }

    private static Stream<Door> ofPlainJooq() {
        return Stream.of(
                new Door("store of a new row", (db, ann, oaks) -> elms(db, ann).store(), """
                    beforeValidate Elms
                    afterValidate Elms
                    beforeCreate Elms
                    beforeSave Elms
                    beforeSave of every model
                    INSERT
                    afterCreate Elms
                    afterSave Elms
                    afterCommit Elms
                    """),
                new Door("insert", (db, ann, oaks) -> elms(db, ann).insert(), """
                    beforeValidate Elms
                    afterValidate Elms
                    beforeCreate Elms
                    beforeSave Elms
                    beforeSave of every model
                    INSERT
                    afterCreate Elms
                    afterSave Elms
                    afterCommit Elms
                    """),
                new Door(
                        "update by jOOQ", (db, ann, oaks) -> oaks.setBody("old").update(), """
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
                        "update without a change",
                        (db, ann, oaks) -> oaks.setTitle("Oaks").update(),
                        """
                    beforeValidate Oaks
                    """),
                new Door("delete", (db, ann, oaks) -> oaks.delete(), """
                    beforeDestroy Oaks
                    DELETE
                    afterDestroy Oaks
                    afterCommit Oaks
                    """),
                new Door("delete of a row that is only marked", (db, ann, oaks) -> ann.delete(), ""),
                new Door("store of a row that jOOQ would insert once more", (db, ann, oaks) -> oaks.store(), ""),
                new Door("refresh", (db, ann, oaks) -> oaks.refresh(), ""));
    }

    @TestFactory
    Stream<DynamicTest> a_door_runs_each_hook_once_for_each_row_and_in_its_order() {
        return Stream.of(ofHandles(), ofMany(), ofPlainJooq())
                .flatMap(doors -> doors)
                .map(door -> DynamicTest.dynamicTest(door.name(), () -> go(door)));
    }

    private void go(Door door) {
        sql.run("truncate users, tags cascade");
        User ann = db.model(USERS)
                .create(user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com"));
        Post oaks = db.model(POSTS).create(post -> post.setAuthorId(ann.getId()).setTitle("Oaks"));
        HookModels.heard();

        Throwable unused = catchThrowable(() -> door.act().on(db, ann, oaks));

        assertThat(String.join("\n", HookModels.heard())).isEqualTo(door.heard().strip());
    }

    private static Post elms(Database db, User ann) {
        Post elms = new Post().setAuthorId(ann.getId()).setTitle("Elms");
        return db.model(POSTS).attach(elms);
    }

    private static Tag red(Database db) {
        Tag red = db.model(TAGS).create(tag -> tag.setName("red"));
        HookModels.heard();
        return red;
    }

    private static void bob(User user) {
        user.setFirstName("Bob").setLastName("Ray").setEmail("bob@example.com");
    }
}
