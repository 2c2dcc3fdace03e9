package dev.canopy.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;

/** A model's hooks, each moment's in the order in which they were said. */
public final class Hooks<R extends Record> {
    private final Map<Moment, List<Hook<R>>> byMoment;
    private final Map<WriteKind, List<Hook<R>>> afterCommit;

    Hooks(Map<Moment, List<Hook<R>>> byMoment, Map<WriteKind, List<Hook<R>>> afterCommit) {
        this.byMoment = copy(byMoment, Moment.class);
        this.afterCommit = copy(afterCommit, WriteKind.class);
    }

    private static <K extends Enum<K>, R extends Record> Map<K, List<Hook<R>>> copy(
            Map<K, List<Hook<R>>> hooks, Class<K> keys) {
        Map<K, List<Hook<R>>> copy = new EnumMap<>(keys);
        hooks.forEach((key, list) -> copy.put(key, List.copyOf(list)));
        return copy;
    }

    /** The hooks of a moment; empty for none. */
    public List<Hook<R>> at(Moment moment) {
        return byMoment.getOrDefault(moment, List.of());
    }

    /** The hooks for after the commit of such a write; empty for none. */
    public List<Hook<R>> afterCommit(WriteKind kind) {
        return afterCommit.getOrDefault(kind, List.of());
    }

    /** Whether any hook wants to see each row of such a write. */
    public boolean wantRows(WriteKind kind) {
        boolean saves = kind == WriteKind.CREATE || kind == WriteKind.UPDATE;
        return !at(Moment.before(kind)).isEmpty()
                || !at(Moment.after(kind)).isEmpty()
                || !afterCommit(kind).isEmpty()
                || (saves
                        && (!at(Moment.BEFORE_SAVE).isEmpty()
                                || !at(Moment.AFTER_SAVE).isEmpty()
                                || !at(Moment.BEFORE_VALIDATE).isEmpty()
                                || !at(Moment.AFTER_VALIDATE).isEmpty()
                                || !at(Moment.VALIDATION_FAILED).isEmpty()));
    }

    /** Whether a hook runs after the SQL of such a write and before the commit, so that both need one transaction. */
    public boolean followSql(WriteKind kind) {
        boolean saves = kind == WriteKind.CREATE || kind == WriteKind.UPDATE;
        return !at(Moment.after(kind)).isEmpty()
                || (saves && !at(Moment.AFTER_SAVE).isEmpty());
    }
}
