package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Table;

/** Rows behind a junction, to be made like given values. */
record SynchronisedTies<J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>(
        Ties<J, JR, C, R> ties, List<R> values, BiConsumer<? super R, ? super JR> payload) {
    /**
     * What there is to do.
     *
     * @param added rows that are not tied yet
     * @param changed rows that are tied, and differ or whose tie does
     * @param created those of the added that are new
     * @param updated those of either that differ
     * @param tied the row to tie for each value
     * @param known the ties that were there
     * @param obsolete those of them without a value
     * @param standIns the row that was read, for a value that was not
     */
    record Matched<JR extends Record, R extends Record>(
            List<R> added,
            List<R> changed,
            List<R> created,
            List<R> updated,
            List<R> tied,
            Map<RowKey, JR> known,
            List<JR> obsolete,
            IdentityHashMap<R, R> standIns) {}

    Matched<JR, R> matched(List<JR> junctions) {
        Map<RowKey, JR> known = ties.byTarget(junctions);
        IdentityHashMap<R, R> standIns = standIns();
        Matched<JR, R> matched = new Matched<>(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                known,
                new ArrayList<>(),
                standIns);
        Set<RowKey> wanted = new HashSet<>();
        for (R value : values) {
            R row = standIns.getOrDefault(value, value);
            RowKey key = ties.key(row);
            if (key.isWhole() && !wanted.add(key)) {
                throw new DefinitionException(
                        "%s %s is among the values twice; say once what it is to be.".formatted(model(), key));
            }
            matched.tied.add(row);
            if (Writes.isNew(row)) {
                matched.created.add(row);
            } else if (differs(row)) {
                matched.updated.add(row);
            }
            JR tie = known.get(key);
            if (tie == null || !ties.isAlive(tie)) {
                matched.added.add(row);
            } else {
                payload.accept(value, tie);
                if (differs(row) || differs(tie)) {
                    matched.changed.add(row);
                }
            }
        }
        known.forEach((key, tie) -> {
            if (ties.isAlive(tie) && !wanted.contains(key)) {
                matched.obsolete.add(tie);
            }
        });
        return matched;
    }

    /** The rows that would be untied. One statement, or none. */
    List<R> removed(Matched<JR, R> matched) {
        if (matched.obsolete.isEmpty()) {
            return List.of();
        }
        Set<RowKey> keys = matched.obsolete.stream().map(ties::target).collect(Collectors.toSet());
        return ties.from()
                .engine()
                .from(ties.association().target())
                .unscoped()
                .withDeleted()
                .where(table ->
                        Near.anyKey(table, ties.association().linkToTarget().far(), keys))
                .findAll();
    }

    void requireUnchanged(Matched<JR, R> matched, List<JR> junctions) {
        if (!ties.byTarget(junctions).keySet().equals(matched.known.keySet())) {
            throw new StaleEntityException(
                    "Rows of %s came or went since the difference was found; nothing was written. Call diff(..) anew."
                            .formatted(ties.association()));
        }
    }

    void write(Writes writes, Matched<JR, R> matched) {
        C table = ties.association().target();
        writes.destroy(ties.association().junction(), matched.obsolete);
        writes.keep(matched.created);
        matched.created.forEach(
                row -> ties.association().linkToTarget().farConstants().forEach(constant -> constant.fill(row)));
        writes.create(table, matched.created);
        writes.update(table, matched.updated);
        List<Consumer<? super JR>> payloads = new ArrayList<>();
        values.forEach(value -> payloads.add(tie -> payload.accept(value, tie)));
        ties.write(writes, ties.changes(matched.known, matched.tied, payloads));
        matched.standIns.forEach((value, row) -> {
            writes.keep(value);
            ties.from().engine().become(value, row);
        });
    }

    /** The rows that have the keys of values which are new and have one. One statement, or none. */
    private IdentityHashMap<R, R> standIns() {
        C table = ties.association().target();
        Map<RowKey, R> keyed = new LinkedHashMap<>();
        for (R value : values) {
            RowKey key = RowKey.of(value, table);
            if (Writes.isNew(value) && key.isWhole()) {
                keyed.put(key, value);
            }
        }
        IdentityHashMap<R, R> standIns = new IdentityHashMap<>();
        Near.requireKeys(ties.from().engine(), ties.from().engine().from(table), new LinkedHashSet<>(keyed.keySet()))
                .forEach(row -> {
                    R value = Objects.requireNonNull(keyed.get(RowKey.of(row, table)));
                    Near.putTouched(value, row, RowKey.columns(table));
                    standIns.put(value, row);
                });
        return standIns;
    }

    private static boolean differs(Record row) {
        return row instanceof Entity<?> entity && !entity.changedFields().isEmpty();
    }

    private String model() {
        return ModelName.of(ties.association().target());
    }
}
