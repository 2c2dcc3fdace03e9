package dev.canopy.persist;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;

/**
 * How the rows of a stream were before they were written, for a later one may fail. A row that nobody holds any more is forgotten,
 * so that a stream takes no more memory than its caller does.
 */
final class EarlierRows {
    private static final int FEW = 10_000;

    private final List<Earlier> rows = new ArrayList<>();
    private int many = FEW;

    private record Earlier(WeakReference<Record> row, Snapshot before) {}

    void keep(List<? extends Record> chunk) {
        if (rows.size() > many) {
            rows.removeIf(earlier -> earlier.row().refersTo(null));
            many = FEW + 2 * rows.size();
        }
        chunk.forEach(row -> rows.add(new Earlier(new WeakReference<>(row), Snapshot.of(row))));
    }

    void restore() {
        for (Earlier earlier : rows) {
            Record row = earlier.row().get();
            if (row != null) {
                earlier.before().restore(row);
            }
        }
    }
}
