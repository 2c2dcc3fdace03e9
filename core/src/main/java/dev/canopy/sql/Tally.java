package dev.canopy.sql;

import java.util.concurrent.atomic.LongAdder;

/** Counts how transactions end. Thread-safe. */
final class Tally {
    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    void committed() {
        committed.increment();
    }

    void rolledBack() {
        rolledBack.increment();
    }

    void retried() {
        retried.increment();
    }

    void unknown() {
        unknown.increment();
    }

    TransactionCounts counts() {
        return new TransactionCounts(committed.sum(), rolledBack.sum(), retried.sum(), unknown.sum());
    }
}
