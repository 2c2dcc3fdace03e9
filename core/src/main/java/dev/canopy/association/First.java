package dev.canopy.association;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** One of many: a to-many include with a limit of one, of which an entity holds the row itself. */
record First<P extends Table<?>, C extends Table<R>, R extends Record>(ToMany<P, C, R> many)
        implements Include<P, C, R> {
    @Override
    public Include<P, C, R> where(Function<? super C, ? extends Condition> condition) {
        return new First<>(many.where(condition));
    }

    @Override
    public <O> Include<P, C, R> whereIf(
            Optional<O> value, BiFunction<? super C, ? super O, ? extends Condition> condition) {
        return new First<>(many.whereIf(value, condition));
    }

    @Override
    public Include<P, C, R> include(Include<C, ?, ?> child) {
        return new First<>(many.include(child));
    }

    @Override
    public Include<P, C, R> with(Computed<C, ?> computed) {
        return new First<>(many.with(computed));
    }

    @Override
    public Include<P, C, R> and(Scope<C> scope) {
        return new First<>(many.and(scope));
    }

    @Override
    public Include<P, C, R> unscoped() {
        return new First<>(many.unscoped());
    }

    @Override
    public Include<P, C, R> withDeleted() {
        return new First<>(many.withDeleted());
    }

    @Override
    public Include<P, C, R> required() {
        return new First<>(many.required());
    }

    @Override
    public Include<P, C, R> as(String name) {
        return new First<>(many.as(name));
    }

    @Override
    public String name() {
        return many.name();
    }

    @Override
    public Association<P, C> association() {
        return many.association();
    }

    @Override
    public Refinement<C> refinement() {
        return many.refinement();
    }

    @Override
    public boolean isRequired() {
        return many.isRequired();
    }

    @Override
    public boolean isNarrowed() {
        return true;
    }

    @Override
    public @Nullable Strategy strategy() {
        return many.strategy();
    }

    @Override
    public boolean isSingle() {
        return true;
    }
}
