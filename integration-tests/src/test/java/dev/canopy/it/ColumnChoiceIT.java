package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.upper;

import dev.canopy.Database;
import dev.canopy.association.Scope;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.Virtual;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only these columns, all but those, and columns that a scope withholds. */
@CanopyTest
class ColumnChoiceIT {
    private static final Scope<Users> PUBLIC = s -> s.without(u -> u.PASSWORD_HASH);
    private static final Scope<Posts> TITLES = s -> s.without(p -> p.BODY);
    private static final Virtual<User, Integer> STRENGTH = Virtual.of(
                    "strength", USERS, user -> user.getPasswordHash() == null ? 0 : 1)
            .reads(USERS.PASSWORD_HASH);

    record Card(String firstName, List<PostCard> posts) {}

    record PostCard(String title) {}

    record Leak(String firstName, String passwordHash) {}

    record DeepLeak(String firstName, List<BodyCard> posts) {}

    record BodyCard(String title, String body) {}

    record LeakingPost(String title, Leak author) {}

    record VirtualLeak(Integer strength) {}

    @BeforeEach
    void rows(DataSource dataSource) {
        new PlainSql(dataSource).run("""
                insert into users (id, first_name, last_name, email, password_hash) values (1, 'Ada', 'L', 'ada@example.com', 'x');
                insert into posts (id, author_id, title, body) values (1, 1, 'Notes', 'long');
                """);
    }

