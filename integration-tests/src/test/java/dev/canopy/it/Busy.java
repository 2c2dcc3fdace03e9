package dev.canopy.it;

import dev.canopy.Database;
import java.util.concurrent.CountDownLatch;

/** A thread that holds a connection in a transaction until it is told to end. */
final class Busy implements AutoCloseable {
    private final CountDownLatch holds = new CountDownLatch(1);
    private final CountDownLatch ends = new CountDownLatch(1);
    private final Thread thread;

    private Busy(Database db) {
        this.thread = new Thread(() -> hold(db), "busy");
    }

    static Busy in(Database db) {
        Busy busy = new Busy(db);
        busy.thread.start();
        await(busy.holds);
        return busy;
    }

    void end() {
        ends.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        end();
    }

    private void hold(Database db) {
        try {
            db.transaction(() -> {
                db.dsl().selectOne().fetch();
                holds.countDown();
                await(ends);
            });
        } catch (RuntimeException cut) {
            // A Database that was closed meanwhile cut its connection; that is what some tests are about.
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
