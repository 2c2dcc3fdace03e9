package dev.canopy.model;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Takes down what runs around writes and finds. Each method adds a hook; those of one moment run in the order in which they were
 * said, a model's own before those of every model. What it returns gives the hook a name: {@code m.beforeSave(..).named("slug")}.
 * The first hook that throws stops the operation.
 *
 * <p>The moments of a row, in their order: {@code beforeValidate}, {@code afterValidate} or {@code validationFailed},
 * {@code beforeCreate} (Update, Upsert, Destroy, Restore), {@code beforeSave}, the SQL, {@code afterCreate} (…), {@code afterSave},
 * and, once the outermost transaction has ended, {@code afterCommit} or {@code afterRollback}. Of several rows, each moment is for
 * every row, in their order, before the next one begins. Not thread-safe.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public abstract sealed class HookBuilder<T extends Table<R>, R extends Record> permits RuleBuilder, EveryModel {
    private final HookLists<T, R> hooks = HookLists.none();
    private final Set<String> removed = new LinkedHashSet<>();

    HookBuilder() {}

    /** Runs before a row is validated; what it changes is normalised and validated. */
    public final HookName beforeValidate(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_VALIDATE, hook);
    }

    /** Runs after a row was found valid. */
    public final HookName afterValidate(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_VALIDATE, hook);
    }

    /** Runs after a row was found invalid, before the exception that says so; {@code op.violations()} has what is wrong. */
    public final HookName validationFailed(Hook<R> hook) {
        return hooks.rows().add(Moment.VALIDATION_FAILED, hook);
    }

    /** Runs before a new row is inserted; what it changes is normalised, validated and written. */
    public final HookName beforeCreate(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_CREATE, hook);
    }

    /** Runs after a new row was inserted, in the same transaction. */
    public final HookName afterCreate(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_CREATE, hook);
    }

    /** Runs before a changed row is updated; what it changes is normalised, validated and written. */
    public final HookName beforeUpdate(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_UPDATE, hook);
    }

    /** Runs after a changed row was updated, in the same transaction. */
    public final HookName afterUpdate(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_UPDATE, hook);
    }

    /** Runs before a row is upserted; what it changes is normalised, validated and written. */
    public final HookName beforeUpsert(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_UPSERT, hook);
    }

    /** Runs after a row was upserted, in the same transaction. */
    public final HookName afterUpsert(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_UPSERT, hook);
    }

    /** Runs before a row is destroyed, softly or for good. */
    public final HookName beforeDestroy(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_DESTROY, hook);
    }

    /** Runs after a row was destroyed, softly or for good, in the same transaction. */
    public final HookName afterDestroy(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_DESTROY, hook);
    }

    /** Runs before a soft-deleted row is restored. */
    public final HookName beforeRestore(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_RESTORE, hook);
    }

    /** Runs after a soft-deleted row was restored, in the same transaction. */
    public final HookName afterRestore(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_RESTORE, hook);
    }

    /** Runs before a row is created, updated or upserted, after the hooks of that kind. */
    public final HookName beforeSave(Hook<R> hook) {
        return hooks.rows().add(Moment.BEFORE_SAVE, hook);
    }

    /** Runs after a row was created, updated or upserted, after the hooks of that kind, in the same transaction. */
    public final HookName afterSave(Hook<R> hook) {
        return hooks.rows().add(Moment.AFTER_SAVE, hook);
    }

    /** Runs after the outermost transaction of a write of any kind has been committed, as if said for each. */
    public final HookName afterCommit(Hook<R> hook) {
        return forEachKind(hooks.afterCommit(), hook);
    }

    /**
     * Runs after the outermost transaction of such a write has been committed, and not if it is rolled back. What it throws
     * undoes nothing.
     */
    public final HookName afterCommit(WriteKind kind, Hook<R> hook) {
        return hooks.afterCommit().add(kind, hook);
    }

    /** Runs after a write of any kind was rolled back, by its own failure or with a transaction around it. */
    public final HookName afterRollback(Hook<R> hook) {
        return forEachKind(hooks.afterRollback(), hook);
    }

    /** Runs after such a write, whose SQL had run, was rolled back, by its own failure or with a transaction around it. */
    public final HookName afterRollback(WriteKind kind, Hook<R> hook) {
        return hooks.afterRollback().add(kind, hook);
    }

    /** Runs before many rows are created by one call, once for all of them and before the hooks of each. */
    public final HookName beforeBulkCreate(Consumer<? super BulkCreate<R>> hook) {
        return hooks.creates().add(Moment.BEFORE_BULK_CREATE, hook);
    }

    /** Runs after many rows were created by one call, once for all of them, in the same transaction. */
    public final HookName afterBulkCreate(Consumer<? super BulkCreate<R>> hook) {
        return hooks.creates().add(Moment.AFTER_BULK_CREATE, hook);
    }

    /** Runs before the rows of a selection are updated, once for all of them; may set more and narrow the selection. */
    public final HookName beforeBulkUpdate(Consumer<? super BulkUpdate<T, R>> hook) {
        return hooks.updates().add(Moment.BEFORE_BULK_UPDATE, hook);
    }

    /** Runs after the rows of a selection were updated, once for all of them, in the same transaction. */
    public final HookName afterBulkUpdate(Consumer<? super BulkUpdate<T, R>> hook) {
        return hooks.updates().add(Moment.AFTER_BULK_UPDATE, hook);
    }

    /** Runs before the rows of a selection are destroyed, once for all of them; may narrow the selection. */
    public final HookName beforeBulkDestroy(Consumer<? super BulkWrite<T, R>> hook) {
        return hooks.writes().add(Moment.BEFORE_BULK_DESTROY, hook);
    }

    /** Runs after the rows of a selection were destroyed, once for all of them, in the same transaction. */
    public final HookName afterBulkDestroy(Consumer<? super BulkWrite<T, R>> hook) {
        return hooks.writes().add(Moment.AFTER_BULK_DESTROY, hook);
    }

    /** Runs before the rows of a selection are restored, once for all of them; may narrow the selection. */
    public final HookName beforeBulkRestore(Consumer<? super BulkWrite<T, R>> hook) {
        return hooks.writes().add(Moment.BEFORE_BULK_RESTORE, hook);
    }

    /** Runs after the rows of a selection were restored, once for all of them, in the same transaction. */
    public final HookName afterBulkRestore(Consumer<? super BulkWrite<T, R>> hook) {
        return hooks.writes().add(Moment.AFTER_BULK_RESTORE, hook);
    }

    /**
     * Runs before the SQL of a find, once for each place of its tree where the model's rows are asked for, the root's first; the
     * strategy makes no difference. It may throw; what narrows every find is {@code always(..)}.
     */
    public final HookName beforeFind(Consumer<? super Find> hook) {
        return hooks.finds().add(Moment.BEFORE_FIND, hook);
    }

    /** Runs for each entity of the model that a find loaded, wherever in its tree, when the tree is whole. */
    public final HookName afterFind(FoundHook<R> hook) {
        return hooks.found().add(Moment.AFTER_FIND, hook);
    }

    /** Runs before the SQL of a count of the model's rows. */
    public final HookName beforeCount(Consumer<? super Find> hook) {
        return hooks.finds().add(Moment.BEFORE_COUNT, hook);
    }

    HookLists<T, R> hooks() {
        return hooks;
    }

    /** The names that were taken away and that none of the hooks here had. */
    Set<String> removed() {
        return removed;
    }

    final void remove(String name) {
        if (!hooks.remove(name)) {
            removed.add(name);
        }
    }

    private static <R extends Record> HookName forEachKind(HookList<WriteKind, Hook<R>> list, Hook<R> hook) {
        HookName all = name -> {};
        for (WriteKind kind : WriteKind.values()) {
            HookName before = all;
            HookName one = list.add(kind, hook);
            all = name -> {
                before.named(name);
                one.named(name);
            };
        }
        return all;
    }
}
