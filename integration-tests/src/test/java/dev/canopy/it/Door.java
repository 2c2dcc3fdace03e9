package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;

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

    @Override
    public String toString() {
        return name;
    }
}
