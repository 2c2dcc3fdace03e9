package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Slice;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/** The program of {@link MemoryIT}: operations of every kind, with texts of statements that never come again among them. */
final class ManyOperations {
    private static final int THREADS = 8;
    private static final int ROUNDS = 5;

    /** What the heap in use may grow by. */
    private static final long TOLERATED = 4 << 20;

    /** So many texts are kept on purpose by the library, and so many by the driver for each connection. */
    private static final int KEPT = 2_000;

    private static final int PREPARED = 32;

    private final Database db;
    private final int operations = Integer.getInteger("canopy.operations") / ROUNDS / THREADS;
    private final List<Thread> workers = new ArrayList<>();

    private ManyOperations(Database db) {
        this.db = db;
    }

    @SuppressWarnings("SystemOut") // how it says that it ended well
    public static void main(String[] server) throws Exception {
        try (Database db = Database.connect(
                server[0],
                server[1],
                server[2],
                c -> c.poolSize(THREADS)
                        .pool(hikari -> hikari.addDataSourceProperty("preparedStatementCacheQueries", PREPARED)))) {
            new ManyOperations(db).run();
        }
        System.out.println("nothing left behind");
    }

    @SuppressWarnings("SystemOut") // for whoever wants to know how much it was
    private void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread worker = new Thread(work);
            workers.add(worker);
            return worker;
        });
        try (threads) {
            fill();
            List<Long> used = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                runAll(threads, round);
                used.add(usedAfterCollection());
            }
            System.out.println("In use after each round: " + used);
            assertThat(used.getLast())
                    .as("bytes in use after each round: %s", used)
                    .isLessThan(used.getFirst() + TOLERATED);
            for (Thread worker : workers) {
                assertThat(left(worker)).as("left on a thread").isEmpty();
            }
            requireLittleInSessions(THREADS);
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    /** Rows to read, and all that is kept on purpose. */
    private void fill() {
        db.model(TAGS).create(tag -> tag.setName("taken"));
        for (int i = 0; i < 10; i++) {
            User user = db.model(USERS).create(ManyOperations::named);
            user.posts().create(post -> post.setTitle("One"));
        }
        Random chance = new Random(0);
        for (int i = 0; i < KEPT; i++) {
            textThatNeverComesAgain(chance);
        }
    }

    private void runAll(ExecutorService threads, int round) throws InterruptedException, ExecutionException {
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random chance = new Random(round * 100L + thread);
            all.add(threads.submit(() -> {
                for (int i = 0; i < operations; i++) {
                    operation(chance);
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private void operation(Random chance) {
        Model<Users, User, Long> users = db.model(USERS);
        switch (chance.nextInt(10)) {
            case 0 -> {
                User user = users.create(ManyOperations::named);
                Post post = user.posts().create(p -> p.setTitle("One"));
                post.update(p -> p.setTitle("Two")).destroy();
                user.destroy();
            }
            case 1 ->
                assertThatThrownBy(() -> db.transaction(t -> t.retry(3).setting("app.who", "me"), () -> {
                            users.bulkCreate(
                                    Stream.generate(() -> named(db.dsl().newRecord(USERS)))
                                            .limit(3)
                                            .toList());
                            db.currentTransaction().afterRollback(users::exists);
                            throw new IllegalStateException("undone");
                        }))
                        .hasMessage("undone");
            case 2 ->
                assertThat(users.limit(5)
                                .include(USERS.POSTS
                                        .strategy(chance.nextBoolean() ? Strategy.SPLIT : Strategy.MULTISET)
                                        .limit(3))
                                .findAll())
                        .hasSize(5);
            case 3 -> textThatNeverComesAgain(chance);
            case 4 ->
                assertThat(db.sql("select " + chance.nextInt() + " + :x::bigint")
                                .bind("x", 1)
                                .findAll(Long.class))
                        .hasSize(1);
            case 5 -> {
                Selection<Users, User> ordered = users.orderBy(u -> u.EMAIL).limit(2);
                Slice<User> first = ordered.findSlice();
                assertThat(ordered.after(first.next().orElseThrow()).findSlice().rows())
                        .hasSize(2);
            }
            case 6 ->
                // Not read to its end, and closed by nobody but the transaction.
                assertThat(db.transaction(() -> users.stream().findFirst())).isPresent();
            case 7 ->
                assertThatThrownBy(() -> db.model(TAGS).create(tag -> tag.setName("taken")))
                        .isInstanceOf(UniqueConstraintException.class);
            case 8 ->
                assertThat(db.countingStatements(() -> db.transaction(() -> {
                                    users.exists();
                                    return db.transaction(() ->
                                            db.withSchema("public").model(USERS).count());
                                }))
                                .statements())
                        .hasSize(2);
            default ->
                assertThat(db.dsl().fetchCount(USERS, USERS.LOGINS.ne(DSL.inline(chance.nextInt(1, 1 << 30)))))
                        .isPositive();
        }
    }

    private void textThatNeverComesAgain(Random chance) {
        assertThat(db.model(USERS)
                        .where(u -> u.LOGINS.ne(DSL.inline(chance.nextInt(1, 1 << 30))))
                        .exists())
                .isTrue();
    }

    private static User named(User user) {
        return user.setFirstName("A").setLastName("B").setEmail(UUID.randomUUID() + "@example.com");
    }

    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What of ours a thread still knows when it has nothing to do. */
    private static List<Object> left(Thread thread) throws ReflectiveOperationException {
        List<Object> left = new ArrayList<>();
        for (String map : List.of("threadLocals", "inheritableThreadLocals")) {
            Object locals = field(Thread.class, map).get(thread);
            if (locals == null) {
                continue;
            }
            Object[] entries = (Object[]) field(locals.getClass(), "table").get(locals);
            for (Object entry : entries) {
                Object key = entry == null ? null : ((Reference<?>) entry).get();
                Object value =
                        entry == null ? null : field(entry.getClass(), "value").get(entry);
                if (value != null && (isOurs(value) || (key != null && isOurs(key)))) {
                    left.add(value);
                }
            }
        }
        return left;
    }

    private static boolean isOurs(Object object) {
        return object.getClass().getName().startsWith("dev.canopy.");
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Each session of the pool, one inside the other. */
    private void requireLittleInSessions(int sessions) {
        if (sessions == 0) {
            return;
        }
        db.transaction(t -> t.separate(), () -> {
            assertThat(db.sql("select count(*) from pg_prepared_statements").findAll(Long.class))
                    .allMatch(prepared -> prepared <= PREPARED);
            assertThat(db.sql("select name from pg_cursors where name <> ''").findAll(String.class))
                    .isEmpty();
            requireLittleInSessions(sessions - 1);
        });
    }
}
