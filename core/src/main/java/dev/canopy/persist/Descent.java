package dev.canopy.persist;

import dev.canopy.association.Link;
import dev.canopy.model.Cascade;
import dev.canopy.model.Meaning;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows that go or come back with those of a write, however deep they hang below them, each once. Every level is found by a
 * statement for each association; then all rows of a table are written together, those that refer to others first. Rows of a table
 * that refers to itself are written with those above them, so a ring of them is no obstacle.
 */
final class Descent {
    private final WritePipeline pipeline;
    private final Write<?, ?> top;
    private final Map<Place, Write<?, ?>> writes = new LinkedHashMap<>();
    private final Set<RowKey> seen = new HashSet<>();

    /** What one write is for. */
    private record Place(Table<?> table, Passage.Way way) {}

    private record RowKey(Table<?> table, List<@Nullable Object> values) {
        static RowKey of(Record row, Table<?> table) {
            List<@Nullable Object> values = new ArrayList<>();
            for (TableField<?, ?> column :
                    Objects.requireNonNull(table.getPrimaryKey()).getFields()) {
                Object value = row.original(column);
                values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
            }
            return new RowKey(table, values);
        }
    }

    /** Rows of a write under which nobody has looked yet. */
    private record Found(Write<?, ?> write, List<? extends Record> rows) {}

    Descent(WritePipeline pipeline, Write<?, ?> top) {
        this.pipeline = pipeline;
        this.top = top;
    }

    /** Finds the rows, runs the hooks before, and writes those of other tables; those of the same one join the write on top. */
    void run() {
        if (top.meaning().cascades().isEmpty()) {
            return;
        }
        writes.put(place(top), top);
        List<? extends Record> rows = top.moving();
        lock(top, rows);
        if (top.passage().sharesMoment()) {
            top.passage(top.passage().at(serversMoment()));
        }
        List<Found> level = List.of(new Found(top, fresh(rows, top.meaning().table())));
        while (!level.isEmpty()) {
            List<Found> next = new ArrayList<>();
            for (Found found : level) {
                for (Cascade<?, ?> cascade : found.write().meaning().cascades()) {
                    follow(found, cascade, next);
                }
            }
            level = next;
        }
        Set<Write<?, ?>> inOrder = new LinkedHashSet<>();
        order(top, new HashSet<>(), inOrder);
        inOrder.remove(top);
        inOrder.forEach(write -> pipeline.run(write, Write::finish));
    }

    /** From the top down, as a write of a selection does: two who take the same rows along wait, and do not block each other. */
    private <C extends Table<X>, X extends Record> void lock(Write<C, X> write, List<? extends Record> rows) {
        List<TableField<?, ?>> key = List.copyOf(
                Objects.requireNonNull(write.meaning().table().getPrimaryKey()).getFields());
        Link itself = new Link(key, key, List.of(), List.of());
        new Below<>(pipeline, write.meaning(), write.meaning(), itself, write.passage()).of(rows);
    }

    private Instant serversMoment() {
        Field<OffsetDateTime> now = DSL.field("clock_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);
        return pipeline.begun(
                () -> Objects.requireNonNull(pipeline.dsl().fetchValue(now)).toInstant());
    }

    private <C extends Table<X>, X extends Record> void follow(Found above, Cascade<C, X> cascade, List<Found> next) {
        Meaning<C, X> meaning = pipeline.meaning(cascade.target());
        Passage passage = above.write().passage().followedBy(meaning);
        if (passage == null) {
            return;
        }
        Below<C, X> below = new Below<>(pipeline, above.write().meaning(), meaning, cascade.link(), passage);
        List<X> rows = fresh(below.of(above.rows()), meaning.table());
        if (rows.isEmpty()) {
            return;
        }
        Write<C, X> write = write(meaning, passage, above.write());
        pipeline.run(write, joined -> joined.join(rows));
        next.add(new Found(write, rows));
    }

    @SuppressWarnings("unchecked") // a write is filed under its own table
    private <C extends Table<X>, X extends Record> Write<C, X> write(
            Meaning<C, X> meaning, Passage passage, Write<?, ?> above) {
        return (Write<C, X>) writes.computeIfAbsent(
                new Place(meaning.table(), passage.way()), place -> new Write<>(pipeline, meaning, passage, above));
    }

    private <X extends Record> List<X> fresh(List<? extends X> rows, Table<?> table) {
        return rows.stream()
                .<X>map(row -> row)
                .filter(row -> seen.add(RowKey.of(row, table)))
                .toList();
    }

    private void order(Write<?, ?> write, Set<Write<?, ?>> begun, Set<Write<?, ?>> inOrder) {
        if (!begun.add(write)) {
            return;
        }
        for (Cascade<?, ?> cascade : write.meaning().cascades()) {
            writes.forEach((place, below) -> {
                if (place.table().equals(cascade.target())) {
                    order(below, begun, inOrder);
                }
            });
        }
        inOrder.add(write);
    }

    private static Place place(Write<?, ?> write) {
        return new Place(write.meaning().table(), write.passage().way());
    }
}
