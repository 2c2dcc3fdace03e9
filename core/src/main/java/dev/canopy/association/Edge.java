package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * What the four kinds of association share: their ends, and what has been said about the far one. The far ends are
 * suppliers, because the constants of table classes refer to each other in rings.
 *
 * @param <S> the kind itself, so that a chain keeps its type
 */
abstract sealed class Edge<P extends Table<?>, C extends Table<?>, V, S extends Include<P, C, V>>
        implements Include<P, C, V> permits BelongsTo, HasOne, HasMany, BelongsToMany {
    /** Where an association leads from and to. */
    record Ends<P, C>(String name, P source, Supplier<? extends C> target) {
        Ends<P, C> from(P alias) {
            return new Ends<>(name, alias, target);
        }
    }

    /** What has been said about it. */
    record Said<C extends Table<?>>(
            Refinement<C> refinement,
            @Nullable String as,
            boolean required,
            @Nullable Strategy strategy) {
        static <C extends Table<?>> Said<C> nothing() {
            return new Said<>(Refinement.none(), null, false, null);
        }
    }

    final Ends<P, C> ends;
    final Said<C> said;

    Edge(Ends<P, C> ends, Said<C> said) {
        this.ends = ends;
        this.said = said;
    }

    abstract S with(Said<C> newSaid);

    /** The same, seen from an alias of the source: {@code DRAFTS.from(u).exists()} of an association made by hand. */
    public abstract S from(P alias);

    final S refined(Refinement<C> refinement) {
        return with(new Said<>(refinement, said.as, said.required, said.strategy));
    }

    @Override
    public final S where(Function<? super C, ? extends Condition> condition) {
        return refined(said.refinement.where(condition));
    }

    @Override
    public final <O> S whereIf(Optional<O> value, BiFunction<? super C, ? super O, ? extends Condition> condition) {
        return refined(said.refinement.whereIf(value, condition));
    }

    @Override
    public final S include(Include<C, ?, ?> child) {
        return refined(said.refinement.include(child));
    }

    @Override
    public final S with(Computed<C, ?> computed) {
        return refined(said.refinement.with(computed));
    }

    @Override
    public final S and(Scope<C> scope) {
        return refined(said.refinement.scoping(said.refinement.scoping().and(scope)));
    }

    /** Withholds a column of the target from what is read; entities, which have all their columns, are then refused. */
    public final S without(Function<? super C, ? extends Field<?>> column) {
        return refined(said.refinement.without(column));
    }

    /** Applies these scopes in place of the target's default scopes. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final S scope(Scope<C>... scopes) {
        return refined(said.refinement.scoping(said.refinement.scoping().replacedBy(List.of(scopes))));
    }

    @Override
    public final S unscoped() {
        return refined(said.refinement.scoping(said.refinement.scoping().unscoped()));
    }

    @Override
    public final S withDeleted() {
        return refined(said.refinement.withDeleted());
    }

    @Override
    public final S required() {
        return with(new Said<>(said.refinement, said.as, true, said.strategy));
    }

    @Override
    public final S as(String name) {
        if (name.isBlank()) {
            throw new DefinitionException("%s.as(\"\") names nothing; give it a name.".formatted(this));
        }
        return with(new Said<>(said.refinement, name, said.required, said.strategy));
    }

    final S forced(Strategy strategy) {
        return with(new Said<>(said.refinement, said.as, said.required, strategy));
    }

    @Override
    public final @Nullable Strategy strategy() {
        return said.strategy;
    }

    /** As a condition: there is such a row. */
    public final Condition exists() {
        return Correlation.of(this).exists();
    }

    @Override
    public final String name() {
        return said.as == null ? ends.name : said.as;
    }

    public final String associationName() {
        return ends.name;
    }

    public final P source() {
        return ends.source;
    }

    public final C target() {
        return ends.target.get();
    }

    @Override
    public final Refinement<C> refinement() {
        return said.refinement;
    }

    @Override
    public final boolean isRequired() {
        return said.required;
    }

    @Override
    public boolean isNarrowed() {
        return said.refinement.isNarrowed();
    }

    /** As it is written in code: {@code USERS.POSTS}. */
    @Override
    public final String toString() {
        return upper(ends.source.getName()) + "." + upper(ends.name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_"));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
