package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.quickstart.UserModel;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@CanopyTest(isolation = Isolation.DATABASE)
class ReadmeIT {
    private final List<String> told = new ArrayList<>();

    @Test
    void the_first_screen(DataSource dataSource) {
        Consumer<String> mailer = told::add;
        // @start region="first-screen"
        try (Database db = Database.using(dataSource, c -> c.define(USERS, new UserModel(mailer)))) {

            Model<Users, User, Long> users = db.model(USERS);

            User ann = users.create(
                    user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com"));

            ann.posts()
                    .create(post ->
                            post.setTitle("Oaks").setPublished(true)); // a relation handle: a query, said out loud

            List<User> tree = users.where(u -> u.ACTIVE.isTrue())
                    .include(USERS.POSTS
                            .where(p -> p.PUBLISHED.isTrue())
                            .orderBy(p -> p.CREATED_AT.desc())
                            .limit(3) // for each user
                            .include(POSTS.COMMENTS.include(COMMENTS.AUTHOR)))
                    .findAll(); // one statement

            tree.getFirst().getPosts().getFirst().getComments(); // in memory, never a query
        }
        // @end

        assertThat(told).contains("afterCommit: welcome, Ann");
    }

    @Test
    void migrating_at_start(ScratchDatabase scratch) {
        Consumer<String> mailer = told::add;
        try (ScratchDatabase empty = scratch.server().createDatabase("start")) {
            DataSource dataSource = empty.dataSource();
            // @start region="migrate-at-start"
            Flyway.configure().dataSource(dataSource).load().migrate();
            Database db = Database.using(dataSource, c -> c.define(USERS, new UserModel(mailer)));
            // @end

            assertThat(db.model(USERS).findAll()).isEmpty();
            db.close();
        }
    }
}
