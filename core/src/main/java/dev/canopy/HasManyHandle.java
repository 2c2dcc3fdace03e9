package dev.canopy;

import dev.canopy.association.HasMany;
import dev.canopy.association.Include;
import dev.canopy.association.Keyed;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.selection.Selection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the rows that refer to an entity: a user's posts. What it reads is what default scopes and soft deletion leave;
 * {@link #unscoped} and {@link #withDeleted} show more.
 *
 * @param <C> the rows' table
 * @param <R> the rows
 * @param <K> their primary key
 */
public final class HasManyHandle<C extends Table<R>, R extends Record, K> implements Related {
    private final Entity<?> from;
    private final HasMany<?, C, R> association;
    private final Keyed<K> keyed;

    HasManyHandle(Entity<?> from, HasMany<?, C, R> association, Keyed<K> keyed) {
        this.from = from;
        this.association = association;
        this.keyed = keyed;
    }

    /** The rows, to be narrowed, ordered, read or written as any selection; nothing runs yet. */
    public Selection<C, R> rows() {
        Near.requireSaved(from, association);
        return Near.rows(from, target(), link());
    }

    /** Those of the rows that meet the condition; nothing runs yet. */
    public Selection<C, R> where(Function<? super C, ? extends Condition> condition) {
        return rows().where(condition);
    }

    /** The rows in an order; nothing runs yet. */
    public Selection<C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
        return rows().orderBy(order);
    }

    /** The rows with something included; nothing runs yet. */
    public Selection<C, R> include(Include<C, ?, ?> include) {
        return rows().include(include);
    }

    /** The rows without the default scopes; nothing runs yet. */
    public Selection<C, R> unscoped() {
        return rows().unscoped();
    }

    /** The rows, soft-deleted ones among them; nothing runs yet. */
    public Selection<C, R> withDeleted() {
        return rows().withDeleted();
    }

    /** All rows. One statement. */
    public List<R> findAll() {
        return rows().findAll();
    }

    /** How many rows there are. One statement. */
    public long count() {
        return rows().count();
    }

    /** Whether this row is one of them. One statement; none for a row that is new. */
    public boolean has(R row) {
        return has(List.of(row));
    }

    /** Whether the row with this key is one of them. One statement. */
    public boolean has(K key) {
        return hasByPk(List.of(key));
    }

    /** Whether every one of these rows is one of them; true for none. One statement, or none. */
    public boolean has(Collection<? extends R> these) {
        return hasAll(these.stream().map(row -> RowKey.of(row, target())).collect(Collectors.toSet()));
    }

    /** Whether every row with one of these keys is one of them; true for none. One statement, or none. */
    public boolean hasByPk(Collection<? extends K> keys) {
        return hasAll(keys.stream()
                .map(key -> RowKey.of(keyed.keyValues(key), target()))
                .collect(Collectors.toSet()));
    }

    /** A new row that belongs to the entity; nothing is saved. On an entity that is new, it is saved with it. */
    public R build(Consumer<? super R> values) {
        R row = from.engine().newRow(target());
        if (from.isNew()) {
            values.accept(row);
            add(row);
        } else {
            Near.tie(from, link(), row, association);
            values.accept(row);
        }
        return row;
    }

    /** Creates a row that belongs to the entity. One statement; none where the entity is new, for it is then saved with it. */
    public R create(Consumer<? super R> values) {
        R row = build(values);
        if (!from.isNew()) {
            add(row);
        }
        return row;
    }

    /**
     * Makes the row belong to the entity, and inserts it if it is new. One statement; none where the entity is new.
     *
     * @throws dev.canopy.error.ValidationException with everything that is wrong with the row; nothing was written
     * @throws dev.canopy.error.StaleEntityException if somebody else has removed the row since it was read, or, where its model has a
     *     version, changed it
     */
    public void add(R row) {
        add(List.of(row));
    }

    /** The same with the row that has this key. Two statements. */
    public void add(K key) {
        addByPk(List.of(key));
    }

    /** Makes the rows belong to the entity, and inserts those that are new, in their order. In a transaction. */
    public void add(Collection<? extends R> rows) {
        List<R> all = List.copyOf(rows);
        if (from.isNew()) {
            all.forEach(row -> from.collect(new Attached.Child<>(association, row)));
        } else if (all.size() == 1) {
            Writes.one(from.engine(), writes -> write(writes, all));
        } else if (!all.isEmpty()) {
            Writes.together(from.engine(), writes -> {
                write(writes, all);
                return all;
            });
        }
    }

    /** The same with the rows that have these keys, which one more statement reads. */
    public void addByPk(Collection<? extends K> keys) {
        add(byPk(keys));
    }

    /**
     * Makes the row refer to nothing: it stays, and belongs to nobody. One statement.
     *
     * @throws DefinitionException if its key must not be null: then {@link #destroy(Record)} it, or add it to another entity
     * @throws NotFoundException if it does not belong to the entity; nothing was written
     */
    public void remove(R row) {
        remove(List.of(row));
    }

    /** The same with the row that has this key, which one more statement reads. */
    public void remove(K key) {
        removeByPk(List.of(key));
    }

    /** The same with several rows, all of them or none. In a transaction. */
    public void remove(Collection<? extends R> rows) {
        takenOut().requireDetachable();
        out(rows, Removed.DETACH);
    }

    /** The same with the rows that have these keys, which one more statement reads. */
    public void removeByPk(Collection<? extends K> keys) {
        takenOut().requireDetachable();
        out(own(keys), Removed.DETACH);
    }

    /**
     * Destroys the row, softly where its model says so. One statement.
     *
     * @throws NotFoundException if it does not belong to the entity; nothing was written
     */
    public void destroy(R row) {
        destroy(List.of(row));
    }

    /** The same with the row that has this key, which one more statement reads. */
    public void destroy(K key) {
        destroyByPk(List.of(key));
    }

    /** The same with several rows, all of them or none. In a transaction. */
    public void destroy(Collection<? extends R> rows) {
        out(rows, Removed.DESTROY);
    }

    /** The same with the rows that have these keys, which one more statement reads. */
    public void destroyByPk(Collection<? extends K> keys) {
        out(own(keys), Removed.DESTROY);
    }

    /**
     * Makes these the rows, and inserts those that are new. A row that is taken out stays, and its key becomes null. Two
     * statements and the writes in a transaction; threads that do so for the same entity wait for each other. On an entity that
     * is new, they are saved with it.
     *
     * @throws DefinitionException if a row would be taken out whose key must not be null: then say what becomes of it; nothing was
     *     written
     */
    public void set(Collection<? extends R> rows) {
        replace(List.copyOf(rows), null);
    }

    /** The same with a decision about the rows that are taken out. */
    public void set(Collection<? extends R> rows, Removed removed) {
        replace(List.copyOf(rows), removed);
    }

    /** The same with the rows that have these keys, which one more statement reads. */
    public void setByPk(Collection<? extends K> keys) {
        replace(byPk(keys), null);
    }

    /** The same with the rows that have these keys, which one more statement reads, and a decision. */
    public void setByPk(Collection<? extends K> keys, Removed removed) {
        replace(byPk(keys), removed);
    }

    /**
     * Makes the rows like these values: inserts those without a key, updates those whose key is there and takes out the others.
     * Two statements and the writes in a transaction; threads that do so for the same entity wait for each other.
     *
     * <p>A value is a row that was read and changed, or a new one whose key was set: what was set on it is written, and no more.
     *
     * @throws NotFoundException if a value has a key that is none of the entity's rows'
     * @throws DefinitionException if the values came from an include that left rows out, for what was not loaded is not gone
     */
    public void sync(Collection<? extends R> values, Removed removed) {
        Synchronised<C, R> synchronised = synchronised(values, removed);
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            synchronised.write(writes, synchronised.matched(rows().forUpdate().findAll()));
            return true;
        });
    }

    /**
     * What {@link #sync} would do. One statement; {@link Difference#run} then does it, if the rows are still the same.
     *
     * {@snippet :
     * Difference<Post> difference = user.posts().diff(values, Removed.DESTROY);
     * log.info("{} new, {} changed, {} gone", difference.added(), difference.changed(), difference.removed());
     * difference.run();
     * }
     */
    public Difference<R> diff(Collection<? extends R> values, Removed removed) {
        Synchronised<C, R> synchronised = synchronised(values, removed);
        Synchronised.Matched<R> matched =
                synchronised.matched(from.engine().transactions().onPrimary(() -> rows().findAll()));
        return new Difference<>(
                ModelName.of(target()),
                matched.added(),
                matched.changed(),
                matched.removed(),
                () -> Writes.together(from.engine(), writes -> {
                    Near.lock(from);
                    synchronised.requireUnchanged(matched, rows().forUpdate().findAll());
                    synchronised.write(writes, matched);
                    return true;
                }));
    }

    private Synchronised<C, R> synchronised(Collection<? extends R> values, Removed removed) {
        Near.requireSaved(from, association);
        from.requireWhole(association.associationName(), values);
        return new Synchronised<>(takenOut(), List.copyOf(values), removed);
    }

    private void replace(List<R> rows, @Nullable Removed removed) {
        if (from.isNew()) {
            from.forget(association.associationName());
            add(rows);
            return;
        }
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            Map<RowKey, R> wanted = RowKey.map(rows, target());
            List<R> others = rows().forUpdate().findAll().stream()
                    .filter(row -> !wanted.containsKey(RowKey.of(row, target())))
                    .toList();
            takenOut().by(removed, writes, others);
            write(writes, rows);
            return rows;
        });
    }

    private void write(Writes writes, List<R> rows) {
        writes.keep(rows);
        rows.forEach(row -> Near.tie(from, link(), row, association));
        writes.save(target(), rows);
    }

    private void out(Collection<? extends R> rows, Removed removed) {
        Near.requireSaved(from, association);
        List<R> all = List.copyOf(rows);
        for (R row : all) {
            if (!Near.refers(row, link(), from)) {
                throw new NotFoundException("%s %s does not belong to this %s by %s; nothing was written."
                        .formatted(ModelName.of(target()), RowKey.of(row, target()), ModelName.of(from), association));
            }
        }
        if (all.size() == 1) {
            Writes.one(from.engine(), writes -> takenOut().by(removed, writes, all));
        } else {
            Writes.together(from.engine(), writes -> {
                takenOut().by(removed, writes, all);
                return all;
            });
        }
    }

    private boolean hasAll(Set<RowKey> keys) {
        if (keys.isEmpty()) {
            return true;
        }
        return keys.stream().allMatch(RowKey::isWhole)
                && where(table -> Near.anyKey(table, RowKey.columns(target()), keys))
                                .count()
                        == keys.size();
    }

    private List<R> byPk(Collection<? extends K> keys) {
        return Near.require(from.engine(), from.engine().from(target()), keyed, keys);
    }

    private List<R> own(Collection<? extends K> keys) {
        return Near.require(from.engine(), rows(), keyed, keys);
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
