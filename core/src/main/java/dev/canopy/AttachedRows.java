package dev.canopy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The rows that hang on a new entity under one name. Whoever has seen them keeps what was seen. Not thread-safe. */
final class AttachedRows {
    private final List<Record> rows;
    private @Nullable List<Record> seen;

    AttachedRows(List<Record> rows) {
        this.rows = new ArrayList<>(rows);
    }

    void add(Record row) {
        rows.add(row);
        seen = null;
    }

    /** Those that are there now. */
    List<Record> now() {
        List<Record> now = seen;
        if (now == null) {
            now = Collections.unmodifiableList(new ArrayList<>(rows));
            seen = now;
        }
        return now;
    }
}
