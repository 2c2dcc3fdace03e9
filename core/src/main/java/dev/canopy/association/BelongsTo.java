package dev.canopy.association;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Record;
import org.jooq.Table;

/**
 * To one row, by a foreign key of the source: a post's author. Loaded by a LEFT JOIN.
 *
 * @param <P> the source
 * @param <C> the target
 * @param <R> the target's rows
 */
public final class BelongsTo<P extends Table<?>, C extends Table<R>, R extends Record>
        extends Edge<P, C, R, BelongsTo<P, C, R>> implements Association<P, C> {
    private final Supplier<? extends ForeignKey<?, ?>> key;

    private BelongsTo(Ends<P, C> ends, Said<C> said, Supplier<? extends ForeignKey<?, ?>> key) {
        super(ends, said);
        this.key = key;
    }

    /**
     * Called by generated tables.
     *
     * @param name what it is called on an entity
     * @param source the table or alias that it is a field of
     * @param key the source's foreign key
     */
    public static <P extends Table<?>, C extends Table<R>, R extends Record> BelongsTo<P, C, R> of(
            String name, P source, Supplier<? extends C> target, Supplier<? extends ForeignKey<?, ?>> key) {
        return new BelongsTo<>(new Ends<>(name, source, target), Said.nothing(), key);
    }

    @Override
    BelongsTo<P, C, R> with(Said<C> newSaid) {
        return new BelongsTo<>(ends, newSaid, key);
    }

    /** The source's columns and the target's that equal them. */
    public Link link() {
        return Link.fromChild(key.get());
    }

    /**
     * As a field: a value of that row, NULL where there is none or where a scope or soft deletion hides it. It serves conditions
     * and orders: {@code posts.orderBy(p -> p.AUTHOR.get(a -> a.LAST_NAME))}.
     */
    public <V> Field<V> get(Function<? super C, ? extends Field<V>> value) {
        return Correlation.of(this).value(value.apply(target()).getDataType(), far -> value.apply(far.target()));
    }

    @Override
    public BelongsTo<P, C, R> association() {
        return this;
    }

    @Override
    public boolean isSingle() {
        return true;
    }
}
