package dev.canopy.sql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of this thread are for, while rows are read by readers of our own: they alone know the shape, and how many
 * rows there were.
 */
public final class Reading {
    private static final ThreadLocal<@Nullable Reading> CURRENT = new ThreadLocal<>();

    private final @Nullable Supplier<String> shape;
    private long rows;

    private Reading(@Nullable Supplier<String> shape) {
        this.shape = shape;
    }

    /** Runs the work as a reading of this shape, which is asked for only if somebody wants to know. */
    public static <V extends @Nullable Object> V during(Supplier<String> shape, Supplier<V> work) {
        return run(shape, work);
    }

    /** The same for rows of no shape, or of that of the reading around. */
    public static <V extends @Nullable Object> V ofRows(Supplier<V> work) {
        Reading current = CURRENT.get();
        return run(current == null ? null : current.shape, work);
    }

    /** What this thread reads; null for nothing that is known. */
    public static @Nullable Reading current() {
        return CURRENT.get();
    }

    /** A row was read. */
    public void row() {
        rows++;
    }

    /** So many rows were written. */
    public void written(int count) {
        rows += count;
    }

    private static <V extends @Nullable Object> V run(@Nullable Supplier<String> shape, Supplier<V> work) {
        Reading outer = CURRENT.get();
        CURRENT.set(new Reading(shape));
        try {
            return work.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    @Nullable
    String shape() {
        return shape == null ? null : shape.get();
    }

    long rows() {
        return rows;
    }
}
