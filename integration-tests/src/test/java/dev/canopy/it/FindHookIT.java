package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row is heard of once when it is loaded, whichever way it comes. */
@CanopyTest
class FindHookIT {
    private final List<String> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("2.13")
    void every_way_to_load_a_row_runs_its_hook_once(Strategy by, DataSource dataSource) {
        new PlainSql(dataSource).run("""
            insert into users (id, first_name, last_name, email) values (1, 'Ann', 'Lee', 'ann@example.com');
            insert into posts (id, author_id, title) values (1, 1, 'Oaks');
            insert into tags (id, name) values (1, 'trees');
            insert into post_tags (post_id, tag_id) values (1, 1);
            """);
        Database db = Database.using(
                dataSource,
                c -> c.strategy(by)
                        .define(USERS, m -> m.afterFind((user, find) -> heard.add(user.getFirstName())))
                        .define(POSTS, m -> m.afterFind((post, find) -> heard.add(post.getTitle())))
                        .define(TAGS, m -> m.afterFind((tag, find) -> heard.add(tag.getName()))));
        User ann = db.model(USERS).requireByPk(1L);
        heard.clear();

        assertThat(by(db, "findAll", it -> it.model(USERS).findAll())).containsExactly("Ann");
        assertThat(by(db, "findOne", it -> it.model(USERS).findOne())).containsExactly("Ann");
        assertThat(by(db, "findSole", it -> it.from(USERS).findSole())).containsExactly("Ann");
        assertThat(by(db, "findByPk", it -> it.model(USERS).findByPk(1L))).containsExactly("Ann");
        assertThat(by(db, "a page", it -> it.from(USERS).limit(1).findAndCountAll()))
                .containsExactly("Ann");
        assertThat(by(db, "a slice", it -> it.from(USERS).limit(1).findSlice())).containsExactly("Ann");
        assertThat(by(db, "batches", it -> it.model(USERS).eachBatch(10, users -> {})))
                .containsExactly("Ann");
        assertThat(by(
                        db,
                        "a stream",
                        it -> it.transaction(() -> {
                            try (Stream<User> users = it.model(USERS).stream()) {
                                assertThat(users).hasSize(1);
                            }
                        })))
                .containsExactly("Ann");
        assertThat(by(db, "SQL", it -> it.sql("select * from users").findAll(USERS)))
                .containsExactly("Ann");
        assertThat(by(
                        db,
                        "findOrCreate",
                        it -> it.model(USERS).findOrCreate(user -> user.setEmail("ann@example.com"), user -> {})))
                .containsExactly("Ann");
        assertThat(by(db, "reload", it -> ann.reload())).containsExactly("Ann");
        assertThat(by(db, "a handle", it -> ann.posts().findAll())).containsExactly("Oaks");
        assertThat(by(db, "an include onto what is there", it -> it.load(List.of(ann), USERS.POSTS)))
                .containsExactly("Oaks");
        assertThat(by(
                        db,
                        "includes",
                        it -> it.model(USERS)
                                .include(USERS.POSTS.include(POSTS.AUTHOR).include(POSTS.TAGS))
                                .findAll()))
                .containsExactlyInAnyOrder("Ann", "Oaks", "Ann", "trees");
    }

    private List<String> by(Database db, String way, Consumer<Database> read) {
        read.accept(db);
        List<String> now = List.copyOf(heard);
        assertThat(now).as(way).isNotEmpty();
        heard.clear();
        return now;
    }
}
