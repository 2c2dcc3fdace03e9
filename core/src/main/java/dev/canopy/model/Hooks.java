package dev.canopy.model;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;

/** A model's hooks, each moment's in the order in which they were said, the model's own before those of every model. */
public final class Hooks<T extends Table<R>, R extends Record> {
    private final HookLists<T, R> said;
    private final Set<String> removed;
    private final Map<Moment, List<Hook<R>>> rows;
    private final Map<WriteKind, List<Hook<R>>> afterCommit;
    private final Map<WriteKind, List<Hook<R>>> afterRollback;
    private final Map<Moment, List<Consumer<? super BulkCreate<R>>>> creates;
    private final Map<Moment, List<Consumer<? super BulkUpdate<T, R>>>> updates;
    private final Map<Moment, List<Consumer<? super BulkWrite<T, R>>>> writes;
    private final Map<Moment, List<Consumer<? super Find>>> finds;
    private final Map<Moment, List<FoundHook<R>>> found;

    Hooks(HookLists<T, R> said, Set<String> removed) {
        this.said = said;
        this.removed = Set.copyOf(removed);
        this.rows = said.rows().hooks();
        this.afterCommit = said.afterCommit().hooks();
        this.afterRollback = said.afterRollback().hooks();
        this.creates = said.creates().hooks();
        this.updates = said.updates().hooks();
        this.writes = said.writes().hooks();
        this.finds = said.finds().hooks();
        this.found = said.found().hooks();
    }

    /** No hooks at all. */
    public static <T extends Table<R>, R extends Record> Hooks<T, R> none() {
        return new Hooks<>(HookLists.none(), Set.of());
    }

    /** The hooks of a row's moment; empty for none. */
    public List<Hook<R>> at(Moment moment) {
        return rows.getOrDefault(moment, List.of());
    }

    /** The hooks for after the commit of such a write; empty for none. */
    public List<Hook<R>> afterCommit(WriteKind kind) {
        return afterCommit.getOrDefault(kind, List.of());
    }

    /** The hooks for after such a write was rolled back; empty for none. */
    public List<Hook<R>> afterRollback(WriteKind kind) {
        return afterRollback.getOrDefault(kind, List.of());
    }

    /** The hooks of {@code BEFORE_BULK_CREATE} or {@code AFTER_BULK_CREATE}; empty for none. */
    public List<Consumer<? super BulkCreate<R>>> atCreate(Moment moment) {
        return creates.getOrDefault(moment, List.of());
    }

    /** The hooks of {@code BEFORE_BULK_UPDATE} or {@code AFTER_BULK_UPDATE}; empty for none. */
    public List<Consumer<? super BulkUpdate<T, R>>> atUpdate(Moment moment) {
        return updates.getOrDefault(moment, List.of());
    }

    /** The hooks of the moments around a bulk destroy or restore; empty for none. */
    public List<Consumer<? super BulkWrite<T, R>>> atWrite(Moment moment) {
        return writes.getOrDefault(moment, List.of());
    }

    /** The hooks of {@code BEFORE_FIND} or {@code BEFORE_COUNT}; empty for none. */
    public List<Consumer<? super Find>> atFind(Moment moment) {
        return finds.getOrDefault(moment, List.of());
    }

    /** The hooks for each entity that was loaded; empty for none. */
    public List<FoundHook<R>> afterFind() {
        return found.getOrDefault(Moment.AFTER_FIND, List.of());
    }

    /** Whether any hook is told of finds or counts. */
    public boolean hearOfFinds() {
        return !finds.isEmpty() || !found.isEmpty();
    }

    /** Whether any hook wants to see each row of such a write. */
    public boolean wantRows(WriteKind kind) {
        return !at(Moment.before(kind)).isEmpty()
                || !at(Moment.after(kind)).isEmpty()
                || !afterCommit(kind).isEmpty()
                || !afterRollback(kind).isEmpty()
                || (kind.saves()
                        && (!at(Moment.BEFORE_SAVE).isEmpty()
                                || !at(Moment.AFTER_SAVE).isEmpty()
                                || !at(Moment.BEFORE_VALIDATE).isEmpty()
                                || !at(Moment.AFTER_VALIDATE).isEmpty()
                                || !at(Moment.VALIDATION_FAILED).isEmpty()));
    }

    /** Whether a hook runs after the SQL of such a write of a row and before the commit, so that both need one transaction. */
    public boolean followSql(WriteKind kind) {
        return !at(Moment.after(kind)).isEmpty()
                || (kind.saves() && !at(Moment.AFTER_SAVE).isEmpty());
    }

    /** Whether any hook is told of such a write of a row once its SQL was sent. */
    public boolean hearOfWritten(WriteKind kind) {
        return followSql(kind)
                || !afterCommit(kind).isEmpty()
                || !afterRollback(kind).isEmpty();
    }

    /** Whether a hook may change a row of such a write after it was validated. */
    public boolean mayChangeValid(WriteKind kind) {
        return !at(Moment.AFTER_VALIDATE).isEmpty()
                || !at(Moment.before(kind)).isEmpty()
                || !at(Moment.BEFORE_SAVE).isEmpty();
    }

    /**
     * These, then those of every model, without the ones that the definition took away.
     *
     * @throws DefinitionException if it took away what nobody said
     */
    Hooks<T, R> and(HookLists<T, R> ofEveryModel, String model) {
        Set<String> known = ofEveryModel.names();
        for (String name : removed) {
            if (!known.contains(name)) {
                throw new DefinitionException(
                        "The definition of %s is refused: removeHook(\"%s\") names no hook; named are: %s.%s"
                                .formatted(
                                        model,
                                        name,
                                        known.isEmpty() ? "none" : String.join(", ", known),
                                        Nearest.to(name, known)
                                                .map(" Did you mean \"%s\"?"::formatted)
                                                .orElse("")));
            }
        }
        return new Hooks<>(said.and(ofEveryModel, removed), Set.of());
    }
}
