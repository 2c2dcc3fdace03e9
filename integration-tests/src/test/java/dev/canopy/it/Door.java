package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What is done to the two rows that are there, and what is heard of it, line by line.
 *
 * @param refusal what the exception says that comes of it; empty for none
 */
record Door(String name, Act act, String heard, String refusal) {
    Door(String name, Act act, String heard) {
        this(name, act, heard, "");
    }

    /** Ann, who has written the post "Oaks". */
    @FunctionalInterface
    interface Act {
        void on(Database db, User ann, Post oaks);
    }

    /** The same, which ends in an exception that says this. */
    Door refused(String what) {
        return new Door(name, act, heard, what);
    }

    /** Goes through it, where the two rows are there and nothing else. */
    void pass(Database db) {
        User ann = db.model(USERS)
                .create(user -> user.setFirstName("Ann")
                        .setLastName("Lee")
                        .setEmail("ann@example.com")
                        .setNote("old"));
        Post oaks = db.model(POSTS).create(post -> post.setAuthorId(ann.getId()).setTitle("Oaks"));
        HookModels.heard();

        Throwable thrown = catchThrowable(() -> act.on(db, ann, oaks));

        assertThat(String.join("\n", HookModels.heard())).isEqualTo(heard.strip());
        if (refusal.isEmpty()) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).hasMessageContaining(refusal);
        }
    }

    /** A test for each door, before which the tables are emptied: for a database of one's own. */
    static Stream<DynamicTest> tests(Stream<Door> doors, Database db, PlainSql sql) {
        return doors.map(door -> DynamicTest.dynamicTest(door.name(), () -> {
            sql.run("truncate users, tags cascade");
            door.pass(db);
        }));
    }

    /** Sets what a user must have. */
    static void bob(User user) {
        user.setFirstName("Bob").setLastName("Ray").setEmail("bob@example.com");
    }

    /** A tag that is there before anything is heard. */
    static Tag red(Database db) {
        Tag red = db.model(TAGS).create(tag -> tag.setName("red"));
        HookModels.heard();
        return red;
    }

    @Override
    public String toString() {
        return name;
    }
}
