package dev.canopy;

import dev.canopy.association.HasOne;
import dev.canopy.association.Keyed;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.selection.Selection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the one row that refers to an entity by a unique key: a user's profile.
 *
 * @param <C> the row's table
 * @param <R> the row
 * @param <K> its primary key
 */
public final class HasOneHandle<C extends Table<R>, R extends Record, K> implements Related {
    private final Entity<?> from;
    private final HasOne<?, C, R> association;
    private final Keyed<K> keyed;

    HasOneHandle(Entity<?> from, HasOne<?, C, R> association, Keyed<K> keyed) {
        this.from = from;
        this.association = association;
        this.keyed = keyed;
    }

    /** The row, if there is one and default scopes and soft deletion leave it. One statement. */
    public Optional<R> find() {
        return rows().findOne();
    }

    /** The row as a selection, to be narrowed, extended or seen through {@code unscoped()} or {@code withDeleted()}. */
    public Selection<C, R> rows() {
        Near.requireSaved(from, association);
        return Near.rows(from, target(), link());
    }

    /** A new row that refers to the entity; nothing is saved. On an entity that is new, both are saved together. */
    public R build(Consumer<? super R> values) {
        R row = from.engine().newRow(target());
        if (from.isNew()) {
            values.accept(row);
            set(row);
        } else {
            Near.tie(from, link(), row, association);
            values.accept(row);
        }
        return row;
    }

    /**
     * Creates the row, in place of one that is there. Two statements and the insert in a transaction; none where the entity is
     * new.
     *
     * @throws DefinitionException if another row is there whose key must not be null; nothing was written
     */
    public R create(Consumer<? super R> values) {
        R row = build(values);
        set(row);
        return row;
    }

    /**
     * Makes this row the one, and inserts it if it is new. The row that was it stays, and its key becomes null. Two statements
     * and the writes in a transaction; none where the entity is new, for both are then saved together.
     *
     * @throws DefinitionException if another row is there whose key must not be null; nothing was written
     */
    public void set(R row) {
        replace(row, null);
    }

    /**
     * The same with a decision about the row that was it.
     *
     * @throws DefinitionException for {@link Removed#KEEP}, which leaves no place for another row
     */
    public void set(R row, Removed removed) {
        if (removed == Removed.KEEP) {
            throw new DefinitionException(
                    "set(row, Removed.KEEP) would leave two rows in %s, which has one; say DETACH, DESTROY or REFUSE."
                            .formatted(association));
        }
        replace(row, removed);
    }

    /** The same with the row that has this key, read by one more statement. */
    public void set(K key) {
        set(Near.require(from.engine(), from.engine().from(target()), keyed, List.of(key))
                .getFirst());
    }

    /** The same with the row that has this key, read by one more statement, and a decision about the row that was it. */
    public void set(K key, Removed removed) {
        set(
                Near.require(from.engine(), from.engine().from(target()), keyed, List.of(key))
                        .getFirst(),
                removed);
    }

    /**
     * Makes no row refer to the entity: the key of the one that does becomes null. Two statements and the update in a
     * transaction; no update where there is none.
     *
     * @throws DefinitionException if that key must not be null; then say {@link #destroy}
     */
    public void clear() {
        takenOut().requireDetachable();
        empty(Removed.DETACH);
    }

    /** Destroys the row that refers to the entity, if there is one. Two statements and the write in a transaction. */
    public void destroy() {
        empty(Removed.DESTROY);
    }

    private void empty(Removed removed) {
        Near.requireSaved(from, association);
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            takenOut().by(removed, writes, rows().unscoped().forUpdate().findAll());
            return true;
        });
        from.follow(() -> from.holdIfHeld(association.associationName(), null));
    }

    private void replace(R row, @Nullable Removed removed) {
        if (from.isNew()) {
            from.collect(new Attached.Only<>(association, row));
            return;
        }
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            // A row that is hidden holds the unique key as well as any other.
            List<R> others = rows().unscoped().withDeleted().forUpdate().findAll().stream()
                    .filter(other -> !RowKey.of(other, target()).equals(RowKey.of(row, target())))
                    .toList();
            takenOut().by(removed, writes, others);
            writes.keep(row);
            Near.tie(from, link(), row, association);
            writes.save(target(), List.of(row));
            return row;
        });
        from.follow(() -> from.holdIfHeld(association.associationName(), row));
    }

    private TakenOut<C, R> takenOut() {
        return new TakenOut<>(from, association, link());
    }

    private Link link() {
        return association.link();
    }

    private C target() {
        return association.target();
    }
}
