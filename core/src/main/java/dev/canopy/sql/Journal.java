package dev.canopy.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of statements: to the log, to observers, to whoever counts them. While nobody listens it costs a few comparisons a
 * statement. Thread-safe.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("dev.canopy.sql");

    /** What may stand in a comment: nothing that ends it, begins a placeholder or looks like one. */
    private static final Pattern UNSPOKEN = Pattern.compile("[^\\p{Alnum}_.$():<> -]");

    private static final Pattern WRITES = Pattern.compile(
            "^\\s*(insert)\\s+into\\s+([^\\s(]+)|^\\s*(update)\\s+(?:only\\s+)?([^\\s(]+)|^\\s*(delete)\\s+from\\s+(?:only\\s+)?([^\\s(]+)",
            Pattern.CASE_INSENSITIVE);

    private final List<Consumer<ExecutedStatement>> observers;
    private final Redaction redaction;
    private final @Nullable Duration slow;
    private final boolean development;
    private final boolean comments;
    private final @Nullable Loops loops;

    @SuppressWarnings("ThreadLocalUsage") // each Database counts its own; it is removed when the work ends
    private final ThreadLocal<@Nullable List<Consumer<ExecutedStatement>>> counters = new ThreadLocal<>();

    /**
     * What a Database wants to be told.
     *
     * @param slow from when a statement is worth a warning; null for never
     * @param development whether slow statements are explained
     * @param comments whether statements bear their call site
     * @param loop how often the same statement may run in a loop; 0 for any number
     */
    public record Wishes(
            List<Consumer<ExecutedStatement>> observers,
            @Nullable Duration slow,
            boolean development,
            boolean comments,
            int loop,
            OnLoop onLoop) {
        public Wishes {
            observers = List.copyOf(observers);
        }
    }

    public Journal(Wishes wishes, Redaction redaction) {
        this.observers = wishes.observers();
        this.redaction = redaction;
        this.slow = wishes.slow();
        this.development = wishes.development();
        this.comments = wishes.comments();
        this.loops = wishes.loop() == 0 ? null : new Loops(wishes.loop(), wishes.onLoop(), LOG);
    }

    /** The text as it is sent: with the call site in a comment, if that was asked for. */
    public String text(String sql) {
        return comments ? sql + " /* " + UNSPOKEN.matcher(CallSite.find()).replaceAll("_") + " */" : sql;
    }

    /**
     * Begins to tell of a statement that is about to be sent; null if nobody wants to know.
     *
     * @param binds its values, asked for only if somebody wants to see them
     * @throws dev.canopy.error.LoopException if it ran too often in a loop
     */
    public @Nullable Running begin(String sql, Supplier<? extends List<? extends @Nullable Object>> binds) {
        if (!isHeard()) {
            return null;
        }
        boolean told = isShown();
        String place = told || loops != null || development ? CallSite.find() : null;
        if (loops != null) {
            loops.before(sql, place);
        }
        return new Running(sql, place, told, binds, Reading.current());
    }

    /** Whether anybody wants to know of the statements of this thread. */
    boolean isHeard() {
        return loops != null || slow != null || !observers.isEmpty() || isShown();
    }

    /** Whether somebody wants to see them whole. */
    private boolean isShown() {
        return LOG.isDebugEnabled() || counters.get() != null;
    }

    /** Runs the work and tells what this thread ran meanwhile. */
    public <V extends @Nullable Object, X extends Exception> Counted<V> counting(Work<V, X> work) throws X {
        List<ExecutedStatement> statements = new ArrayList<>();
        List<Consumer<ExecutedStatement>> before = counters.get();
        List<Consumer<ExecutedStatement>> all = new ArrayList<>(before == null ? List.of() : before);
        all.add(statements::add);
        counters.set(all);
        try {
            return new Counted<>(work.run(), statements);
        } finally {
            if (before == null) {
                counters.remove();
            } else {
                counters.set(before);
            }
        }
    }

    /** A statement that runs. Of one thread. */
    public final class Running {
        private final String sql;
        private final @Nullable String place;
        private final boolean shown;
        private final Supplier<? extends List<? extends @Nullable Object>> binds;
        private final @Nullable Reading reading;
        private final @Nullable String shape;
        private final long readBefore;
        private final long start = System.nanoTime();
        private Duration took = Duration.ZERO;
        private long rows = -1;
        private @Nullable String plan;
        private boolean over;

        private Running(
                String sql,
                @Nullable String place,
                boolean shown,
                Supplier<? extends List<? extends @Nullable Object>> binds,
                @Nullable Reading reading) {
            this.sql = sql;
            this.place = place;
            this.shown = shown;
            this.binds = binds;
            this.reading = reading;
            String read = reading == null ? null : reading.shape();
            this.shape = read == null ? written(sql) : read;
            this.readBefore = reading == null ? 0 : reading.rows();
        }

        /**
         * The first answer is there.
         *
         * @param explain asks for the statement's plan, where it is still the connection's turn
         */
        public void answered(Supplier<@Nullable String> explain) {
            took = Duration.ofNanos(System.nanoTime() - start);
            if (development && isSlow()) {
                plan = explain.get();
            }
        }

        /** So many rows were returned or touched. */
        public void rows(long count) {
            rows = count;
        }

        /** It is over, and its rows are read. */
        public void end() {
            tell(true);
        }

        /** The server refused it. */
        public void refused() {
            took = Duration.ofNanos(System.nanoTime() - start);
            tell(false);
        }

        private boolean isSlow() {
            return slow != null && took.compareTo(slow) > 0;
        }

        private void tell(boolean succeeded) {
            if (over) {
                return;
            }
            over = true;
            if (loops != null) {
                loops.after(sql, place);
            }
            long counted = rows < 0 && reading != null && succeeded ? reading.rows() - readBefore : rows;
            ExecutedStatement statement = new ExecutedStatement(
                    sql,
                    took,
                    succeeded,
                    counted < 0 ? OptionalLong.empty() : OptionalLong.of(counted),
                    Optional.ofNullable(shape),
                    Optional.ofNullable(place == null && isSlow() ? CallSite.find() : place),
                    shown || isSlow() ? redaction.of(sql, binds.get()) : List.of());
            LOG.debug("{}", statement);
            if (slow != null && isSlow()) {
                LOG.warn(
                        "Slow, for it took more than {} ms. {}{}",
                        slow.toMillis(),
                        statement,
                        plan == null ? "" : plan);
            }
            observers.forEach(observer -> observer.accept(statement));
            List<Consumer<ExecutedStatement>> counting = counters.get();
            if (counting != null) {
                counting.forEach(counter -> counter.accept(statement));
            }
        }
    }

    private static @Nullable String written(String sql) {
        Matcher found = WRITES.matcher(sql);
        if (!found.lookingAt()) {
            return null;
        }
        for (int i = 1; i <= 5; i += 2) {
            if (found.group(i) != null) {
                String table = found.group(i + 1).replace("\"", "");
                return found.group(i) + " " + (table.startsWith("public.") ? table.substring(7) : table);
            }
        }
        return null;
    }
}
