package dev.canopy.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Table;

/** All hooks of a model, or of every model, by their types. */
record HookLists<T extends Table<R>, R extends Record>(
        HookList<Moment, Hook<R>> rows,
        HookList<WriteKind, Hook<R>> afterCommit,
        HookList<WriteKind, Hook<R>> afterRollback,
        HookList<Moment, Consumer<? super BulkCreate<R>>> creates,
        HookList<Moment, Consumer<? super BulkUpdate<T, R>>> updates,
        HookList<Moment, Consumer<? super BulkWrite<T, R>>> writes,
        HookList<Moment, Consumer<? super Find>> finds,
        HookList<Moment, FoundHook<R>> found) {
    static <T extends Table<R>, R extends Record> HookLists<T, R> none() {
        return new HookLists<>(
                moments(),
                new HookList<>("afterCommit(%s)"::formatted),
                new HookList<>("afterRollback(%s)"::formatted),
                moments(),
                moments(),
                moments(),
                moments(),
                moments());
    }

    /** Takes the hooks of this name away, whatever they are for; whether there were any. */
    boolean remove(String name) {
        boolean removed = false;
        for (HookList<?, ?> each : all()) {
            removed |= each.remove(name);
        }
        return removed;
    }

    /** Those of this model, then those of every model that are not called so. */
    HookLists<T, R> and(HookLists<T, R> others, Set<String> except) {
        return new HookLists<>(
                rows.and(others.rows, except),
                afterCommit.and(others.afterCommit, except),
                afterRollback.and(others.afterRollback, except),
                creates.and(others.creates, except),
                updates.and(others.updates, except),
                writes.and(others.writes, except),
                finds.and(others.finds, except),
                found.and(others.found, except));
    }

    /** Whether any hook is told of finds or counts. */
    boolean isTold() {
        return !finds.hooks().isEmpty() || !found.hooks().isEmpty();
    }

    /** The names that were given, in the order of the alphabet. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        Stream.of(all()).flatMap(List::stream).flatMap(HookList::names).forEach(names::add);
        return names;
    }

    private static <H> HookList<Moment, H> moments() {
        return new HookList<>(moment -> PropertyName.of(moment.name()));
    }

    private List<HookList<?, ?>> all() {
        return List.of(rows, afterCommit, afterRollback, creates, updates, writes, finds, found);
    }
}
