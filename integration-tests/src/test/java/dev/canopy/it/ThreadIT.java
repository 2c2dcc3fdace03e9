package dev.canopy.it;

import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, virtual ones included, over few connections. */
@CanopyTest
class ThreadIT {
    private final ScratchDatabase scratch;
    private final PlainSql plain;

    ThreadIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate purses, tags restart identity cascade;
            insert into purses (owner, balance) values ('Ann', 0);
            """);
    }

    @Test
    void a_thousand_virtual_threads_share_four_connections_and_pin_nothing(@TempDir Path files) throws Exception {
        Path recorded = files.resolve("pinned.jfr");
        try (Recording recording = new Recording();
                Database db = connect(4)) {
            // A class that is loaded pins whoever needs it first, once; that is not what this is about.
            add(db, 300);
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            add(db, 700);
            recording.stop();
            recording.dump(recorded);
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }

        assertThat(plain.value("select balance::int from purses")).isEqualTo("1000");
        assertThat(RecordingFile.readAllEvents(recorded))
                .filteredOn(ThreadIT::isOurs)
                .as("events in which a virtual thread held on to its carrier in our code")
                .isEmpty();
    }

    /** Each thread adds one to the same row. */
    private static void add(Database db, int times) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(threads.submit(() -> db.transaction(() -> {
                    db.model(PURSES).where(p -> p.ID.eq(1L)).update((p, set) -> set.set(p.BALANCE, p.BALANCE.plus(1)));
                })));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    @Test
    void nothing_of_a_transaction_outlives_it_on_threads_that_do() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        try (Database db = connect(2);
                ExecutorService own = Executors.newSingleThreadExecutor()) {
            WeakReference<Object> held = own.submit(() -> work(db, looked)).get();

            Eventually.holds(() -> {
                System.gc();
                assertThat(held.get()).isNull();
            });
            assertThat(own.submit(db::isInTransaction).get()).isFalse();
        } finally {
            looked.countDown();
        }
    }

    /** Something that only the transaction knows, which is also known to a thread that was started in it and goes on. */
    private static WeakReference<Object> work(Database db, CountDownLatch looked) {
        Object something = new Object();
        db.transaction(t -> t.retry(3), () -> {
            db.model(TAGS).create(tag -> tag.setName("x"));
            db.currentTransaction().afterCommit(() -> assertThat(something).isNotNull());
            db.currentTransaction().afterRollback(() -> assertThat(something).isNotNull());
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    looked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        });
        return new WeakReference<>(something);
    }

    @Test
    void no_code_of_ours_waits_inside_synchronized() throws Exception {
        Path core = Path.of("..", "core", "src", "main", "java");
        // Turns two maps in memory, and waits for nobody meanwhile.
        String harmless = Path.of("load", "Recent.java").toString();
        try (var files = Files.walk(core)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java") && !file.endsWith(harmless))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(Files.readString(file)).doesNotContainPattern("\\bsynchronized\\b *[({a-zA-Z]"));
        }
    }

    private static boolean isOurs(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("dev.canopy."));
    }

    private Database connect(int connections) {
        return Connected.to(scratch, c -> c.poolSize(connections).connectionTimeout(Duration.ofMinutes(2)));
    }
}
