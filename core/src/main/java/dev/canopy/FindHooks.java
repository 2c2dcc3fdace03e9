package dev.canopy;

import dev.canopy.model.Find;
import dev.canopy.model.FoundHook;
import dev.canopy.model.Hooks;
import dev.canopy.model.Moment;
import dev.canopy.persist.Nesting;
import dev.canopy.persist.Reaching;
import dev.canopy.persist.Surroundings;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import dev.canopy.plan.Plan;
import java.util.List;
import java.util.Objects;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The hooks around finds: before the SQL for each place of the tree, after it for each entity, parents before what hangs on them. */
record FindHooks(Catalog catalog, Surroundings surroundings) {
    /** Whether there are any. */
    boolean areThere() {
        return catalog.hearsOfFinds();
    }

    /** Runs the hooks of every place that the plan reads. */
    void before(Plan plan) {
        before(plan.root(), "");
    }

    /** The same for an include that is brought to entities that are there. */
    void before(Branch branch) {
        before(branch.level(), branch.name());
    }

    /** The same for rows of a table that SQL of the user's own finds. */
    void before(Table<?> table) {
        hear("find", table, Moment.BEFORE_FIND, () -> run(Moment.BEFORE_FIND, table, ""));
    }

    void beforeCount(Table<?> table) {
        hear("count", table, Moment.BEFORE_COUNT, () -> run(Moment.BEFORE_COUNT, table, ""));
    }

    /** Runs the hooks of every entity in what was loaded: of entities and all that they hold; Java records hold none. */
    void after(@Nullable Object loaded) {
        after(loaded, "");
    }

    /** The same for what an include brought. */
    void after(@Nullable Object loaded, String path) {
        Table<?> first = areThere() ? table(loaded) : null;
        if (first != null) {
            hear("find", first, Moment.AFTER_FIND, () -> each(loaded, path));
        }
    }

    private void each(@Nullable Object loaded, String path) {
        switch (loaded) {
            case Entity<?> entity -> found(entity, path);
            case List<?> rows -> rows.forEach(row -> each(row, path));
            case null -> {
                // No row.
            }
            default -> {
                // A Java record.
            }
        }
    }

    private void before(Level level, String path) {
        hear("find", level.table(), Moment.BEFORE_FIND, () -> each(level, path));
    }

    private void each(Level level, String path) {
        run(Moment.BEFORE_FIND, level.table(), path);
        for (Branch branch : level.branches()) {
            each(branch.level(), within(path, branch.name()));
        }
    }

    private void hear(String operation, Table<?> table, Moment moment, Runnable hooks) {
        if (areThere()) {
            Nesting.hear(operation, table, moment, hooks);
        }
    }

    private void run(Moment moment, Table<?> table, String path) {
        Hooks<?, ?> hooks = catalog.hooks(table);
        if (!hooks.atFind(moment).isEmpty()) {
            Find find = new At(surroundings, path);
            hooks.atFind(moment).forEach(hook -> hook.accept(find));
        }
    }

    private <R extends Entity<R>> void found(Entity<R> entity, String path) {
        List<FoundHook<R>> hooks = catalog.meaning(entity.getTable()).hooks().afterFind();
        if (!hooks.isEmpty()) {
            Find find = new At(surroundings, path);
            hooks.forEach(hook -> hook.run(entity.self(), find));
            entity.touched(false);
        }
        entity.eachIncluded((name, value) -> each(value, within(path, name)));
    }

    /** Of the first entity in what was loaded; null where there is none. */
    private static @Nullable Table<?> table(@Nullable Object loaded) {
        return switch (loaded) {
            case Entity<?> entity -> entity.getTable();
            case List<?> rows ->
                rows.stream()
                        .<@Nullable Table<?>>map(FindHooks::table)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case null -> null;
            default -> null;
        };
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static final class At extends Reaching implements Find {
        private final String path;

        At(Surroundings surroundings, String path) {
            super(surroundings);
            this.path = path;
        }

        @Override
        public String path() {
            return path;
        }
    }
}
