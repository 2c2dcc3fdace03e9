package dev.canopy.persist;

import dev.canopy.model.Reach;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Upserted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** An operation of which a hook may reach the surroundings. */
public abstract class Reaching implements Reach {
    private final Surroundings surroundings;

    protected Reaching(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final DSLContext dsl() {
        return surroundings.dsl();
    }

    @Override
    public final <T extends Table<X>, X extends Record> Selection<T, X> on(T table) {
        return Selection.of(table, surroundings.execution());
    }

    @Override
    public final <X extends Record> X create(Table<X> table, Consumer<? super X> values) {
        return surroundings.execution().create(table, values);
    }

    @Override
    public final <T extends Table<X>, X extends Record> List<X> bulkCreate(T table, Collection<? extends X> rows) {
        return surroundings.execution().bulkCreate(table, rows);
    }

    @Override
    public final <T extends Table<X>, X extends Record> Upserted<X> upsert(
            T table, Consumer<? super X> values, Function<? super Conflict.On<T, X>, Conflict<T, X>> on) {
        return surroundings.execution().upsert(table, values, on);
    }

    @Override
    public final <T extends Table<X>, X extends Record> FoundOrCreated<X> findOrCreate(
            T table, Consumer<? super X> key, Consumer<? super X> rest) {
        return surroundings.execution().findOrCreate(table, key, rest);
    }

    @Override
    public final void lock(String key) {
        surroundings.transactions().running(dsl()).lock(key);
    }

    @Override
    public final <A> Optional<A> actor(Class<A> type) {
        return surroundings.actor().as(type);
    }

    @Override
    public final void afterCommit(Runnable action) {
        surroundings.transactions().afterCommit(action);
    }

    @Override
    public final void afterRollback(Runnable action) {
        surroundings.transactions().afterRollback(action);
    }
}
