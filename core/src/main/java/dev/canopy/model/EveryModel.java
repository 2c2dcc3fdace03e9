package dev.canopy.model;

import org.jooq.Record;
import org.jooq.Table;

/**
 * Takes down hooks that every model of a Database has, after its own; of tables that nobody defines, too. A model that does not
 * want one says {@code m.removeHook(..)}. Not thread-safe.
 */
public final class EveryModel extends HookBuilder<Table<Record>, Record> {
    /** No hooks yet; made when a Database is built. */
    public EveryModel() {}

    /** Whether any of these hooks is told of finds or counts. */
    public boolean hearsOfFinds() {
        return hooks().isTold();
    }

    /** The model's meaning with these hooks after its own. */
    @SuppressWarnings(
            "unchecked") // a hook for any record is one for each kind of record: they are handed in, never taken out
    public <T extends Table<R>, R extends Record> Meaning<T, R> and(Meaning<T, R> meaning) {
        HookLists<T, R> own = (HookLists<T, R>) (HookLists<?, ?>) hooks();
        return meaning.with(meaning.hooks().and(own, ModelName.of(meaning.table())));
    }
}
