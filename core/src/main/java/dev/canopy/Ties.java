package dev.canopy;

import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Link;
import dev.canopy.selection.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** The junction's rows of one entity. */
record Ties<J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>(
        Entity<?> from, BelongsToMany<?, J, JR, C, R> association) {
    /**
     * Junction rows, and what has to be done with each.
     *
     * @param all as many as were wanted, in that order
     */
    record Changes<JR extends Record>(List<JR> all, List<JR> created, List<JR> restored, List<JR> updated) {}

    /** All junction rows of the entity, softly deleted ones among them. */
    Selection<J, JR> rows() {
        return from.engine()
                .from(association.junction())
                .unscoped()
                .withDeleted()
                .where(junction -> Near.reached(junction, toJunction(), from)
                        .and(toTarget().nearConstants().stream()
                                .map(constant -> constant.on(junction))
                                .reduce(DSL.noCondition(), Condition::and)));
    }

    /** Those that lead to one of these targets. */
    Selection<J, JR> rows(Collection<RowKey> targets) {
        return rows().where(junction -> Near.anyKey(junction, toTarget().near(), Set.copyOf(targets)));
    }

    /** Which target the row leads to. */
    RowKey target(JR tie) {
        return RowKey.of(tie, toTarget().near(), toTarget().far());
    }

    /** What a junction row to this target would have. */
    RowKey key(Record target) {
        return RowKey.of(target, toTarget().far(), toTarget().far());
    }

    boolean isAlive(JR tie) {
        TableField<JR, ?> deletedAt =
                from.engine().meaning(association.junction()).upkeep().deletedAt();
        return deletedAt == null || tie.get(deletedAt) == null;
    }

    /** By target; where several lead to one, a row that is not deleted, if there is one. */
    Map<RowKey, JR> byTarget(List<JR> rows) {
        Map<RowKey, JR> byTarget = new LinkedHashMap<>();
        rows.forEach(row -> byTarget.merge(target(row), row, (one, other) -> isAlive(one) ? one : other));
        return byTarget;
    }

    /** Finds or makes a junction row for each target, and puts into it what it is to say. */
    Changes<JR> changes(Map<RowKey, JR> known, List<R> targets, List<Consumer<? super JR>> payloads) {
        Changes<JR> changes = new Changes<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<RowKey, JR> tied = new LinkedHashMap<>(known);
        for (int i = 0; i < targets.size(); i++) {
            R target = targets.get(i);
            JR tie = tied.get(key(target));
            boolean fresh = tie == null;
            if (tie == null) {
                tie = fresh(target);
                tied.put(key(target), tie);
                changes.created.add(tie);
            }
            payloads.get(i).accept(tie);
            if (!fresh && !changes.all.contains(tie)) {
                (isAlive(tie) ? changes.updated : changes.restored).add(tie);
            }
            changes.all.add(tie);
        }
        return changes;
    }

    JR fresh(R target) {
        JR tie = from.engine().newRow(association.junction());
        tie(from, target, tie);
        return tie;
    }

    /** Puts both ends' keys, and what the association says besides, into a junction row. */
    void tie(Record near, R target, JR tie) {
        Near.tie(near, toJunction(), tie, association);
        Near.copy(target, toTarget().far(), tie, toTarget().near());
        toTarget().nearConstants().forEach(constant -> constant.fill(tie));
    }

    void write(Writes writes, Changes<JR> changes) {
        J junction = association.junction();
        writes.restore(junction, changes.restored);
        writes.update(junction, changes.restored);
        writes.update(junction, changes.updated);
        List<JR> left = isTiedOnce() ? writes.createMissing(junction, changes.created) : changes.created;
        Map<RowKey, JR> theirs = left.isEmpty() || !isTiedOnce()
                ? Map.of()
                : byTarget(rows(left.stream().map(this::target).toList())
                        .forUpdate()
                        .findAll());
        List<JR> fresh = new ArrayList<>();
        for (JR tie : left) {
            JR other = theirs.get(target(tie));
            if (other == null) {
                fresh.add(tie);
            } else {
                giveWay(writes, tie, other);
            }
        }
        writes.create(junction, fresh);
    }

    /** Somebody has tied the same rows from the other side meanwhile: that row says then what this one was to say. */
    private void giveWay(Writes writes, JR tie, JR other) {
        J junction = association.junction();
        for (Field<?> column : junction.fields()) {
            if (tie.touched(column)) {
                copy(column, tie, other);
            }
        }
        if (!isAlive(other)) {
            writes.restore(junction, List.of(other));
        }
        writes.update(junction, List.of(other));
        from.engine().become(tie, other);
    }

    private static <V> void copy(Field<V> column, Record from, Record to) {
        to.set(column, from.get(column));
    }

    /** Whether a key of the junction keeps two rows from being tied twice. */
    private boolean isTiedOnce() {
        Set<Field<?>> ends = new HashSet<>(toJunction().far());
        ends.addAll(toTarget().near());
        return association.junction().getKeys().stream().anyMatch(key -> ends.containsAll(key.getFields()));
    }

    private Link toJunction() {
        return association.linkToJunction();
    }

    private Link toTarget() {
        return association.linkToTarget();
    }
}
