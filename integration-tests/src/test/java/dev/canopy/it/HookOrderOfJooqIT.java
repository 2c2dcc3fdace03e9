package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;

import dev.canopy.Database;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The verbs of plain jOOQ: each hook once for each row, in this order. */
@CanopyTest(define = HookModels.class, isolation = Isolation.DATABASE)
@Fault("0.11")
class HookOrderOfJooqIT {
    private final Database db;
    private final PlainSql sql;

    HookOrderOfJooqIT(Database db, DataSource dataSource) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
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
                new Door("delete of a row that is only marked", (db, ann, oaks) -> ann.delete(), "")
                        .refused("delete() on User would remove a row that is only to be marked"),
                new Door("store of a row that jOOQ would insert once more", (db, ann, oaks) -> oaks.store(), "")
                        .refused("This Post is in the database already"),
                new Door("refresh", (db, ann, oaks) -> oaks.refresh(), ""));
    }

    @TestFactory
    Stream<DynamicTest> a_door_runs_each_hook_once_for_each_row_and_in_its_order() {
        return Door.tests(ofPlainJooq(), db, sql);
    }

    private static Post elms(Database db, User ann) {
        Post elms = new Post().setAuthorId(ann.getId()).setTitle("Elms");
        return db.model(POSTS).attach(elms);
    }
}
