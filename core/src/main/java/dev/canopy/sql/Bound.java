package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import org.jspecify.annotations.Nullable;

/** What each thread knows of transactions. Thread-safe. */
final class Bound {
    @SuppressWarnings("ThreadLocalUsage") // each Database has its own; it is removed when the transaction ends
    private final ThreadLocal<@Nullable Binding> bindings = new Inheriting();

    /** Threads that are started inside a transaction inherit a mark, so that they can be refused instead of running outside it. */
    private static final class Inheriting extends InheritableThreadLocal<@Nullable Binding> {
        @Override
        protected @Nullable Binding childValue(@Nullable Binding parent) {
            return parent instanceof Frame frame
                    ? new Binding.Inherited(
                            Thread.currentThread().getName(), frame.whole().turn())
                    : parent;
        }
    }

    /**
     * The level that the thread works in; null for none.
     *
     * @throws TransactionException if it is another thread's turn
     */
    @Nullable
    Frame level() {
        return switch (bindings.get()) {
            case null -> null;
            case Frame frame -> {
                frame.whole().turn().require();
                yield frame;
            }
            case Binding.Inherited mark -> {
                if (!mark.turn().isOver()) {
                    throw new TransactionException(
                            "This thread (%s) was started inside a transaction of thread %s and is not part of it; do the work on that thread, start this one outside, or give it the transaction with handOver()."
                                    .formatted(Thread.currentThread().getName(), mark.starter()));
                }
                bindings.remove();
                yield null;
            }
        };
    }

    /** What the thread has, whosever turn it is. */
    @Nullable
    Binding get() {
        return bindings.get();
    }

    void set(@Nullable Binding binding) {
        if (binding == null) {
            bindings.remove();
        } else {
            bindings.set(binding);
        }
    }
}
