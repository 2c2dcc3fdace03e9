package dev.canopy.sql;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was changed in memory, to be taken back where what it belongs to fails. A row that nobody holds any more is
 * forgotten, so that who writes a stream of rows needs no more memory than for the rows that he keeps. Used by one thread at a time.
 */
public final class Remembered {
    private static final int FEW = 10_000;

    private final Map<Known, Consumer<Object>> rows = new HashMap<>();
    private final List<Runnable> others = new ArrayList<>();
    private int many = FEW;

    /** Nothing yet. */
    public Remembered() {}

    /** A row, as itself whatever is in it. */
    private static final class Known extends WeakReference<Object> {
        private final int hash;

        Known(Object row) {
            super(row);
            hash = System.identityHashCode(row);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very row
        public boolean equals(@Nullable Object other) {
            Object row = get();
            return this == other || (row != null && other instanceof Known known && known.refersTo(row));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Notes how to make the row what it is now; what was noted before is from earlier, and so stays. */
    @SuppressWarnings("unchecked") // what is noted under a row is given that row
    public <T> void row(T row, Consumer<? super T> restore) {
        if (rows.size() > many) {
            rows.keySet().removeIf(known -> known.refersTo(null));
            many = FEW + 2 * rows.size();
        }
        rows.putIfAbsent(new Known(row), (Consumer<Object>) restore);
    }

    /** Notes what else is to be done. */
    void other(Runnable undo) {
        others.add(undo);
    }

    /** Takes over what a level inside changed, which is confirmed and stands or falls with this one. */
    void adopt(Remembered inner) {
        inner.rows.forEach(rows::putIfAbsent);
        others.addAll(inner.others);
    }

    /** Takes everything back, the last change first. */
    public void takeBack() {
        others.reversed().forEach(Runnable::run);
        others.clear();
        rows.forEach((known, restore) -> {
            Object row = known.get();
            if (row != null) {
                restore.accept(row);
            }
        });
        rows.clear();
    }
}
