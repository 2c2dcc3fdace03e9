package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.HandOver;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction and other threads, over a pool of one connection: those that it refuses, and those that it is handed to. */
@CanopyTest
class HandOverIT {
    private final PlainSql plain;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;

    HandOverIT(ScratchDatabase scratch) {
        plain = new PlainSql(scratch.dataSource());
        db = Connected.withFew(scratch, 1);
        tags = db.model(TAGS);
    }

    @BeforeEach
    void rows() {
        plain.run("truncate tags restart identity cascade");
    }

    @AfterEach
    void the_one_connection_is_back() {
        try (db) {
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    @Test
    void a_thread_that_is_started_inside_is_refused_and_a_pools_is_outside() throws Exception {
        try (ExecutorService before = Executors.newSingleThreadExecutor()) {
            before.submit(() -> {}).get();
            db.transaction(() -> {
                tags.create(tag -> tag.setName("here"));
                for (Thread.Builder kind : List.of(
                        Thread.ofPlatform().name("own"), Thread.ofVirtual().name("virtual"))) {
                    AtomicReference<Throwable> refusal = new AtomicReference<>();
                    Thread started = kind.start(() -> {
                        try {
                            tags.count();
                        } catch (RuntimeException e) {
                            refusal.set(e);
                        }
                    });
                    started.join();
                    assertThat(refusal.get())
                            .isInstanceOf(TransactionException.class)
                            .hasMessage(
                                    "This thread (%s) was started inside a transaction of thread %s and is not part of it;"
                                                    .formatted(
                                                            started.getName(),
                                                            Thread.currentThread()
                                                                    .getName())
                                            + " do the work on that thread, start this one outside, or give it the"
                                            + " transaction with handOver().");
                }
                assertThat(before.submit(db::isInTransaction).get()).isFalse();
            });
        }
    }

    @Test
    void a_thread_that_outlives_the_transaction_it_was_started_in_is_free_afterwards() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Long> counted = new CompletableFuture<>();
        db.transaction(() -> {
            tags.create(tag -> tag.setName("x"));
            Thread.ofVirtual().start(() -> {
                over.join();
                counted.complete(tags.count());
            });
        });
        over.complete(null);

        assertThat(counted.get()).isEqualTo(1);
    }

    @Test
    void a_transaction_is_handed_over_to_another_thread_and_comes_back() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            HandOver kept = db.transaction(() -> {
                HandOver tx = db.currentTransaction().handOver();
                other.submit(() -> tx.run(() -> {
                            tags.create(tag -> tag.setName("there"));
                            db.transaction(() -> tags.create(tag -> tag.setName("nested there")));
                        }))
                        .get();
                assertThat(tags.count()).isEqualTo(2);
                return tx;
            });

            assertThat(names()).containsExactly("nested there", "there");
            assertThatThrownBy(() -> other.submit(() -> kept.call(tags::count)).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("The transaction that was handed over has ended; wait for the other thread"
                            + " before it does.");
            assertThat(other.submit(db::isInTransaction).get()).isFalse();
        }
    }

    @Test
    void a_transaction_that_ends_under_another_threads_hands_is_rolled_back() throws Exception {
        CompletableFuture<Void> working = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        Thread owner = Thread.currentThread();
        try (ExecutorService other = Executors.newFixedThreadPool(2)) {
            assertThatThrownBy(() -> db.transaction(() -> {
                        HandOver tx = db.currentTransaction().handOver();
                        other.execute(() -> tx.run(() -> {
                            tags.create(tag -> tag.setName("too late"));
                            working.complete(null);
                            goOn.join();
                            // The end waits for this thread, so it gives the transaction back once the owner waits;
                            // an end that did not wait would be followed by the executor's, which waits with a limit.
                            while (owner.getState() != Thread.State.WAITING
                                    && owner.getState() != Thread.State.TIMED_WAITING) {
                                Thread.onSpinWait();
                            }
                        }));
                        working.join();
                        assertThatThrownBy(tags::count)
                                .hasMessageMatching(
                                        "The transaction was handed over to thread pool-.* and has not come back;"
                                                + " wait for that thread before going on\\.");
                        assertThatThrownBy(() ->
                                        other.submit(() -> tx.call(tags::count)).get())
                                .hasMessageContaining("a connection serves one thread at a time");
                        goOn.complete(null);
                    }))
                    .isInstanceOf(TransactionException.class);
        }
        assertThat(names()).isEmpty();
    }

    private List<String> names() {
        return plain.rows("select name from tags order by name");
    }
}
