package dev.canopy.persist;

import dev.canopy.model.Reach;
import dev.canopy.selection.Selection;
import java.util.Optional;
import java.util.function.Consumer;
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
    public final <A> Optional<A> actor(Class<A> type) {
        return surroundings.actor().as(type);
    }

    @Override
    public final void afterCommit(Runnable action) {
        surroundings.transactions().afterCommit(action);
    }
}
