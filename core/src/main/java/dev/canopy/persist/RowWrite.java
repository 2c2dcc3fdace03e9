package dev.canopy.persist;

import dev.canopy.model.Operation;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Upserted;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** One row of a write; for the row's hooks, the operation that they run in. */
final class RowWrite<R extends Record> extends Reaching implements Operation<R> {
    private final Write<?, R> write;
    private final R row;
    private final Snapshot before;
    private @Nullable Snapshot validated;
    private @Nullable Set<Field<?>> written;
    private List<Violation> violations = List.of();
    private boolean updated;

    /** @param before how the row was before the write */
    RowWrite(Write<?, R> write, R row, Snapshot before) {
        super(write.pipeline().surroundings());
        this.write = write;
        this.row = row;
        this.before = before;
    }

    @Override
    public WriteKind kind() {
        return write.kind();
    }

    @Override
    public Set<Field<?>> changedFields() {
        return written == null ? Collections.unmodifiableSet(write.changedFields(row)) : written;
    }

    @Override
    public <V> @Nullable V original(Field<V> column) {
        return before.original(row, column);
    }

    @Override
    public List<Violation> violations() {
        return violations;
    }

    R row() {
        return row;
    }

    /** Notes that the row is valid as it is now. */
    void valid() {
        validated = Snapshot.of(row);
    }

    /** Notes what is wrong with the row. */
    void invalid(List<Violation> found) {
        violations = List.copyOf(found);
    }

    /** Whether the row is no longer what was validated. */
    boolean changedSinceValidation() {
        return validated == null || !validated.holds(row);
    }

    /** Notes that the row is written as it is now: for the hooks that follow, these are the changes. */
    void written() {
        written = Collections.unmodifiableSet(new LinkedHashSet<>(write.changedFields(row)));
    }

    /** Notes whether an upsert found the row there. */
    void updated(boolean wasThere) {
        updated = wasThere;
    }

    Upserted<R> upserted() {
        return updated ? new Upserted.Updated<>(row) : new Upserted.Created<>(row);
    }

    /** Lets the transaction put the row back where it is rolled back later. */
    void remember() {
        write.pipeline().transactions().changing(row, before::restore);
    }

    /** Puts the row back to what it was before the write. */
    void restore() {
        before.restore(row);
    }

    static <R extends Record> List<R> rows(List<RowWrite<R>> writes) {
        List<R> rows = new ArrayList<>(writes.size());
        for (RowWrite<R> each : writes) {
            rows.add(each.row);
        }
        return Collections.unmodifiableList(rows);
    }
}
