package dev.canopy.persist;

import dev.canopy.sql.Work;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks for what a thread does. Thread-safe. */
public final class CurrentActor {
    @SuppressWarnings("ThreadLocalUsage") // each Database has its own; it is removed when the work ends
    private final ThreadLocal<@Nullable Object> actor = new ThreadLocal<>();

    /** Nobody yet. */
    public CurrentActor() {}

    /** Runs the work on behalf of the actor, in place of the one before. */
    public <V, X extends Exception> V during(Object newActor, Work<V, X> work) throws X {
        Object outer = actor.get();
        actor.set(newActor);
        try {
            return work.run();
        } finally {
            if (outer == null) {
                actor.remove();
            } else {
                actor.set(outer);
            }
        }
    }

    <A> Optional<A> as(Class<A> type) {
        Object now = actor.get();
        return type.isInstance(now) ? Optional.of(type.cast(now)) : Optional.empty();
    }
}
