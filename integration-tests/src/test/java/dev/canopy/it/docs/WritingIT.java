package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.DOCUMENTS;
import static dev.canopy.sample.Tables.FOLDERS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.WriteResult;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Folder;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Upserted;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.Validators;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE, define = WritingIT.Models.class)
@ExtendWith(ShownSql.class)
class WritingIT {
    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, m -> {
                m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
                m.softDelete(u -> u.DELETED_AT);
                m.version(u -> u.VERSION);
                m.validate(u -> u.FIRST_NAME, Validators.check("must not be Bob", name -> !name.equals("Bob")));
            });
        }
    }

    private Model<Users, User, Long> users;
    private Model<Posts, Post, Long> posts;
    private Model<Tags, Tag, Long> tags;

    @BeforeEach
    void rows(Database database, DataSource dataSource) throws SQLException {
        users = database.model(USERS);
        posts = database.model(POSTS);
        tags = database.model(TAGS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email) values (1001, 'Ada', 'Lee', 'ada@example.com');
                insert into posts (author_id, title) values (1001, 'Oaks'), (1001, 'Elms');
                insert into folders (parent_id, name) values (null, 'attic'), (1, 'box');
                insert into documents (folder_id, title) values (1, 'deed'), (2, 'map');
                """);
        }
    }

    private User ada() {
        return users.requireByPk(1001L);
    }

    @Test
    void created() {
        // @start region="created"
        User ann =
                users.create(user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com"));
        // @end

        assertThat(ann.getId()).isNotNull();
    }

    @Test
    void changed() {
        User ann = ada();
        // @start region="changed"
        ann.setNote("likes oaks").setLastName("Lee");
        ann.save();
        ann.update(user -> user.setNote("likes elms"));
        // @end

        assertThat(ann.getVersion()).isEqualTo(2);
    }

    @Test
    void tried() {
        // @start region="tried"
        String said = switch (users.tryCreate(
                user -> user.setFirstName("Bob").setLastName("Ray").setEmail("ann@example.com"))) {
            case WriteResult.Saved<User> saved -> "welcome";
            case WriteResult.Invalid<User> invalid -> invalid.refusal().getMessage();
            case WriteResult.Stale<User> stale -> "somebody else was first";
        };
        // @end

        assertThat(said).contains("must not be Bob");
    }

    @Test
    void many() {
        User ann = ada();
        // @start region="many"
        int noted = posts.where(p -> p.PUBLISHED.isFalse()).update(post -> post.setBody("soon"));
        int counted = users.where(u -> u.ID.eq(ann.getId())).update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(1)));
        // @end

        assertThat(noted).isEqualTo(2);
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void byKey() {
        // @start region="byKey"
        FoundOrCreated<Tag> red = tags.findOrCreate(tag -> tag.setName("red"), tag -> {});
        Upserted<Tag> blue = tags.upsert(tag -> tag.setName("blue"), on -> on.key(t -> t.NAME));
        // @end

        assertThat(red).isInstanceOf(FoundOrCreated.Created.class);
        assertThat(blue).isInstanceOf(Upserted.Created.class);
    }

    @Test
    void cascade(DataSource dataSource) {
        // @start region="cascade"
        Database db = Database.using(
                dataSource,
                c -> c.define(FOLDERS, m -> {
                            m.softDelete(f -> f.DELETED_AT);
                            m.cascade(FOLDERS.FOLDERS_BY_PARENT);
                            m.cascade(FOLDERS.DOCUMENTS);
                        })
                        .define(DOCUMENTS, m -> m.softDelete(d -> d.DELETED_AT)));
        Folder attic = db.model(FOLDERS).requireByPk(1L);

        attic.destroy();
        attic.restore();
        // @end

        assertThat(db.model(DOCUMENTS).count()).isEqualTo(2);
        db.close();
    }
}
