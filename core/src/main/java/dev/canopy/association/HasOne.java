package dev.canopy.association;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * To one row that refers back by a unique foreign key: a user's profile. Loaded by a LEFT JOIN.
 *
 * @param <P> the source
 * @param <C> the target
 * @param <R> the target's rows
 */
public final class HasOne<P extends Table<?>, C extends Table<R>, R extends Record>
        extends Edge<P, C, R, HasOne<P, C, R>> implements Association<P, C> {
    private final Supplier<Link> link;

    private HasOne(Ends<P, C> ends, Said<C> said, Supplier<Link> link) {
        super(ends, said);
        this.link = link;
    }

    /**
     * Called by generated tables.
     *
     * @param name what it is called on an entity
     * @param source the table or alias that it is a field of
     * @param key the target's foreign key, whose columns are unique
     */
    public static <P extends Table<?>, C extends Table<R>, R extends Record> HasOne<P, C, R> of(
            String name, P source, Supplier<? extends C> target, Supplier<? extends ForeignKey<?, ?>> key) {
        return new HasOne<>(
                new Ends<>(name, source, target),
                Said.nothing(),
                Link.later(() -> Link.fromChild(key.get()).reversed()));
    }

    /**
     * To one row by other columns than a foreign key's, or by fixed values besides: an association made by hand. Where several
     * rows belong to one of the source, and no key of the target rules that out, it is the first of them by primary key.
     *
     * @param name what it is called in maps and shapes; entities give it with {@code included(..)}
     * @param pairing which rows belong together
     */
    public static <P extends Table<N>, N extends Record, C extends Table<R>, R extends Record> HasOne<P, C, R> of(
            String name, P source, C target, Pairing<N, R> pairing) {
        return new HasOne<>(new Ends<>(name, source, () -> target), Said.nothing(), pairing::link);
    }

    @Override
    public HasOne<P, C, R> from(P alias) {
        return new HasOne<>(ends.from(alias), said, link);
    }

    @Override
    HasOne<P, C, R> with(Said<C> newSaid) {
        return new HasOne<>(ends, newSaid, link);
    }

    /** The source's columns and the target's that equal them. */
    public Link link() {
        return link.get();
    }

    /**
     * As a field: what is selected of the row; NULL if there is none. In a statement of a Database's {@code select(..)} it is
     * planned as an include; it may stand in any jOOQ statement that runs on {@code db.dsl()}.
     */
    public <V> Field<V> select(Function<? super C, ? extends SelectField<V>> each) {
        return NestedRows.of(this, (target, junction) -> each.apply(target));
    }

    /**
     * As a field: a value of that row, NULL where there is none or where a scope or soft deletion hides it. It serves conditions
     * and orders: {@code posts.orderBy(p -> p.AUTHOR.get(a -> a.LAST_NAME))}.
     */
    public <V> Field<V> get(Function<? super C, ? extends Field<V>> value) {
        return Correlation.of(this).value(value.apply(target()).getDataType(), far -> value.apply(far.target()));
    }

    @Override
    public HasOne<P, C, R> association() {
        return this;
    }

    @Override
    public boolean isSingle() {
        return true;
    }
}
