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
import java.util.ArrayList;
import java.util.List;
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
 * Sixteen threads write the same keys at the same time. The state after it is exact, and the test counts how often they met: a run
 * in which they hardly did proves nothing and fails.
 */
@CanopyTest(isolation = Isolation.DATABASE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrencyIT {
    private static final int THREADS = 16;
    private static final int ROUNDS = 25;
    private static final int MET = 100;

    private final HikariDataSource pool = new HikariDataSource();
    private final Model<Users, User, Long> users;
    private final PlainSql sql;

    ConcurrencyIT(DataSource dataSource) {
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
        AtomicInteger met = new AtomicInteger();
        atOnce((thread, round) -> {
            FoundOrCreated<User> got = users.findOrCreate(
                    user -> user.setEmail(round + "@example.com"),
                    user -> user.setFirstName("T" + thread).setLastName("X"));
            assertThat(got.row().getEmail()).isEqualTo(round + "@example.com");
            switch (got) {
                case FoundOrCreated.Created<User> one -> created.incrementAndGet();
                case FoundOrCreated.Found<User> one -> met.incrementAndGet();
            }
        });

        assertThat(created).hasValue(ROUNDS);
        assertThat(sql.value("select count(*), count(distinct email) from users"))
                .isEqualTo(ROUNDS + "|" + ROUNDS);
        assertThat(met).hasValueGreaterThanOrEqualTo(MET);
    }

    @Test
    @Fault({"2.15", "2.25"})
    void upserts_of_one_key_are_one_row_and_lose_no_change() throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        atOnce((thread, round) -> {
            Upserted<User> got = users.upsert(
                    user -> user.setEmail(round + "@example.com")
                            .setFirstName("T" + thread)
                            .setLastName("X"),
                    on -> on.key(u -> u.EMAIL));
            switch (got) {
                case Upserted.Created<User> one -> created.incrementAndGet();
                case Upserted.Updated<User> one -> met.incrementAndGet();
            }
        });

        assertThat(created).hasValue(ROUNDS);
        assertThat(met).hasValue(ROUNDS * (THREADS - 1)).hasValueGreaterThanOrEqualTo(MET);
        assertThat(sql.rows("select count(*), min(version), max(version) from users"))
                .as("each of the others changed it once")
                .containsExactly("%d|%d|%d".formatted(ROUNDS, THREADS - 1, THREADS - 1));
    }

    @Test
    @Fault({"0.12", "2.36"})
    void a_version_lets_no_change_of_somebody_else_be_lost() throws Exception {
        long id = user();
        AtomicInteger stale = new AtomicInteger();
        atOnce((thread, round) -> {
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
        assertThat(stale).as("how often somebody was first").hasValueGreaterThanOrEqualTo(MET);
    }

    @Test
    void increments_add_up() throws Exception {
        long id = user();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        atOnce((thread, round) -> {
            if (inside.incrementAndGet() > 1) {
                met.incrementAndGet();
            }
            try {
                assertThat(users.where(u -> u.ID.eq(id)).increment(u -> u.LOGINS, 2))
                        .isEqualTo(1);
                users.where(u -> u.ID.eq(id)).decrement(u -> u.LOGINS, 1);
            } finally {
                inside.decrementAndGet();
            }
        });

        assertThat(sql.value("select logins, version from users"))
                .isEqualTo("%d|%d".formatted(THREADS * ROUNDS, 2 * THREADS * ROUNDS));
        assertThat(met).as("how often another one was within").hasValueGreaterThanOrEqualTo(MET);
    }

    @Test
    @Fault({"0.6", "2.17"})
    void bulk_creates_that_ignore_duplicates_share_the_rows_among_them() throws Exception {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        atOnce((thread, round) -> {
            List<User> rows = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String email = round + "-" + i + "@example.com";
                rows.add(users.build(
                        user -> user.setEmail(email).setFirstName("T" + thread).setLastName("X")));
            }
            List<User> written =
                    users.bulkCreate(rows, b -> b.ignoringDuplicates()).rows();
            created.addAndGet(written.size());
            met.addAndGet(rows.size() - written.size());
            assertThat(written)
                    .allSatisfy(user -> assertThat(user.getFirstName()).isEqualTo("T" + thread));
            assertThat(rows).filteredOn(User::isNew).hasSize(rows.size() - written.size());
        });

        assertThat(created).hasValue(10 * ROUNDS);
        assertThat(sql.value("select count(*), count(distinct email) from users"))
                .isEqualTo("%d|%d".formatted(10 * ROUNDS, 10 * ROUNDS));
        assertThat(met).hasValueGreaterThanOrEqualTo(MET);
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
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        atOnce((thread, round) -> {
            if (inside.incrementAndGet() > 1) {
                met.incrementAndGet();
            }
            try {
                if (thread % 2 == 0) {
                    db.model(POSTS).requireByPk(posts.get(round)).tags().add(tags.get(round));
                } else {
                    db.model(TAGS).requireByPk(tags.get(round)).posts().add(posts.get(round));
                }
            } finally {
                inside.decrementAndGet();
            }
        });

        assertThat(sql.value("select count(*), count(*) filter (where post_id = tag_id) from post_tags"))
                .isEqualTo("%1$d|%1$d".formatted(ROUNDS));
        assertThat(met).as("how often another one was within").hasValueGreaterThanOrEqualTo(MET);
    }

    private long user() {
        return users.create(
                        user -> user.setEmail("a@example.com").setFirstName("A").setLastName("B"))
                .getId();
    }

    private interface Work {
        void run(int thread, int round) throws Exception;
    }

    /** Every thread begins each round when all have ended the one before. */
    private static void atOnce(Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
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
                try {
                    one.get(100, TimeUnit.SECONDS);
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
            assertThat(failures)
                    .filteredOn(failure -> !(failure instanceof BrokenBarrierException))
                    .isEmpty();
        }
    }
}
