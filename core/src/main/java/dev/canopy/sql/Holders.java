package dev.canopy.sql;

import java.sql.Connection;
import java.time.Duration;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who works with which connection. What they do is looked up when somebody asks, so it costs nothing before. Thread-safe. */
final class Holders {
    private final IdentityHashMap<Connection, Holder> held = new IdentityHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();

    private record Holder(Thread thread, long since) {
        String spoken() {
            String place = CallSite.of(thread.getStackTrace());
            return "thread \"%s\" for %d ms%s"
                    .formatted(
                            thread.getName(),
                            Duration.ofNanos(System.nanoTime() - since).toMillis(),
                            place == null ? "" : " in " + place);
        }
    }

    void took(Connection connection) {
        lock.lock();
        try {
            held.put(connection, new Holder(Thread.currentThread(), System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    void returned(Connection connection) {
        lock.lock();
        try {
            held.remove(connection);
            returned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean has(Thread thread) {
        return all().stream().anyMatch(holder -> holder.thread() == thread);
    }

    /**
     * Waits until nobody holds a connection.
     *
     * @return false if somebody still does after this time
     */
    boolean awaitNone(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!held.isEmpty() && left > 0) {
                left = returned.awaitNanos(left);
            }
            return held.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Those who have held theirs longest, and where they are now; null if there are none. */
    @Nullable
    String longest(int most) {
        List<Holder> all = all();
        return all.isEmpty()
                ? null
                : all.stream()
                        .sorted(Comparator.comparingLong(holder -> holder.since() - System.nanoTime()))
                        .limit(most)
                        .map(Holder::spoken)
                        .collect(Collectors.joining("; "));
    }

    private List<Holder> all() {
        lock.lock();
        try {
            return List.copyOf(held.values());
        } finally {
            lock.unlock();
        }
    }
}
