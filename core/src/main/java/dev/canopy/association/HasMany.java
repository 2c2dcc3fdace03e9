package dev.canopy.association;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.ForeignKey;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;

/**
 * To the rows that refer back by a foreign key: a user's posts.
 *
 * @param <P> the source
 * @param <C> the target
 * @param <R> the target's rows
 */
public final class HasMany<P extends Table<?>, C extends Table<R>, R extends Record>
        extends Edge<P, C, List<R>, HasMany<P, C, R>> implements ToMany<P, C, R>, Association<P, C> {
    private final Supplier<Link> link;

    private HasMany(Ends<P, C> ends, Said<C> said, Supplier<Link> link) {
        super(ends, said);
        this.link = link;
    }

    /**
     * Called by generated tables.
     *
     * @param name what it is called on an entity
     * @param source the table or alias that it is a field of
     * @param key the target's foreign key
     */
    public static <P extends Table<?>, C extends Table<R>, R extends Record> HasMany<P, C, R> of(
            String name, P source, Supplier<? extends C> target, Supplier<? extends ForeignKey<?, ?>> key) {
        return new HasMany<>(
                new Ends<>(name, source, target),
                Said.nothing(),
                Link.later(() -> Link.fromChild(key.get()).reversed()));
    }

    /**
     * To any number of rows by other columns than a foreign key's, or by fixed values besides: an association made by hand.
     *
     * @param name what it is called in maps and shapes; entities give it with {@code included(..)}
     * @param pairing which rows belong together
     */
    public static <P extends Table<N>, N extends Record, C extends Table<R>, R extends Record> HasMany<P, C, R> of(
            String name, P source, C target, Pairing<N, R> pairing) {
        return new HasMany<>(new Ends<>(name, source, () -> target), Said.nothing(), pairing::link);
    }

    @Override
    public HasMany<P, C, R> from(P alias) {
        return new HasMany<>(ends.from(alias), said, link);
    }

    @Override
    HasMany<P, C, R> with(Said<C> newSaid) {
        return new HasMany<>(ends, newSaid, link);
    }

    @Override
    public HasMany<P, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
        return refined(said.refinement().orderBy(order));
    }

    @Override
    public HasMany<P, C, R> strategy(Strategy strategy) {
        return forced(strategy);
    }

    @Override
    public HasMany<P, C, R> limit(int rows) {
        return refined(said.refinement().limit(rows));
    }

    @Override
    public HasMany<P, C, R> offset(int rows) {
        return refined(said.refinement().offset(rows));
    }

    /** The source's columns and the target's that equal them. */
    public Link link() {
        return link.get();
    }

    @Override
    public HasMany<P, C, R> association() {
        return this;
    }

    @Override
    public boolean isSingle() {
        return false;
    }
}
