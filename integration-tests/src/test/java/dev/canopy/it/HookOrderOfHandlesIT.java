package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;

import dev.canopy.Database;
import dev.canopy.Removed;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Relation handles of every kind: each hook once for each row, in this order. */
@CanopyTest(define = HookModels.class, isolation = Isolation.DATABASE)
@Fault({"0.11", "2.14"})
class HookOrderOfHandlesIT {
    private final Database db;
    private final PlainSql sql;

    HookOrderOfHandlesIT(Database db, DataSource dataSource) {
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
                            Tag red = Door.red(db);
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
                            Tag red = Door.red(db);
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

    private static Stream<Door> toOne() {
        return Stream.of(
                new Door(
                        "set the row that it belongs to",
                        (db, ann, oaks) -> oaks.editor().set(ann),
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
                        "create the row that it belongs to",
                        (db, ann, oaks) -> oaks.editor().create(Door::bob),
                        """
                        beforeValidate Bob
                        afterValidate Bob
                        beforeCreate Bob
                        beforeSave Bob
                        beforeSave of every model
                        INSERT
                        afterCreate Bob
                        afterSave Bob
                        beforeValidate Oaks
                        afterValidate Oaks
                        beforeUpdate Oaks
                        beforeSave Oaks
                        beforeSave of every model
                        UPDATE
                        afterUpdate Oaks
                        afterSave Oaks
                        afterCommit Bob
                        afterCommit Oaks
                        """),
                new Door(
                        "clear the row that it belongs to",
                        (db, ann, oaks) -> {
                            oaks.editor().set(ann);
                            HookModels.heard();
                            oaks.editor().clear();
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
                        "create its one row",
                        (db, ann, oaks) -> ann.profile().create(profile -> profile.setBio("brief")),
                        """
                        beforeFind
                        beforeValidate brief
                        afterValidate brief
                        beforeCreate brief
                        beforeSave brief
                        beforeSave of every model
                        INSERT
                        afterCreate brief
                        afterSave brief
                        afterCommit brief
                        """),
                new Door(
                        "set its one row in the place of another",
                        (db, ann, oaks) -> {
                            brief(ann);
                            ann.profile().set(new Profile().setBio("long"), Removed.DESTROY);
                        },
                        """
                        beforeFind
                        afterFind brief
                        beforeDestroy brief
                        DELETE
                        afterDestroy brief
                        beforeValidate long
                        afterValidate long
                        beforeCreate long
                        beforeSave long
                        beforeSave of every model
                        INSERT
                        afterCreate long
                        afterSave long
                        afterCommit brief
                        afterCommit long
                        """),
                new Door(
                                "clear its one row, which must belong to somebody",
                                (db, ann, oaks) -> {
                                    brief(ann);
                                    ann.profile().clear();
                                },
                                "")
                        .refused("must not be null, so"),
                new Door(
                        "destroy its one row",
                        (db, ann, oaks) -> {
                            brief(ann);
                            ann.profile().destroy();
                        },
                        """
                        beforeFind
                        afterFind brief
                        beforeDestroy brief
                        DELETE
                        afterDestroy brief
                        afterCommit brief
                        """));
    }

    private static Stream<Door> toMany() {
        return Stream.of(
                new Door(
                        "set its rows",
                        (db, ann, oaks) -> {
                            Post elms = ann.posts().create(post -> post.setTitle("Elms"));
                            ann.postsByEditor().add(oaks);
                            HookModels.heard();
                            ann.postsByEditor().set(List.of(elms));
                        },
                        """
                        beforeFind
                        afterFind Oaks
                        beforeValidate Oaks
                        afterValidate Oaks
                        beforeUpdate Oaks
                        beforeSave Oaks
                        beforeSave of every model
                        UPDATE
                        afterUpdate Oaks
                        afterSave Oaks
                        beforeValidate Elms
                        afterValidate Elms
                        beforeUpdate Elms
                        beforeSave Elms
                        beforeSave of every model
                        UPDATE
                        afterUpdate Elms
                        afterSave Elms
                        afterCommit Oaks
                        afterCommit Elms
                        """),
                new Door(
                        "add again through a junction, with another payload",
                        (db, ann, oaks) -> {
                            Tag red = tied(db, oaks);
                            oaks.tags().add(red, tie -> tie.setPosition(2));
                        },
                        """
                        beforeFind
                        afterFind tie 1
                        beforeValidate tie 2
                        afterValidate tie 2
                        beforeUpdate tie 2
                        beforeSave tie 2
                        beforeSave of every model
                        UPDATE
                        afterUpdate tie 2
                        afterSave tie 2
                        afterCommit tie 2
                        """),
                new Door(
                        "remove through a junction",
                        (db, ann, oaks) -> {
                            Tag red = tied(db, oaks);
                            oaks.tags().remove(red);
                        },
                        """
                        beforeFind
                        afterFind tie 1
                        beforeDestroy tie 1
                        DELETE
                        afterDestroy tie 1
                        afterCommit tie 1
                        """),
                new Door(
                        "sync through a junction",
                        (db, ann, oaks) -> {
                            tied(db, oaks);
                            oaks.tags()
                                    .sync(
                                            List.of(db.model(TAGS).build(tag -> tag.setName("blue"))),
                                            (tag, tie) -> tie.setPosition(2));
                        },
                        """
                        beforeFind
                        afterFind tie 1
                        beforeDestroy tie 1
                        DELETE
                        afterDestroy tie 1
                        beforeValidate blue
                        afterValidate blue
                        beforeCreate blue
                        beforeSave blue
                        beforeSave of every model
                        INSERT
                        afterCreate blue
                        afterSave blue
                        beforeValidate tie 2
                        afterValidate tie 2
                        beforeCreate tie 2
                        beforeSave tie 2
                        beforeSave of every model
                        INSERT
                        afterCreate tie 2
                        afterSave tie 2
                        afterCommit tie 1
                        afterCommit blue
                        afterCommit tie 2
                        """));
    }

    @TestFactory
    Stream<DynamicTest> a_handle_runs_each_hook_once_for_each_row_and_in_its_order() {
        return Door.tests(Stream.of(ofHandles(), toOne(), toMany()).flatMap(doors -> doors), db, sql);
    }

    private static Tag tied(Database db, Post oaks) {
        Tag red = Door.red(db);
        oaks.tags().add(red, tie -> tie.setPosition(1));
        HookModels.heard();
        return red;
    }

    private static void brief(User ann) {
        ann.profile().create(profile -> profile.setBio("brief"));
        HookModels.heard();
    }
}
