package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.association.Scope;
import dev.canopy.model.Definition;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE, define = ScopesIT.Models.class)
@ExtendWith(ShownSql.class)
class ScopesIT {
    // @start region="model"
    static final class PeopleModel implements Definition<Users, User> {
        static final Scope<Users> ACTIVE = s -> s.where(u -> u.ACTIVE.isTrue());
        static final Scope<Users> INACTIVE = s -> s.where(u -> u.ACTIVE.isFalse());
        static final Scope<Users> PUBLIC = s -> s.without(u -> u.PASSWORD_HASH);

        static Scope<Users> withName(String name) {
            return s -> s.where(u -> u.FIRST_NAME.eq(name));
        }

        @Override
        public void define(ModelBuilder<Users, User> m) {
            m.defaultScope(ACTIVE);
            m.softDelete(u -> u.DELETED_AT);
        }
    }
    // @end

    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, new PeopleModel());
        }
    }

    record Name(String firstName) {}

    private Model<Users, User, Long> users;
    private Model<Posts, Post, Long> posts;

    @BeforeEach
    void rows(Database database, DataSource dataSource) throws SQLException {
        users = database.model(USERS);
        posts = database.model(POSTS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email, active, deleted_at) values
                  (1, 'Ada', 'Lee', 'ada@example.com', true, null), (2, 'Bob', 'Ray', 'bob@example.com', false, null),
                  (3, 'Cid', 'Fox', 'cid@example.com', true, '2026-01-01Z');
                insert into posts (id, author_id, title) values (1, 1, 'Oaks'), (2, 2, 'Elms');
                """);
        }
    }

    @Test
    void by_default() {
        // @start region="default"
        List<User> active = users.findAll();
        // @end

        assertThat(active).extracting(User::getFirstName).containsExactly("Ada");
    }

    @Test
    void named() {
        // @start region="named"
        List<User> inactive = users.scope(PeopleModel.INACTIVE).findAll();
        // @end

        assertThat(inactive).extracting(User::getFirstName).containsExactly("Bob");
    }

    @Test
    void several() {
        // @start region="several"
        List<User> adas = users.scope(PeopleModel.ACTIVE, PeopleModel.withName("Ada"))
                .where(u -> u.ID.gt(0L))
                .findAll();
        // @end

        assertThat(adas).hasSize(1);
    }

    @Test
    void added() {
        // @start region="added"
        List<User> activeAdas = users.and(PeopleModel.withName("Ada")).findAll();
        // @end

        assertThat(activeAdas).hasSize(1);
    }

    @Test
    void unscoped() {
        // @start region="unscoped"
        long living = users.unscoped().count();
        long all = users.unscoped().withDeleted().count();
        long gone = users.onlyDeleted().count();
        // @end

        assertThat(List.of(living, all, gone)).containsExactly(2L, 3L, 1L);
    }

    @Test
    void included() {
        // @start region="included"
        List<Post> withAuthors = posts.include(POSTS.AUTHOR.scope(PeopleModel.INACTIVE))
                .orderBy(p -> p.ID)
                .findAll();
        // @end

        assertThat(withAuthors.getLast().getAuthor().getFirstName()).isEqualTo("Bob");
    }

    @Test
    void always(DataSource dataSource) {
        long tenant = 1;
        // @start region="always"
        Database db = Database.using(
                dataSource, c -> c.define(POSTS, m -> m.always("tenant", s -> s.where(p -> p.AUTHOR_ID.eq(tenant)))));

        List<Post> none =
                db.model(POSTS).unscoped().where(p -> p.AUTHOR_ID.eq(2L)).findAll();
        // @end

        assertThat(none).isEmpty();
        db.close();
    }

    @Test
    void withheld() {
        // @start region="withheld"
        List<Name> names = users.scope(PeopleModel.PUBLIC).findAll(Name.class);
        // @end

        assertThat(names).hasSize(2);
    }
}
