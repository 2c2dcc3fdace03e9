package dev.canopy.it;

import static dev.canopy.sample.Tables.DEEDS;
import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.WORKERS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.TransactionException;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.sql.PoolUse;
import dev.canopy.sql.TransactionCounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Work of eight threads on rows that plain SQL can check whatever happens to the connections meanwhile: a deed and its worker's
 * total are written by the same commit, so they agree after any failure, and what the thread was told of each is noted.
 */
final class Deeds {
    static final int WORKERS_THERE = 8;

    /** What the server knows the connections by. */
    static final String APPLICATION = "deeds";

    private final Database db;
    private final Map<UUID, Fact> facts = new ConcurrentHashMap<>();
    private final LongAdder operations = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder committed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder added = new LongAdder();
    private final LongAdder perhapsAdded = new LongAdder();

    /** What must be true of a deed by what was told. */
    private enum Fact {
        THERE,
        NOT_THERE,
        NOBODY_KNOWS
    }

    /** How an operation ended. */
    private enum Told {
        DONE,
        FAILED,
        UNKNOWN
    }

    private Deeds(Database db) {
        this.db = db;
    }

    /** Eight workers who have done nothing yet. */
    static Deeds of(Database db, PlainSql plain) {
        plain.run("""
            truncate purses, workers, deeds cascade;
            insert into workers select n from generate_series(1, %1$d) n;
            insert into purses (id, owner) select n, 'worker ' || n from generate_series(1, %1$d) n;
            """.formatted(WORKERS_THERE));
        return new Deeds(db);
    }

    /** Operations that the threads have been told to have succeeded. */
    long done() {
        return done.sum();
    }

    /** So many operations in all. */
    void run(int times) throws InterruptedException, ExecutionException {
        runWhile(() -> operations.sum() < times).join();
    }

