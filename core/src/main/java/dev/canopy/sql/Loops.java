package dev.canopy.sql;

import dev.canopy.error.LoopException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds statements that read the same again and again in a loop: the same text from the same line, on one thread, with hardly a
 * pause between. Thread-safe.
 */
final class Loops {
    /** A loop does not think for so long between two rounds; people who ask twice do. */
    private static final long PAUSE = 500_000_000;

    /** So many statements are remembered by thread. */
    private static final int REMEMBERED = 64;

    private final int most;
    private final OnLoop response;
    private final Logger log;

    @SuppressWarnings("ThreadLocalUsage") // each Database has its own, in development and tests alone
    private final ThreadLocal<Map<Key, Run>> runs = ThreadLocal.withInitial(Remembered::new);

    private record Key(String sql, String place) {}

    private record Run(int count, long last) {}

    private static final class Remembered extends LinkedHashMap<Key, Run> {
        @Serial
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Run> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** @param most how often a statement may run */
    Loops(int most, OnLoop response, Logger log) {
        this.most = most;
        this.response = response;
        this.log = log;
    }

    /** Called before a statement runs. */
    void before(String sql, @Nullable String place) {
        if (place == null || !isRead(sql)) {
            return;
        }
        long now = System.nanoTime();
        Key key = new Key(sql, place);
        Run before = runs.get().get(key);
        Run run = before == null || now - before.last() > PAUSE ? new Run(1, now) : new Run(before.count() + 1, now);
        runs.get().put(key, run);
        if (run.count() > most) {
            tell(key, run);
        }
    }

    /** The pause counts from here. */
    void after(String sql, @Nullable String place) {
        if (place != null) {
            runs.get().computeIfPresent(new Key(sql, place), (key, run) -> new Run(run.count(), System.nanoTime()));
        }
    }

    private void tell(Key key, Run run) {
        String message =
                "The same statement ran %d times in a loop at %s: %s Read all at once: include(..) what hangs on the rows, db.load(rows, ..) it, or ask with in(..) for all keys."
                        .formatted(run.count(), key.place(), key.sql());
        if (response == OnLoop.THROW) {
            runs.get().remove(key);
            throw new LoopException(message);
        }
        if (run.count() == most + 1) {
            log.warn(message);
        }
    }

    private static boolean isRead(String sql) {
        String start =
                sql.stripLeading().substring(0, Math.min(6, sql.stripLeading().length()));
        return switch (start.toLowerCase(Locale.ROOT)) {
            case "select", "begin ", "with k" -> true;
            default -> false;
        };
    }
}
