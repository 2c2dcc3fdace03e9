package dev.canopy.persist;

import dev.canopy.error.ConstraintException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.model.Hook;
import dev.canopy.model.Meaning;
import dev.canopy.model.WriteKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** The statements of a write, and what becomes of its rows by their answers. */
final class Sending<T extends Table<R>, R extends Record> {
    private final Write<T, R> write;
    private final WritePipeline pipeline;
    private final Meaning<T, R> meaning;
    private final WriteKind kind;

    Sending(Write<T, R> write) {
        this.write = write;
        this.pipeline = write.pipeline();
        this.meaning = write.meaning();
        this.kind = write.kind();
    }

    /** Inserts the rows, and returns those that are there then; the others are as they were. */
    List<RowWrite<R>> insert(List<RowWrite<R>> rows, Inserting<R> how) {
        List<RowValues> values = started(rows);
        Prepared insert = how.isPlain()
                ? pipeline.statements().insert(meaning.table(), values)
                : pipeline.statements().insert(meaning.table(), values, how);
        List<@Nullable Record> written = sendAll(rows, insert, true);
        List<RowWrite<R>> inserted = new ArrayList<>(written.size());
        for (int i = 0; i < written.size(); i++) {
            Record row = written.get(i);
            if (row == null) {
                rows.get(i).restore();
            } else {
                take(rows.get(i).row(), row);
                inserted.add(rows.get(i));
            }
        }
        return inserted;
    }

    /** What new rows are to be. */
    List<RowValues> started(List<RowWrite<R>> rows) {
        List<RowValues> values = new ArrayList<>(rows.size());
        for (RowWrite<R> each : rows) {
            values.add(write.started(each));
        }
        return values;
    }

    /** Rows of which different columns were set are different statements, for each changes no more than was set in it. */
    void upsert(List<RowWrite<R>> all, Upserting<T, R> upserting, Inserting<R> how) {
        Map<Set<Field<?>>, List<RowWrite<R>>> alike = new LinkedHashMap<>();
        for (RowWrite<R> each : all) {
            alike.computeIfAbsent(write.changedFields(each.row()), columns -> new ArrayList<>())
                    .add(each);
        }
        upserting.requireDistinct(RowWrite.rows(all));
        for (Map.Entry<Set<Field<?>>, List<RowWrite<R>>> group : alike.entrySet()) {
            List<RowWrite<R>> rows = group.getValue();
            InsertedRows<R> insert = pipeline.statements()
                    .insert(meaning.table(), started(rows), how.on(upserting.onConflict(group.getKey())));
            // What left a row out of many must be taken back.
            boolean last = alike.size() == 1 && (rows.size() == 1 || !upserting.isNarrowed());
            List<Record> written = send(rows, insert, last);
            if (written.size() < rows.size()) {
                throw upserting.outOfReach();
            }
            for (int i = 0; i < written.size(); i++) {
                take(rows.get(i).row(), written.get(i));
                rows.get(i).updated(insert.isUpdated(i));
            }
        }
    }

    void change(List<RowWrite<R>> rows, Function<RowWrite<R>, RowValues> change) {
        TableField<R, ?> version = meaning.upkeep().version();
        List<RowUpdate> updates = new ArrayList<>(rows.size());
        for (RowWrite<R> each : rows) {
            RowValues values = change.apply(each);
            if (version != null) {
                values.set(
                        meaning.table().indexOf(version),
                        Version.after(version, each.row().get(version)));
            }
            updates.add(new RowUpdate(RowIdentity.of(meaning, each.row()), values));
        }
        List<Record> written = send(rows, pipeline.statements().update(meaning.table(), updates), true);
        for (int i = 0; i < written.size(); i++) {
            if (kind == WriteKind.UPDATE) {
                take(rows.get(i).row(), written.get(i));
            } else {
                // Soft deletion and its undoing leave everything else as it is, unsaved changes included.
                takeOnly(rows.get(i).row(), written.get(i), updates.get(i).values());
            }
        }
    }

    void delete(List<RowWrite<R>> rows) {
        List<RowIdentity> identities =
                rows.stream().map(each -> RowIdentity.of(meaning, each.row())).toList();
        send(rows, pipeline.statements().delete(meaning.table(), identities), true);
    }

    /** @param last whether no other statements follow */
    private List<Record> send(List<RowWrite<R>> rows, Prepared prepared, boolean last) {
        List<@Nullable Record> sent = sendAll(rows, prepared, last);
        List<Record> written = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Record row = sent.get(i);
            if (row == null) {
                throw Gone.of(meaning, rows.get(i).row());
            }
            written.add(row);
        }
        return written;
    }

    private List<@Nullable Record> sendAll(List<RowWrite<R>> rows, Prepared prepared, boolean last) {
        if (rows.isEmpty()) {
            return List.of();
        }
        if (last && prepared.statements() == 1 && !meaning.hooks().followSql(kind)) {
            write.lastStatement();
        }
        beforeStatement(rows);
        try {
            List<@Nullable Record> written = prepared.send(landing(rows));
            followRollback(rows, written);
            return written;
        } catch (UniqueConstraintException | ConstraintException refusal) {
            throw new RefusedRows<>(meaning, write.everyRow()).named(refusal);
        }
    }

    /** Notes that the rows' statement is about to be sent. */
    void beforeStatement(List<RowWrite<R>> rows) {
        if (!meaning.hooks().afterCommit(kind).isEmpty()) {
            pipeline.transactions().requireAfterCommit();
        }
        if (meaning.hooks().hearOfWritten(kind)) {
            rows.forEach(RowWrite::written);
        }
        write.begin();
    }

    /** Of the rows that were written; those that a key had no room for were not. */
    void followRollback(List<RowWrite<R>> rows, List<? extends @Nullable Record> written) {
        for (Hook<R> hook : meaning.hooks().afterRollback(kind)) {
            for (int i = 0; i < written.size(); i++) {
                RowWrite<R> each = rows.get(i);
                if (written.get(i) != null) {
                    pipeline.transactions().afterRollback(() -> hook.run(each.row(), each));
                }
            }
        }
    }

    /** Where rows that are written as they are will be read into themselves, there is no second record of each. */
    private IntFunction<? extends Record> landing(List<RowWrite<R>> rows) {
        return kind.saves()
                ? index -> rows.get(index).row()
                : index -> pipeline.entities().create(meaning.table());
    }

    /** What the server returned is now what the record has. */
    @SuppressWarnings("ReferenceEquality") // the very record
    private void take(R row, Record written) {
        if (written == row) {
            return;
        }
        for (int i = 0; i < row.size(); i++) {
            pipeline.entities().fill(row, i, written.get(i));
        }
        row.touched(false);
    }

    private void takeOnly(R row, Record written, RowValues changed) {
        for (int i = 0; i < row.size(); i++) {
            if (changed.has(i)) {
                pipeline.entities().fill(row, i, written.get(i));
                row.touched(i, false);
            }
        }
    }
}
