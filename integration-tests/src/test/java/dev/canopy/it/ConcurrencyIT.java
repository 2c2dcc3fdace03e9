package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.StaleEntityException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Upserted;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixteen threads write the same rows at the same time. In each round somebody else holds the row until the server says that all of
 * them wait for it, so that they do meet, whatever the machine does; then the state is exact.
 */
@CanopyTest(isolation = Isolation.DATABASE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrencyIT {
    private static final int THREADS = 16;
    private static final int ROUNDS = 10;

    /** What somebody else holds in a round: a user that is not committed, or the one that is there. */
    private static final String NEW_USER =
            "insert into users (first_name, last_name, email) values ('H', 'X', '%d@example.com')";

    private static final String THE_USER = "select from users for update";

    private final HikariDataSource pool = new HikariDataSource();
    private final Model<Users, User, Long> users;
    private final DataSource dataSource;
    private final PlainSql sql;

    ConcurrencyIT(DataSource dataSource) {
        this.dataSource = dataSource;
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(THREADS);
        pool.setConnectionTimeout(60_000);
        this.users = Database.using(
                        pool,
                        c -> c.define(USERS, m -> {
                            m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
                            m.softDelete(u -> u.DELETED_AT);
                            m.version(u -> u.VERSION);
                        }))
                .model(USERS);
        this.sql = new PlainSql(dataSource);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    @Fault("2.25")
    void find_or_create_creates_each_row_once_and_everybody_gets_it() throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger found = new AtomicInteger();
        atOnce(NEW_USER, (thread, round) -> {
            FoundOrCreated<User> got = users.findOrCreate(
                    user -> user.setEmail(round + "@example.com"),
                    user -> user.setFirstName("T" + thread).setLastName("X"));
            assertThat(got.row().getEmail()).isEqualTo(round + "@example.com");
            switch (got) {
                case FoundOrCreated.Created<User> one -> created.incrementAndGet();
                case FoundOrCreated.Found<User> one -> found.incrementAndGet();
            }
        });

        assertThat(created).hasValue(ROUNDS);
        assertThat(sql.value("select count(*), count(distinct email) from users"))
                .isEqualTo(ROUNDS + "|" + ROUNDS);
        assertThat(found).hasValue(ROUNDS * (THREADS - 1));
    }

    @Test
    @Fault({"2.15", "2.25"})
    void upserts_of_one_key_are_one_row_and_lose_no_change() throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger updated = new AtomicInteger();
        atOnce(NEW_USER, (thread, round) -> {
            Upserted<User> got = users.upsert(
                    user -> user.setEmail(round + "@example.com")
                            .setFirstName("T" + thread)
                            .setLastName("X"),
                    on -> on.key(u -> u.EMAIL));
            switch (got) {
                case Upserted.Created<User> one -> created.incrementAndGet();
                case Upserted.Updated<User> one -> updated.incrementAndGet();
            }
        });

        assertThat(created).hasValue(ROUNDS);
        assertThat(updated).hasValue(ROUNDS * (THREADS - 1));
        assertThat(sql.rows("select count(*), min(version), max(version) from users"))
                .as("each of the others changed it once")
                .containsExactly("%d|%d|%d".formatted(ROUNDS, THREADS - 1, THREADS - 1));
    }

    @Test
    @Fault({"0.12", "2.36"})
    void a_version_lets_no_change_of_somebody_else_be_lost() throws Exception {
        long id = user();
        AtomicInteger stale = new AtomicInteger();
        atOnce(THE_USER, (thread, round) -> {
            while (true) {
                User user = users.requireByPk(id);
                try {
                    user.update(u -> u.setLogins(u.getLogins() + 1));
                    return;
                } catch (StaleEntityException again) {
                    stale.incrementAndGet();
                }
            }
        });

        assertThat(sql.value("select logins, version from users"))
                .isEqualTo("%d|%d".formatted(THREADS * ROUNDS, THREADS * ROUNDS));
        assertThat(stale)
                .as("how often somebody was first; all had read the same")
                .hasValueGreaterThanOrEqualTo(ROUNDS * (THREADS - 1));
    }

    @Test
    void increments_add_up() throws Exception {
        long id = user();
        atOnce(THE_USER, (thread, round) -> {
            assertThat(users.where(u -> u.ID.eq(id)).increment(u -> u.LOGINS, 2))
                    .isEqualTo(1);
            users.where(u -> u.ID.eq(id)).decrement(u -> u.LOGINS, 1);
        });

        assertThat(sql.value("select logins, version from users"))
                .isEqualTo("%d|%d".formatted(THREADS * ROUNDS, 2 * THREADS * ROUNDS));
    }

    @Test
    @Fault({"0.6", "2.17"})
    void bulk_creates_that_ignore_duplicates_share_the_rows_among_them() throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger ignored = new AtomicInteger();
        atOnce(NEW_USER, (thread, round) -> {
            List<User> rows = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String email = (i == 0 ? "" + round : round + "-" + i) + "@example.com";
                rows.add(users.build(
                        user -> user.setEmail(email).setFirstName("T" + thread).setLastName("X")));
            }
            List<User> written =
                    users.bulkCreate(rows, b -> b.ignoringDuplicates()).rows();
            created.addAndGet(written.size());
            ignored.addAndGet(rows.size() - written.size());
            assertThat(written)
                    .allSatisfy(user -> assertThat(user.getFirstName()).isEqualTo("T" + thread));
            assertThat(rows).filteredOn(User::isNew).hasSize(rows.size() - written.size());
        });

        assertThat(created).hasValue(10 * ROUNDS);
        assertThat(sql.value("select count(*), count(distinct email) from users"))
                .isEqualTo("%d|%d".formatted(10 * ROUNDS, 10 * ROUNDS));
        assertThat(ignored).hasValue(10 * ROUNDS * (THREADS - 1));
    }

    @Test
    @Fault("2.25")
    void both_sides_of_a_junction_tie_the_same_two_rows_at_once() throws Exception {
        Database db = Database.using(pool, c -> {});
        sql.run("""
            insert into users (first_name, last_name, email) values ('A', 'B', 'a@example.com');
            insert into posts (author_id, title) select 1, 'p' || n from generate_series(1, %1$d) n;
            insert into tags (name) select 't' || n from generate_series(1, %1$d) n""".formatted(ROUNDS));
        List<Long> posts = db.model(POSTS).orderBy(p -> p.ID).findAll().stream()
                .map(Post::getId)
                .toList();
        List<Long> tags = db.model(TAGS).orderBy(t -> t.ID).findAll().stream()
                .map(Tag::getId)
                .toList();
        atOnce(
                "insert into post_tags (post_id, tag_id) values (%1$d + 1, %1$d + 1)",
                (thread, round) -> {
                    if (thread % 2 == 0) {
                        db.model(POSTS).requireByPk(posts.get(round)).tags().add(tags.get(round));
                    } else {
                        db.model(TAGS).requireByPk(tags.get(round)).posts().add(posts.get(round));
                    }
                });

        assertThat(sql.value("select count(*), count(*) filter (where post_id = tag_id) from post_tags"))
                .isEqualTo("%1$d|%1$d".formatted(ROUNDS));
    }

    /** The entity's own verb, on a row of which each has an older state. */
    @Test
    void increments_of_entities_add_up() throws Exception {
        long id = user();
        atOnce(THE_USER, (thread, round) -> users.requireByPk(id).increment(USERS.LOGINS, 1));

        assertThat(sql.value("select logins, version from users")).isEqualTo("%1$d|%1$d".formatted(THREADS * ROUNDS));
    }

    private long user() {
        return users.create(
                        user -> user.setEmail("a@example.com").setFirstName("A").setLastName("B"))
                .getId();
    }

    private interface Work {
        void run(int thread, int round) throws Exception;
    }

    /**
     * Every thread begins each round when all have ended the one before, and writes when all wait for the one that holds the row.
     *
     * @param holding what that one executes, and rolls back
     */
    private void atOnce(String holding, Work work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            List<Future<?>> releases = new ArrayList<>();
            CyclicBarrier together = new CyclicBarrier(THREADS, () -> {
                Connection holder = hold(holding.formatted(next.getAndIncrement()));
                releases.add(threads.submit(() -> releaseWhenAllWait(holder)));
            });
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                Callable<Boolean> rounds = () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        together.await(60, TimeUnit.SECONDS);
                        try {
                            work.run(thread, round);
                        } catch (Throwable failed) {
                            together.reset();
                            throw failed;
                        }
                    }
                    return true;
                };
                running.add(threads.submit(rounds));
            }
            List<Throwable> failures = new ArrayList<>();
            for (Future<?> one : running) {
                failure(one).ifPresent(failures::add);
            }
            for (Future<?> one : releases) {
                failure(one).ifPresent(failures::add);
            }
            assertThat(failures)
                    .filteredOn(failure -> !(failure instanceof BrokenBarrierException))
                    .isEmpty();
            assertThat(releases).hasSize(ROUNDS);
        }
    }

    private static Optional<Throwable> failure(Future<?> one) throws Exception {
        try {
            one.get(100, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.of(failed.getCause());
        }
    }

    private Connection hold(String statement) {
        try {
            Connection holder = dataSource.getConnection();
            holder.setAutoCommit(false);
            try (Statement hold = holder.createStatement()) {
                hold.execute(statement);
            }
            return holder;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private boolean releaseWhenAllWait(Connection holder) throws SQLException {
        try (holder) {
            try {
                Eventually.holds(() -> assertThat(sql.value("""
                    select count(*) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'""")).isEqualTo("" + THREADS));
                return true;
            } finally {
                holder.rollback();
                holder.setAutoCommit(true);
            }
        }
    }
}
