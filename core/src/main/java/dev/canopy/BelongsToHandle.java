package dev.canopy;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.Keyed;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.selection.Selection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A handle on the one row that an entity's own key refers to: a post's author.
 *
 * @param <C> the row's table
 * @param <R> the row
 * @param <K> its primary key
 */
public final class BelongsToHandle<C extends Table<R>, R extends Record, K> implements Related {
    private final Entity<?> from;
    private final BelongsTo<?, C, R> association;
    private final Keyed<K> keyed;

    BelongsToHandle(Entity<?> from, BelongsTo<?, C, R> association, Keyed<K> keyed) {
        this.from = from;
        this.association = association;
        this.keyed = keyed;
    }

    /** The row, if there is one and default scopes and soft deletion leave it. One statement; none where the key is null. */
    public Optional<R> find() {
        return Near.isNull(from, link()) ? Optional.empty() : rows().findOne();
    }

    /** The row as a selection, to be narrowed, extended or seen through {@code unscoped()} or {@code withDeleted()}. */
    public Selection<C, R> rows() {
        return Near.rows(from, target(), link());
    }

    /**
     * Makes this row the one, and inserts it first if it is new; what was set on the entity before is saved as well. One
     * statement, or two in a transaction; none where the entity is new, for both are then saved together.
     */
    public void set(R row) {
        if (from.isNew()) {
            collect(row);
            return;
        }
        if (Writes.isNew(row)) {
            Writes.together(from.engine(), writes -> {
                writes.create(target(), List.of(row));
                refer(writes, row);
                return row;
            });
        } else {
            Writes.one(from.engine(), writes -> refer(writes, row));
        }
        from.follow(() -> from.holdIfHeld(association.associationName(), row));
    }

    /**
     * Makes the row with this key the one. One statement; the database refuses a key that no row has.
     *
     * @throws NotFoundException if the association goes by another key than the primary one, and no row has this one
     */
    public void set(K key) {
        if (!RowKey.columns(target()).equals(link().far())
                || !link().farConstants().isEmpty()) {
            set(Near.require(from.engine(), from.engine().from(target()), keyed, List.of(key))
                    .getFirst());
            return;
        }
        Object[] values = keyed.keyValues(key);
        Writes.one(from.engine(), writes -> {
            writes.keep(from);
            for (int i = 0; i < values.length; i++) {
                Near.put(from, link().near().get(i), values[i]);
            }
            link().nearConstants().forEach(constant -> constant.fill(from));
            if (!from.isNew()) {
                writes.update(from);
            }
        });
        from.follow(() -> from.forget(association.associationName()));
    }

    /** Creates the row and makes it the one. Two statements in a transaction; none where the entity is new. */
    public R create(Consumer<? super R> values) {
        R row = build(values);
        if (from.isNew()) {
            collect(row);
        } else {
            set(row);
        }
        return row;
    }

    /** A new row; nothing is saved. On an entity that is new it is the one, and both are saved together. */
    public R build(Consumer<? super R> values) {
        R row = from.engine().newRow(target());
        link().farConstants().forEach(constant -> constant.fill(row));
        values.accept(row);
        if (from.isNew()) {
            collect(row);
        }
        return row;
    }

    /**
     * Makes the entity refer to nothing. One statement, or none.
     *
     * @throws DefinitionException if the key must not be null
     */
    public void clear() {
        Near.notNull(link().near()).ifPresent(column -> {
            throw new DefinitionException(
                    "%s.%s must not be null, so a %s cannot be without %s; give it another one with set(row), or destroy the %s."
                            .formatted(
                                    ModelName.of(from),
                                    PropertyName.of(column),
                                    ModelName.of(from),
                                    association,
                                    ModelName.of(from)));
        });
        Writes.one(from.engine(), writes -> {
            writes.keep(from);
            link().near().forEach(column -> Near.put(from, column, null));
            link().nearConstants().stream()
                    .filter(constant -> constant.column().getDataType().nullable())
                    .forEach(constant -> Near.put(from, constant.column(), null));
            if (!from.isNew()) {
                writes.update(from);
            }
        });
        from.follow(() -> from.forget(association.associationName()));
    }

    private void refer(Writes writes, R row) {
        writes.keep(from);
        tie(row);
        writes.update(from);
    }

    /** The key itself is there already where the row is; else it comes when both are saved. */
    private void collect(R row) {
        if (!Writes.isNew(row)) {
            tie(row);
        }
        from.collect(new Attached.Parent<>(association, row));
    }

    private void tie(R row) {
        Near.copy(row, link().far(), from, link().near());
        link().nearConstants().forEach(constant -> constant.fill(from));
    }

    private Link link() {
        return association.link();
    }

    private C target() {
        return association.target();
    }
}
