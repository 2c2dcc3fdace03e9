package dev.canopy;

import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Include;
import dev.canopy.association.Keyed;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * A handle on the rows that a junction ties to an entity: a student's courses. What is tied or untied is a row of the junction;
 * the rows themselves stay. A tie that was softly deleted is revived, with the payload that it had unless another is given.
 *
 * @param <J> the junction
 * @param <JR> its rows, which bear the payload
 * @param <C> the rows' table
 * @param <R> the rows
 * @param <K> their primary key
 */
public final class BelongsToManyHandle<J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record, K>
        implements Related {
    private final Entity<?> from;
    private final BelongsToMany<?, J, JR, C, R> association;
    private final Keyed<K> keyed;

    BelongsToManyHandle(Entity<?> from, BelongsToMany<?, J, JR, C, R> association, Keyed<K> keyed) {
        this.from = from;
        this.association = association;
        this.keyed = keyed;
    }

    /** The rows that default scopes and soft deletion leave, to be narrowed, ordered and read; nothing runs yet. */
    public TiedRows<J, C, R> rows() {
        Near.requireSaved(from, association);
        return new TiedRows<>(from, association);
    }

    /** Those of the rows that meet the condition; nothing runs yet. */
    public TiedRows<J, C, R> where(Function<? super C, ? extends Condition> condition) {
        return rows().where(condition);
    }

    /** Those of the rows that meet the condition together with the junction's row; nothing runs yet. */
    public TiedRows<J, C, R> where(BiFunction<? super C, ? super J, ? extends Condition> condition) {
        return rows().where(condition);
    }

    /** The rows in an order; nothing runs yet. */
    public TiedRows<J, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
        return rows().orderBy(order);
    }

    /** The rows in an order by row and junction; nothing runs yet. */
    public TiedRows<J, C, R> orderBy(BiFunction<? super C, ? super J, ? extends OrderField<?>> order) {
        return rows().orderBy(order);
    }

    /** The rows with something included; nothing runs yet. */
    public TiedRows<J, C, R> include(Include<C, ?, ?> include) {
        return rows().include(include);
    }

    /** The rows without the default scopes; nothing runs yet. */
    public TiedRows<J, C, R> unscoped() {
        return rows().unscoped();
    }

    /** The rows, soft-deleted ones among them; nothing runs yet. */
    public TiedRows<J, C, R> withDeleted() {
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
        Set<RowKey> keys = new LinkedHashSet<>();
        these.forEach(row -> keys.add(RowKey.of(row, target())));
        return hasAll(keys);
    }

    /** Whether every row with one of these keys is one of them; true for none. One statement, or none. */
    public boolean hasByPk(Collection<? extends K> keys) {
        Set<RowKey> all = new LinkedHashSet<>();
        keys.forEach(key -> all.add(RowKey.of(keyed.keyValues(key), target())));
        return hasAll(all);
    }

    /** A new row; nothing is saved. On an entity that is new, it is tied to it, and both are saved together. */
    public R build(Consumer<? super R> values) {
        R row = from.engine().newRow(target());
        association.linkToTarget().farConstants().forEach(constant -> constant.fill(row));
        values.accept(row);
        if (from.isNew()) {
            collect(row, tie -> {});
        }
        return row;
    }

    /** Creates a row and ties it to the entity. Two inserts in a transaction; none where the entity is new. */
    public R create(Consumer<? super R> values) {
        return create(values, tie -> {});
    }

    /** The same, with what the junction says about it. */
    public R create(Consumer<? super R> values, Consumer<? super JR> payload) {
        R row = from.engine().newRow(target());
        association.linkToTarget().farConstants().forEach(constant -> constant.fill(row));
        values.accept(row);
        if (from.isNew()) {
            collect(row, payload);
            return row;
        }
        Writes.together(from.engine(), writes -> {
            writes.create(target(), List.of(row));
            JR tie = ties().fresh(row);
            payload.accept(tie);
            writes.create(association.junction(), List.of(tie));
            return row;
        });
        return row;
    }

    /**
     * Ties the row to the entity, and inserts it first if it is new. Where it is tied already, nothing changes. Two statements
     * and the insert in a transaction; none where the entity is new, for all is then saved together.
     */
    public void add(R row) {
        add(row, tie -> {});
    }

    /** The same, with what the junction says about it; where the row is tied already, the junction's row is updated if it differs. */
    public void add(R row, Consumer<? super JR> payload) {
        add(List.of(row), (each, tie) -> payload.accept(tie));
    }

    /** Ties the row with this key; the database refuses a key that no row has. */
    public void add(K key) {
        add(key, tie -> {});
    }

    /** The same, with what the junction says about it. */
    public void add(K key, Consumer<? super JR> payload) {
        add(byPk(List.of(key)), (row, tie) -> payload.accept(tie));
    }

    /** Ties the rows, and inserts those first that are new. Two statements and the writes in a transaction. */
    public void add(Collection<? extends R> rows) {
        add(rows, (row, tie) -> {});
    }

    /** The same, with what the junction says about each. */
    public void add(Collection<? extends R> rows, BiConsumer<? super R, ? super JR> payload) {
        List<R> all = List.copyOf(rows);
        if (from.isNew()) {
            all.forEach(row -> collect(row, tie -> payload.accept(row, tie)));
        } else if (!all.isEmpty()) {
            Writes.together(from.engine(), writes -> {
                Near.lock(from);
                insertNew(writes, all);
                List<RowKey> keys = all.stream().map(ties()::key).toList();
                Map<RowKey, JR> known =
                        ties().byTarget(ties().rows(keys).forUpdate().findAll());
                ties().write(writes, ties().changes(known, all, payloads(all, payload)));
                return all;
            });
        }
    }

    /** Ties the rows with these keys; the database refuses a key that no row has. */
    public void addByPk(Collection<? extends K> keys) {
        add(byPk(keys));
    }

    /**
     * Unties the row from the entity; the row itself stays. One statement.
     *
     * @throws NotFoundException if it was not tied; nothing was written
     */
    public void remove(R row) {
        untie(List.of(ties().key(row)));
    }

    /** The same with the row that has this key. */
    public void remove(K key) {
        remove(byPk(List.of(key)));
    }

    /** The same with several rows, all of them or none. In a transaction. */
    public void remove(Collection<? extends R> rows) {
        untie(rows.stream().map(ties()::key).toList());
    }

    /** The same with the rows that have these keys. */
    public void removeByPk(Collection<? extends K> keys) {
        remove(byPk(keys));
    }

    /**
     * Ties these rows and no others, and inserts those first that are new. Two statements and the writes in a transaction; threads
     * that do so for the same entity wait for each other. On an entity that is new, all is saved with it.
     */
    public void set(Collection<? extends R> rows) {
        set(rows, (row, tie) -> {});
    }

    /** The same, with what the junction says about each; where a row is tied already, the junction's row is updated if it differs. */
    public void set(Collection<? extends R> rows, BiConsumer<? super R, ? super JR> payload) {
        List<R> all = List.copyOf(rows);
        if (from.isNew()) {
            from.forget(association.associationName());
            add(all, payload);
            return;
        }
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            insertNew(writes, all);
            List<JR> junctions = ties().rows().forUpdate().findAll();
            Map<RowKey, JR> known = ties().byTarget(junctions);
            Set<RowKey> wanted = new LinkedHashSet<>();
            all.forEach(row -> wanted.add(ties().key(row)));
            writes.destroy(association.junction(), obsolete(junctions, wanted));
            ties().write(writes, ties().changes(known, all, payloads(all, payload)));
            return all;
        });
    }

    /** Ties the rows with these keys and no others; the database refuses a key that no row has. */
    public void setByPk(Collection<? extends K> keys) {
        set(byPk(keys));
    }

    /**
     * Makes the rows like these values: inserts those without a key, updates those that differ, ties them all and no others. Rows
     * that are untied stay. Three statements and the writes in a transaction; threads that do so for the same entity wait for
     * each other.
     *
     * <p>A value is a row that was read and changed, or a new one whose key was set: what was set on it is written, and no more.
     *
     * @throws NotFoundException if no row has a value's key
     * @throws DefinitionException if the values came from an include that left rows out, for what was not loaded is not gone
     */
    public void sync(Collection<? extends R> values) {
        sync(values, (value, tie) -> {});
    }

    /** The same, with what the junction says about each. */
    public void sync(Collection<? extends R> values, BiConsumer<? super R, ? super JR> payload) {
        SynchronisedTies<J, JR, C, R> synchronised = synchronised(values, payload);
        Writes.together(from.engine(), writes -> {
            Near.lock(from);
            synchronised.write(
                    writes, synchronised.matched(ties().rows().forUpdate().findAll()));
            return true;
        });
    }

    /** What {@link #sync(Collection)} would do. Two statements; {@link Difference#run} then does it, if the ties are still the same. */
    public Difference<R> diff(Collection<? extends R> values) {
        return diff(values, (value, tie) -> {});
    }

    /** The same, with what the junction says about each; a row whose tie differs is one that changed. */
    public Difference<R> diff(Collection<? extends R> values, BiConsumer<? super R, ? super JR> payload) {
        SynchronisedTies<J, JR, C, R> synchronised = synchronised(values, payload);
        SynchronisedTies.Matched<JR, R> matched = synchronised.matched(
                from.engine().transactions().onPrimary(() -> ties().rows().findAll()));
        return new Difference<>(
                ModelName.of(target()),
                matched.added(),
                matched.changed(),
                from.engine().transactions().onPrimary(() -> synchronised.removed(matched)),
                () -> Writes.together(from.engine(), writes -> {
                    Near.lock(from);
                    synchronised.requireUnchanged(
                            matched, ties().rows().forUpdate().findAll());
                    synchronised.write(writes, matched);
                    return true;
                }));
    }

    private SynchronisedTies<J, JR, C, R> synchronised(
            Collection<? extends R> values, BiConsumer<? super R, ? super JR> payload) {
        Near.requireSaved(from, association);
        from.requireWhole(association.associationName(), values);
        return new SynchronisedTies<>(ties(), List.copyOf(values), payload);
    }

    private void untie(List<RowKey> targets) {
        Near.requireSaved(from, association);
        Set<RowKey> wanted = new LinkedHashSet<>(targets);
        if (wanted.isEmpty()) {
            return;
        }
        Writes.together(from.engine(), writes -> {
            List<JR> tied = ties().rows(wanted).forUpdate().findAll().stream()
                    .filter(ties()::isAlive)
                    .toList();
            for (RowKey target : wanted) {
                if (tied.stream().noneMatch(tie -> ties().target(tie).equals(target))) {
                    throw new NotFoundException("%s %s is not tied to this %s; nothing was removed."
                            .formatted(ModelName.of(target()), target, ModelName.of(from)));
                }
            }
            writes.destroy(association.junction(), tied);
            return tied;
        });
    }

    private List<JR> obsolete(List<JR> junctions, Set<RowKey> wanted) {
        return junctions.stream()
                .filter(ties()::isAlive)
                .filter(tie -> !wanted.contains(ties().target(tie)))
                .toList();
    }

    private void insertNew(Writes writes, List<R> rows) {
        List<R> fresh = rows.stream().filter(Writes::isNew).distinct().toList();
        writes.keep(fresh);
        fresh.forEach(row -> association.linkToTarget().farConstants().forEach(constant -> constant.fill(row)));
        writes.create(target(), fresh);
    }

    private List<Consumer<? super JR>> payloads(List<R> rows, BiConsumer<? super R, ? super JR> payload) {
        List<Consumer<? super JR>> payloads = new ArrayList<>();
        rows.forEach(row -> payloads.add(tie -> payload.accept(row, tie)));
        return payloads;
    }

    private void collect(R row, Consumer<? super JR> payload) {
        from.collect(new Attached.Tied<>(association, row, payload));
    }

    private boolean hasAll(Set<RowKey> keys) {
        if (keys.isEmpty()) {
            return true;
        }
        return keys.stream().allMatch(RowKey::isWhole)
                && where(table -> Near.anyKey(table, RowKey.columns(target()), keys))
                                .count()
                        >= keys.size();
    }

    /** Rows that stand for their keys where the junction has just these; else they are read. */
    private List<R> byPk(Collection<? extends K> keys) {
        List<? extends TableField<?, ?>> primary = RowKey.columns(target());
        if (!primary.equals(association.linkToTarget().far())) {
            return Near.require(from.engine(), from.engine().from(target()), keyed, keys);
        }
        Map<RowKey, R> rows = new LinkedHashMap<>();
        for (K key : keys) {
            R row = from.engine().newRow(target());
            Object[] values = keyed.keyValues(key);
            for (int i = 0; i < values.length; i++) {
                Near.put(row, primary.get(i), values[i]);
            }
            row.touched(false);
            rows.putIfAbsent(RowKey.of(row, target()), row);
        }
        return List.copyOf(rows.values());
    }

    private Ties<J, JR, C, R> ties() {
        return new Ties<>(from, association);
    }

    private C target() {
        return association.target();
    }
}