    /** Operations without end, until the condition does not hold any more. */
    Running runWhile(BooleanSupplier condition) {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS_THERE);
        List<? extends Future<?>> all = IntStream.rangeClosed(1, WORKERS_THERE)
                .mapToObj(number -> threads.submit(() -> {
                    Worker worker = new Worker(number);
                    while (condition.getAsBoolean()) {
                        operations.increment();
                        worker.work();
                    }
                }))
                .toList();
        threads.shutdown();
        return () -> {
            for (Future<?> each : all) {
                each.get();
            }
        };
    }

    /** Threads that work. */
    interface Running {
        /** Waits for their end; what none of them should have met is thrown. */
        void join() throws InterruptedException, ExecutionException;
    }

    /** Holds what was told against what is there. */
    void requireTruth(PlainSql plain) {
        Set<UUID> there = plain.rows("select id from deeds").stream()
                .map(UUID::fromString)
                .collect(toSet());
        assertThat(facts(Fact.THERE).filter(id -> !there.contains(id)))
                .as("acknowledged, and lost")
                .isEmpty();
        assertThat(facts(Fact.NOT_THERE).filter(there::contains))
                .as("told to have failed, and there")
                .isEmpty();
        assertThat(there.stream().filter(id -> !facts.containsKey(id)))
                .as("never written")
                .isEmpty();
        assertThat(plain.rows("""
            select w.id, w.total, d.sum from workers w
            cross join lateral (select coalesce(sum(amount), 0) as sum from deeds where worker_id = w.id) d
            where w.total <> d.sum\
            """)).as("written twice, or in part").isEmpty();
        assertThat(db.transactionCounts())
                .extracting(TransactionCounts::committed, TransactionCounts::unknown)
                .containsExactly(committed.sum(), unknown.sum());
        assertThat(Long.parseLong(plain.value("select sum(balance)::bigint from purses")))
                .as("increments")
                .isBetween(added.sum(), added.sum() + perhapsAdded.sum());
    }

    /** Every connection of a pool of eight can be had at once, and the server knows of no other one. */
    void requireWholePool(PlainSql plain) {
        Eventually.holds(() -> holding(
                WORKERS_THERE,
                () -> assertThat(plain.value("select count(*) from pg_stat_activity where application_name = '%s'"
                                .formatted(APPLICATION)))
                        .isEqualTo("" + WORKERS_THERE)));
        assertThat(db.health().pool().orElseThrow())
                .extracting(PoolUse::active, PoolUse::idle, PoolUse::waiting)
                .containsExactly(0, WORKERS_THERE, 0);
    }

    private void holding(int connections, Runnable work) {
        if (connections == 0) {
            work.run();
            return;
        }
        db.transaction(t -> t.separate(), () -> {
            db.authenticate();
            holding(connections - 1, work);
        });
    }

    private Stream<UUID> facts(Fact wanted) {
        return facts.entrySet().stream()
                .filter(entry -> entry.getValue() == wanted)
                .map(Map.Entry::getKey);
    }

    /** One thread. */
    private final class Worker {
        private final int number;
        private final Random chance;
        private final List<UUID> standing = new ArrayList<>();

        Worker(int number) {
            this.number = number;
            this.chance = new Random(number);
        }

        /** Something of the kinds of work that there are. */
        void work() {
            UUID deed = UUID.randomUUID();
            switch (chance.nextInt(11)) {
                case 0 -> commit(List.of(deed), () -> db.transaction(() -> write(deed)));
                case 1 ->
                    commit(
                            List.of(deed),
                            () -> db.transaction(t -> t.serializable().retry(100), () -> write(deed)));
                case 2 -> commit(List.of(deed), () -> db.dsl().transaction(jooq -> write(deed)));
                case 3 ->
                    commit(List.of(deed), () -> {
                        try (OpenTransaction tx = db.begin()) {
                            write(deed);
                            tx.commit();
                        }
                    });
                case 4 -> withUndoneSavepoint(deed);
                case 5 -> inBulk();
                case 6 -> alone(deed);
                case 7 -> changedMind(deed);
                case 8 -> takeBack();
                case 9 -> told(this::read);
                default -> increment();
            }
        }

        private void write(UUID deed) {
            db.model(DEEDS).create(row -> row.setId(deed).setWorkerId(number).setAmount((long) chance.nextInt(1, 100)));
            count(deed);
        }

        /** What the deed is worth is added on the server. */
        private void count(UUID deed) {
            db.sql("update workers set total = total + d.amount from deeds d where workers.id = d.worker_id"
                            + " and d.id = :id")
                    .bind("id", deed)
                    .execute();
        }

        private void withUndoneSavepoint(UUID deed) {
            UUID undone = UUID.randomUUID();
            facts.put(undone, Fact.NOT_THERE);
            commit(
                    List.of(deed),
                    () -> db.transaction(() -> {
                        write(deed);
                        try {
                            db.transaction(() -> {
                                write(undone);
                                throw new IllegalStateException("changed my mind");
                            });
                        } catch (IllegalStateException meant) {
                            assertThat(meant).hasMessage("changed my mind");
                        }
                    }));
        }

        private void inBulk() {
            List<UUID> deeds = Stream.generate(UUID::randomUUID).limit(5).toList();
            commit(
                    deeds,
                    () -> db.transaction(() -> {
                        db.model(DEEDS)
                                .bulkCreate(deeds.stream()
                                        .map(deed -> db.dsl()
                                                .newRecord(DEEDS)
                                                .setId(deed)
                                                .setWorkerId(number)
                                                .setAmount(7L))
                                        .toList());
                        db.model(WORKERS).where(w -> w.ID.eq(number)).increment(w -> w.TOTAL, 7L * deeds.size());
                    }));
        }

        /** Both by one statement, which commits by itself. */
        private void alone(UUID deed) {
            facts.put(
                    deed,
                    fact(told(() ->
                            db.sql("""
                                with deed as (insert into deeds (id, worker_id, amount) values (:id, :worker, 3) returning *)
                                update workers set total = total + deed.amount from deed where workers.id = deed.worker_id\
                                """).bind("id", deed).bind("worker", number).execute())));
        }

        /** The one write that nothing would keep from being done twice. */
        private void increment() {
            Told told = told(() ->
                    db.model(PURSES).where(p -> p.ID.eq((long) number)).increment(p -> p.BALANCE, BigDecimal.ONE));
            switch (told) {
                case DONE -> added.increment();
                case UNKNOWN -> perhapsAdded.increment();
                case FAILED -> {}
            }
        }

        private void changedMind(UUID deed) {
            facts.put(deed, Fact.NOT_THERE);
            told(() -> {
                try {
                    db.transaction(() -> {
                        write(deed);
                        throw new IllegalStateException("changed my mind");
                    });
                } catch (IllegalStateException meant) {
                    assertThat(meant).hasMessage("changed my mind");
                }
            });
        }

        private void takeBack() {
            if (standing.isEmpty()) {
                return;
            }
            UUID deed = standing.removeLast();
            Told told = told(() -> db.transaction(() -> {
                db.sql("update workers set total = total - d.amount from deeds d"
                                + " where workers.id = d.worker_id and d.id = :id")
                        .bind("id", deed)
                        .execute();
                db.model(DEEDS).requireByPk(deed).destroy();
            }));
            noteCommit(told);
            switch (told) {
                case DONE -> facts.put(deed, Fact.NOT_THERE);
                case UNKNOWN -> facts.put(deed, Fact.NOBODY_KNOWS);
                case FAILED -> standing.add(deed);
            }
        }

        private void read() {
            assertThat(db.sql("""
                select w.total = coalesce((select sum(amount) from deeds where worker_id = w.id), 0)
                from workers w where w.id = :id\
                """).bind("id", number).findAll(Boolean.class)).containsExactly(true);
            assertThat(db.model(WORKERS)
                            .where(w -> w.ID.eq(number))
                            .include(WORKERS.DEEDS.limit(3))
                            .findAll())
                    .hasSize(1);
        }

        private void commit(List<UUID> deeds, Runnable operation) {
            Told told = told(operation);
            noteCommit(told);
            deeds.forEach(deed -> facts.put(deed, fact(told)));
            if (told == Told.DONE) {
                standing.addAll(deeds);
            }
        }

        private void noteCommit(Told told) {
            switch (told) {
                case DONE -> committed.increment();
                case UNKNOWN -> unknown.increment();
                case FAILED -> {}
            }
        }

        private Told told(Runnable operation) {
            try {
                operation.run();
                done.increment();
                return Told.DONE;
            } catch (CommitUnknownException e) {
                return Told.UNKNOWN;
            } catch (ConnectionException e) {
                return Told.FAILED;
            } catch (TransactionException e) {
                assertThat(e).as("rolled back, and says why").hasCauseInstanceOf(ConnectionException.class);
                return Told.FAILED;
            }
        }

        private Fact fact(Told told) {
            return switch (told) {
                case DONE -> Fact.THERE;
                case FAILED -> Fact.NOT_THERE;
                case UNKNOWN -> Fact.NOBODY_KNOWS;
            };
        }
    }
}
