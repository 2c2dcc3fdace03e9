package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.util.Credentials;
import dev.canopy.Database;
import dev.canopy.model.WriteKind;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE)
@ExtendWith(ShownSql.class)
class HooksIT {
    private final DataSource dataSource;
    private final ScratchDatabase scratch;
    private final List<String> mail = new ArrayList<>();
    private final List<String> audit = new ArrayList<>();

    HooksIT(DataSource dataSource, ScratchDatabase scratch) {
        this.dataSource = dataSource;
        this.scratch = scratch;
    }

    @Test
    void around() {
        // @start region="around"
        Database db = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                            m.beforeValidate(
                                    (user, op) -> user.setEmail(user.getEmail().strip()));
                            m.beforeSave((user, op) ->
                                    user.setNote("by " + op.actor(String.class).orElse("nobody")));
                            m.afterCreate((user, op) -> op.create(
                                    POSTS,
                                    post -> post.setAuthorId(user.getId()).setTitle("Hello")));
                            m.afterCommit(WriteKind.CREATE, (user, op) -> mail.add("welcome, " + user.getFirstName()));
                        })
                        .hooks(h -> h.afterSave((row, op) -> audit.add(
                                        op.kind() + " " + op.changedFields().size()))
                                .named("audit")));

        User ann = db.actingAs(
                "the import",
                () -> db.model(USERS)
                        .create(user ->
                                user.setFirstName("Ann").setLastName("Lee").setEmail(" ann@example.com ")));
        // @end

        assertThat(ann.getNote()).isEqualTo("by the import");
        assertThat(mail).containsExactly("welcome, Ann");
        assertThat(audit).containsExactly("CREATE 2", "CREATE 4");
        db.close();
    }

    @Test
    void bulk() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'Lee', 'ada@example.com');
                insert into posts (author_id, title, published) values (1, 'Oaks', true), (1, 'Elms', false)
                """);
        }
        // @start region="bulk"
        Database db = Database.using(
                dataSource,
                c -> c.define(POSTS, m -> {
                    m.beforeBulkUpdate(all -> all.where(p -> p.PUBLISHED.isFalse()));
                    m.beforeBulkDestroy(all -> {
                        throw new IllegalStateException("posts stay");
                    });
                }));

        int changed = db.model(POSTS).everyRow().update(post -> post.setBody("soon"));
        // @end

        assertThat(changed).isEqualTo(1);
        db.close();
    }

    @Test
    void removed() {
        // @start region="removed"
        Database db = Database.using(
                dataSource,
                c -> c.define(TAGS, m -> m.removeHook("audit"))
                        .hooks(h -> h.afterSave((row, op) -> audit.add("saved")).named("audit")));

        db.model(TAGS).create(tag -> tag.setName("red"));
        // @end

        assertThat(audit).isEmpty();
        db.close();
    }

    @Test
    void connecting() {
        String url = scratch.url();
        String user = scratch.server().user().orElseThrow();
        String password = "expired";
        AtomicInteger asked = new AtomicInteger();
        Supplier<String> vault = () -> {
            asked.incrementAndGet();
            return scratch.server().password().orElse("");
        };
        // @start region="connecting"
        Database db = Database.connect(
                url,
                user,
                password,
                c -> c.pool(hikari -> {
                    hikari.setCredentialsProvider(() -> Credentials.of(user, vault.get()));
                    hikari.setConnectionInitSql("set statement_timeout = '30s'");
                }));
        // @end

        try (db) {
            assertThat(db.sql("show statement_timeout").findAll(String.class)).containsExactly("30s");
            assertThat(asked.get()).isPositive();
        }
    }
}