    @Test
    @Fault("2.43")
    @CanopyTest(isolation = Isolation.DATABASE)
    void only_the_columns_that_were_chosen_are_sent_and_they_are_no_entity(Database db, ServerLog log) {
        List<String> statements = log.of(() -> {
            Record chosen = db.model(USERS)
                    .only(u -> u.ID, u -> u.FIRST_NAME)
                    .findSole()
                    .orElseThrow();
            assertThat(chosen.intoMap()).containsOnlyKeys("id", "first_name");
            assertThat(chosen.get(USERS.FIRST_NAME)).isEqualTo("Ada");
            assertThat(chosen).isNotInstanceOf(User.class);
        });

        assertThat(statements)
                .containsExactly("select \"public\".\"users\".\"id\", \"public\".\"users\".\"first_name\""
                        + " from \"public\".\"users\" order by \"public\".\"users\".\"id\" fetch next 2 rows only");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void all_but_some_leaves_these_out(Database db, ServerLog log) {
        List<String> statements = log.of(() -> {
            Record rest = db.model(POSTS).allBut(p -> p.BODY, p -> p.CREATED_AT).requireOne();
            assertThat(rest.intoMap().keySet()).containsExactly("id", "author_id", "editor_id", "title", "published");
        });

        assertThat(statements).singleElement().asString().doesNotContain("body");
    }

    @Test
    @Fault("0.3")
    void what_a_scope_withholds_cannot_be_selected_by_accident(Database db) {
        var users = db.model(USERS).scope(PUBLIC);

        assertThat(users.allBut(u -> u.NOTE).requireOne().intoMap())
                .containsKey("first_name")
                .doesNotContainKeys("password_hash", "note");
        assertThat(users.select(u -> row(u.ID, u.FIRST_NAME)).findAll()).hasSize(1);
        String selected = "\"password_hash\" is withheld by without(..), but it is selected; leave it out,"
                + " or drop the scope that withholds it.";
        assertThatThrownBy(() -> users.only(u -> u.ID, u -> u.PASSWORD_HASH).findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(selected);
        assertThatThrownBy(() -> users.select(u -> u.PASSWORD_HASH).findAll()).hasMessage(selected);
        assertThatThrownBy(() ->
                        users.select(u -> row(u.ID, upper(u.PASSWORD_HASH))).findAll())
                .as("what is made of it")
                .hasMessage(selected);
        assertThatThrownBy(users::findAll)
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "A User has all its columns, but a scope withholds one with without(..); read a Java record,"
                                + " select(..) or allBut(..), or drop the scope.");
        assertThatThrownBy(
                        () -> db.model(POSTS).include(POSTS.AUTHOR.and(PUBLIC)).findAll())
                .as("in an include as well")
                .hasMessageStartingWith("A User has all its columns");
        assertThatThrownBy(users::toSelect).hasMessageStartingWith("A User has all its columns");
        assertThat(users.where(u -> u.ID.eq(1L)).update(u -> u.setNote("seen")))
                .as("a write is no reading")
                .isEqualTo(1);
        assertThat(users.where(u -> u.PASSWORD_HASH.isNotNull()).count())
                .as("conditions may name it")
                .isEqualTo(1);
        assertThat(users.unscoped().scope(s -> s).exists()).isTrue();
        assertThat(db.model(USERS).unscoped().findAll()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @CanopyTest(isolation = Isolation.DATABASE)
    void what_an_include_withholds_is_not_sent(Strategy by, DataSource dataSource, ServerLog log) {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        var users = db.model(USERS).include(USERS.POSTS.without(p -> p.BODY));

        assertThat(log.of(() -> assertThat(users.findAll(Card.class))
                        .containsExactly(new Card("Ada", List.of(new PostCard("Notes"))))))
                .noneMatch(sql -> sql.contains("body"));
        assertThatThrownBy(() -> users.findAll(DeepLeak.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("""
                        BodyCard asks for "body", which is withheld by without(..).
                          in:    DeepLeak.posts.body (String)
                          mend:  take it out, or drop the scope that withholds it""");
        assertThatThrownBy(users::findAll)
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("A Post has all its columns");
        assertThatThrownBy(() -> db.model(POSTS)
                        .include(POSTS.AUTHOR.without(a -> a.PASSWORD_HASH))
                        .findAll(LeakingPost.class))
                .as("of one row as well")
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("Leak asks for \"passwordHash\", which is withheld by without(..).");
    }

    @Test
    @Fault("0.3")
    void what_a_scope_withholds_is_in_no_aggregate(Database db) {
        var users = db.model(USERS).scope(PUBLIC);
        String selected = "\"password_hash\" is withheld by without(..), but it is selected; leave it out,"
                + " or drop the scope that withholds it.";

        assertThatThrownBy(() -> users.distinct(u -> u.PASSWORD_HASH))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(selected);
        assertThatThrownBy(() -> users.max(u -> u.PASSWORD_HASH)).hasMessage(selected);
        assertThatThrownBy(() -> users.limit(1).min(u -> u.PASSWORD_HASH))
                .as("of a page as well")
                .hasMessage(selected);
        assertThatThrownBy(() -> users.aggregate(u -> max(upper(u.PASSWORD_HASH))))
                .hasMessage(selected);
        assertThatThrownBy(() -> users.countBy(u -> u.PASSWORD_HASH)).hasMessage(selected);
        assertThatThrownBy(() -> users.groupBy(u -> u.PASSWORD_HASH).select(u -> row(u.PASSWORD_HASH, count())))
                .hasMessage(selected);
        assertThat(users.groupBy(u -> u.PASSWORD_HASH).select(u -> count())).containsExactly(1);
        assertThat(users.max(u -> u.FIRST_NAME)).contains("Ada");
    }

    @Test
    @Fault("0.3")
    void what_a_scope_withholds_is_no_value_of_an_association(DataSource dataSource) {
        String selected = "\"password_hash\" is withheld by without(..), but it is selected; leave it out,"
                + " or drop the scope that withholds it.";
        try (Database db = Database.using(dataSource, c -> c.define(USERS, m -> m.defaultScope(PUBLIC)))) {
            assertThatThrownBy(() -> db.model(POSTS)
                            .select(p -> p.AUTHOR.get(a -> a.PASSWORD_HASH))
                            .findAll())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(selected);
            assertThatThrownBy(() -> db.model(POSTS)
                            .orderBy(p -> p.AUTHOR.get(a -> a.PASSWORD_HASH))
                            .limit(1)
                            .findSlice())
                    .as("a cursor would have it")
                    .hasMessage(selected);
            assertThatThrownBy(() -> db.model(USERS)
                            .select(u -> u.USERS_BY_MANAGER.max(r -> r.PASSWORD_HASH))
                            .findAll())
                    .hasMessage(selected);
            assertThatThrownBy(() -> db.dsl()
                            .select(POSTS.AUTHOR.select(a -> row(a.ID, a.PASSWORD_HASH)))
                            .from(POSTS)
                            .fetch())
                    .as("in plain jOOQ as well")
                    .hasMessage(selected);
            assertThat(db.model(POSTS)
                            .select(p -> p.AUTHOR.get(a -> a.FIRST_NAME))
                            .findAll())
                    .containsExactly("Ada");
            assertThat(db.model(POSTS)
                            .where(p -> p.AUTHOR
                                    .where(a -> a.PASSWORD_HASH.isNotNull())
                                    .exists())
                            .count())
                    .as("conditions may name it")
                    .isEqualTo(1);
            assertThat(db.model(POSTS)
                            .select(p -> p.AUTHOR.unscoped().get(a -> a.PASSWORD_HASH))
                            .findAll())
                    .containsExactly("x");
        }
    }

    @Test
    void all_but_some_leaves_hidden_columns_out_too_and_only_names_them(DataSource dataSource) {
        try (Database db = Database.using(dataSource, c -> c.define(USERS, m -> m.hidden(u -> u.PASSWORD_HASH)))) {
            assertThat(db.model(USERS).allBut(u -> u.NOTE).requireOne().intoMap())
                    .containsKey("first_name")
                    .doesNotContainKeys("password_hash", "note");
            assertThat(db.model(USERS).only(u -> u.PASSWORD_HASH).requireOne().get(USERS.PASSWORD_HASH))
                    .isEqualTo("x");
        }
    }

    @Test
    @Fault("0.3")
    void a_record_that_asks_for_what_a_scope_withholds_is_refused_by_name(DataSource dataSource) {
        try (Database db = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                            m.defaultScope(PUBLIC);
                            m.virtual(STRENGTH);
                        })
                        .define(POSTS, m -> m.defaultScope(TITLES)))) {
            assertThat(db.model(USERS).findAll(Card.class))
                    .containsExactly(new Card("Ada", List.of(new PostCard("Notes"))));
            assertThatThrownBy(() -> db.model(USERS).findAll(Leak.class)).hasMessage("""
                            Leak asks for "passwordHash", which is withheld by without(..).
                              in:    Leak.passwordHash (String)
                              mend:  take it out, or drop the scope that withholds it""");
            assertThatThrownBy(() -> db.model(USERS).findAll(DeepLeak.class)).hasMessage("""
                            BodyCard asks for "body", which is withheld by without(..).
                              in:    DeepLeak.posts.body (String)
                              mend:  take it out, or drop the scope that withholds it""");
            assertThatThrownBy(() -> db.model(USERS).findAll(VirtualLeak.class)).hasMessage("""
                            VirtualLeak asks for "strength", which reads password_hash, and that is withheld by without(..).
                              in:    VirtualLeak.strength (Integer)
                              mend:  take it out, or drop the scope that withholds it""");
            assertThatThrownBy(() -> db.model(USERS)
                            .select(u -> u.POSTS.select(p -> row(p.ID, p.BODY)))
                            .findAll())
                    .hasMessage("\"body\" is withheld by without(..), but it is selected; leave it out,"
                            + " or drop the scope that withholds it.");
            assertThat(db.model(USERS)
                            .select(u -> u.POSTS.unscoped().select(p -> p.BODY))
                            .findAll())
                    .containsExactly(List.of("long"));
        }
    }
}
