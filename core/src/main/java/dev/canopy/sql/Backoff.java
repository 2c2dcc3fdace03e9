package dev.canopy.sql;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a retry: by chance between nothing and a limit that doubles each time, so that those who lost against each
 * other do not meet again.
 */
record Backoff(Duration first, Duration longest) {
    static final Backoff USUAL = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1));

    /** The limit before the retry of this number, from 1. */
    Duration limit(int retry) {
        long doubled = first.toNanos();
        for (int i = 1; i < retry && doubled < longest.toNanos(); i++) {
            doubled *= 2;
        }
        return Duration.ofNanos(Math.min(doubled, longest.toNanos()));
    }

    Duration wait(int retry) {
        return Duration.ofNanos(
                ThreadLocalRandom.current().nextLong(limit(retry).toNanos() + 1));
    }
}
