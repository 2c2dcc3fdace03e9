package dev.canopy.load;

import dev.canopy.plan.Ingredients;
import dev.canopy.plan.Outline;
import dev.canopy.plan.Plan;
import dev.canopy.plan.Seen;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a Database that were carried out lately: a selection of a known {@link Outline} is read without being planned.
 * Bounded. Thread-safe.
 */
public final class Repertoire {
    private static final int BOUND = 1000;

    /** So long a choice of strategy stands before the sizes of tables are looked at again. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Channel channel;
    private final Entities entities;
    private final TreeLoader loader;
    private final Clock clock;
    private final Recent<Fingerprint.Key, Prepared> known = new Recent<>(BOUND);

    public Repertoire(Channel channel, Entities entities, TreeLoader loader, Clock clock) {
        this.channel = channel;
        this.entities = entities;
        this.loader = loader;
        this.clock = clock;
    }

    /**
     * The rows of a selection, each with all that hangs on it.
     *
     * @param outline tells what the selection says
     * @param planned plans it, if nothing of its outline was planned lately, or other numbers of rows come than it was planned for; is
     *     told what came lately
     */
    @SuppressWarnings("unchecked") // with nothing beside them, rows are what they were read as
    public List<@Nullable Object> load(Consumer<Ingredients> outline, Function<Seen, Plan> planned) {
        return (List<@Nullable Object>) load(outline, planned, Beside.NOTHING, loader::load);
    }

    /** The same, each row with what is read beside it. */
    @SuppressWarnings("unchecked") // with something beside them, rows are such
    public List<Row> load(Consumer<Ingredients> outline, Function<Seen, Plan> planned, Beside beside) {
        return (List<Row>) load(outline, planned, beside, plan -> loader.load(plan, beside.of(plan)));
    }

    /** @param unprepared reads by a plan that cannot be prepared */
    private List<?> load(
            Consumer<Ingredients> outline,
            Function<Seen, Plan> planned,
            Beside beside,
            Function<? super Plan, ? extends List<?>> unprepared) {
        Fingerprint told = told(outline, beside);
        Fingerprint.Key key = told.key();
        long now = clock.millis();
        Prepared prepared = known.get(key);
        if (prepared != null && prepared.isFresh(now)) {
            channel.knownAgain();
        } else {
            Seen seen = seen(prepared);
            Plan plan = planned.apply(seen);
            boolean together = !plan.isSplit() || plan.isRepeatable();
            prepared = together
                    ? Prepared.of(
                            plan,
                            beside,
                            new Agreement(
                                    told.values(), () -> told(outline, beside).values()),
                            channel,
                            entities,
                            now + FRESH.toMillis(),
                            seen)
                    : null;
            if (prepared == null) {
                return unprepared.apply(plan);
            }
            known.put(key, prepared);
        }
        Optional<List<@Nullable Object>> rows = read(prepared, told);
        return rows.isPresent()
                ? rows.get()
                : unprepared.apply(planned.apply(seen(prepared)).inOneStatement());
    }

    /** About how many rows a selection brought lately. */
    public Seen seen(Consumer<Ingredients> outline) {
        return seen(known.get(told(outline, Beside.NOTHING).key()));
    }

    private static Seen seen(@Nullable Prepared prepared) {
        return prepared == null ? Seen.NOTHING : prepared.seen();
    }

    private Fingerprint told(Consumer<Ingredients> outline, Beside beside) {
        Fingerprint told = channel.shape().token(beside);
        outline.accept(told);
        return told;
    }

    private Optional<List<@Nullable Object>> read(Prepared prepared, Fingerprint outline) {
        return channel.reading(
                prepared::shape,
                () -> prepared.isSplit()
                        ? new SplitRun<List<@Nullable Object>>(
                                        channel, (here, alone) -> prepared.rows(here, outline, alone))
                                .rows()
                        : Optional.of(prepared.rows(channel, outline)));
    }
}
