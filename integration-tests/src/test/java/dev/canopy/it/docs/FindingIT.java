package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.row;

import dev.canopy.Database;
import dev.canopy.Filters;
import dev.canopy.Model;
import dev.canopy.Sorts;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Cursor;
import dev.canopy.selection.Page;
import dev.canopy.selection.Slice;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE)
@ExtendWith(ShownSql.class)
class FindingIT {
    // @start region="share"
    record Share(boolean published, int posts) {}
    // @end

    private Database db;
    private Model<Users, User, Long> users;
    private Model<Posts, Post, Long> posts;
    private Model<Tasks, Task, Long> tasks;

    @BeforeEach
    void rows(Database database, DataSource dataSource) throws SQLException {
        db = database;
        users = database.model(USERS);
        posts = database.model(POSTS);
        tasks = database.model(TASKS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email, logins) values
                  (1, 'Ada', 'Lee', 'ada@example.com', 3), (2, 'Bob', 'Ray', 'bob@example.com', 4);
                insert into posts (id, author_id, title, published, created_at) values
                  (1, 1, 'Oaks', true, '2026-01-01Z'), (2, 1, 'Elms', false, '2026-01-02Z'), (3, 2, 'Birches', true, '2026-01-03Z');
                insert into tasks (id, user_id, title, due_on) values (1, 1, 'Plant', '2026-03-01'), (2, 1, 'Water', null),
                  (3, 2, 'Prune', '2026-02-01');
                """);
        }
    }

    @Test
    void one() {
        // @start region="one"
        Optional<User> ada = users.where(u -> u.EMAIL.eq("ada@example.com")).findOne();
        // @end

        assertThat(ada).map(User::getFirstName).contains("Ada");
    }

    @Test
    void key() {
        // @start region="key"
        User ada = users.requireByPk(1L);
        // @end

        assertThat(ada.getFirstName()).isEqualTo("Ada");
    }

    @Test
    void by_key() {
        // @start region="byKey"
        User withPosts = users.byPk(1L).include(USERS.POSTS).requireOne();
        // @end

        assertThat(withPosts.getPosts()).isNotEmpty();
    }

    @Test
    void all() {
        // @start region="all"
        List<Post> newest = posts.where(p -> p.PUBLISHED.isTrue())
                .where(p -> p.TITLE.startsWith("O").or(p.TITLE.contains("irch")))
                .orderBy(p -> p.CREATED_AT.desc())
                .limit(10)
                .findAll();
        // @end

        assertThat(newest).extracting(Post::getTitle).containsExactly("Birches", "Oaks");
    }

    @Test
    void optional() {
        Optional<String> wanted = Optional.of("Oaks");
        // @start region="optional"
        List<Post> found =
                posts.whereIf(wanted, (p, title) -> p.TITLE.eq(title)).findAll();
        // @end

        assertThat(found).hasSize(1);
    }

    @Test
    void associations() {
        // @start region="associations"
        List<User> writers = users.where(
                        u -> u.POSTS.where(p -> p.PUBLISHED.isTrue()).exists())
                .orderBy(u -> u.POSTS.count().desc())
                .findAll();
        // @end

        assertThat(writers).extracting(User::getFirstName).containsExactly("Ada", "Bob");
    }

    @Test
    void path() {
        // @start region="path"
        List<Post> byAuthor =
                posts.orderBy(p -> p.AUTHOR.get(a -> a.LAST_NAME).desc()).findAll();
        // @end

        assertThat(byAuthor).extracting(Post::getTitle).containsExactly("Birches", "Oaks", "Elms");
    }

    @Test
    void numbers() {
        // @start region="numbers"
        long published = posts.where(p -> p.PUBLISHED.isTrue()).count();
        BigDecimal logins = users.sum(u -> u.LOGINS);
        Map<Long, Long> byAuthor = posts.countBy(p -> p.AUTHOR_ID);
        // @end

        assertThat(published).isEqualTo(2);
        assertThat(logins).isEqualTo("7");
        assertThat(byAuthor).containsExactly(Map.entry(1L, 2L), Map.entry(2L, 1L));
    }

    @Test
    void groups() {
        // @start region="groups"
        List<Share> shares = posts.groupBy(p -> p.PUBLISHED)
                .having(p -> count().gt(0))
                .orderBy(p -> count().desc())
                .select(p -> row(p.PUBLISHED, count()).mapping(Share::new));
        // @end

        assertThat(shares).containsExactly(new Share(true, 2), new Share(false, 1));
    }

    @Test
    void page() {
        // @start region="page"
        Page<User> page = users.orderBy(u -> u.LAST_NAME).limit(20).offset(0).findAndCountAll();

        page.total();
        page.hasNext();
        // @end

        assertThat(page.total()).isEqualTo(2);
    }

    @Test
    void slices() {
        // @start region="slices"
        Slice<Task> first =
                tasks.orderBy(t -> t.DUE_ON.asc().nullsLast()).limit(2).findSlice();
        String token = first.next().orElseThrow().token(); // into the answer, and back with the next request

        Slice<Task> second = tasks.orderBy(t -> t.DUE_ON.asc().nullsLast())
                .limit(2)
                .after(new Cursor(token))
                .findSlice();
        // @end

        assertThat(second.rows()).extracting(Task::getTitle).containsExactly("Water");
    }

    @Test
    void locks() {
        // @start region="locks"
        db.transaction(() -> {
            Optional<Task> next = tasks.where(t -> t.DONE.isFalse())
                    .orderBy(t -> t.ID)
                    .forUpdate()
                    .skipLocked()
                    .findOne();
            next.ifPresent(task -> task.update(t -> t.setDone(true)));
        });
        // @end

        assertThat(tasks.where(t -> t.DONE.isTrue()).count()).isEqualTo(1);
    }

    @Test
    void many() {
        List<String> report = new ArrayList<>();
        // @start region="many"
        db.transaction(() -> {
            try (Stream<User> all = users.orderBy(u -> u.ID).stream()) {
                all.forEach(user -> report.add(user.getEmail()));
            }
        });
        users.eachBatch(1000, batch -> batch.forEach(user -> report.add(user.getEmail())));
        // @end

        assertThat(report).hasSize(4);
    }

    @Test
    void columns() {
        // @start region="columns"
        List<Record> names = users.only(u -> u.FIRST_NAME, u -> u.LAST_NAME).findAll();
        List<Record> rest = users.allBut(u -> u.PASSWORD_HASH, u -> u.NOTE).findAll();
        // @end

        assertThat(names).extracting(name -> name.get(USERS.LAST_NAME)).containsExactly("Lee", "Ray");
        assertThat(rest).hasSize(2);
    }

    @Test
    void plain() {
        // @start region="plain"
        int ofAda = db.dsl()
                .fetchCount(posts.where(POSTS.TITLE.ne("Elms"))
                        .where(p -> p.AUTHOR_ID.eq(1L))
                        .toSelect());
        // @end

        assertThat(ofAda).isEqualTo(1);
    }

    @Test
    void sql() {
        // @start region="sql"
        List<User> named = db.sql("select * from users where lower(last_name) = :name")
                .bind("name", "lee")
                .findAll(USERS);
        // @end

        assertThat(named).hasSize(1);
    }

    @Test
    void request() {
        Map<String, String[]> parameters = Map.of("title", new String[] {"oa"});
        // @start region="request"
        Filters<Posts> filters =
                Filters.of(POSTS).contains("title", p -> p.TITLE).from("since", p -> p.CREATED_AT);
        Sorts<Posts> sorts = Sorts.of(POSTS)
                .by("title", p -> p.TITLE)
                .by("created", p -> p.CREATED_AT)
                .otherwise("title");

        List<Post> answer = posts.and(filters.scope(parameters))
                .and(sorts.scope("-created,title"))
                .limit(20)
                .findAll();
        // @end

        assertThat(answer).extracting(Post::getTitle).containsExactly("Oaks");
    }
}
