package dev.canopy.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table within a tree, what hangs on each, and what they become.
 *
 * @param table the table under its alias
 * @param columns what is read of it, under that alias
 * @param branches what hangs on each row, in the order of the includes
 * @param junction what is read of the junction's row that leads to each; null where there is none or it is not wanted
 * @param target what a row becomes
 */
public record Level(
        Table<?> table,
        List<Field<?>> columns,
        List<Branch> branches,
        @Nullable Level junction,
        Target target) {
    public Level {
        columns = List.copyOf(columns);
        branches = List.copyOf(branches);
    }

    /** Whole rows of a table, with nothing on them. */
    public static Level of(Table<?> table) {
        return new Level(table, List.of(table.fields()), List.of(), null, new Target.Entities(Held.NOTHING));
    }

    String shape(String name) {
        return branches.isEmpty()
                ? name
                : branches.stream().map(Branch::shape).collect(Collectors.joining(", ", name + "(", ")"));
    }

    Level inOneStatement() {
        return new Level(
                table, columns, branches.stream().map(Branch::inOneStatement).toList(), junction, target);
    }

    /** Whether the branches with statements of their own, at most so many below each other, can be asked for twice. */
    boolean isRepeatable(int depth) {
        return branches.stream().allMatch(branch -> branch.isRepeatable(depth));
    }

    /** Whether nothing hangs on its rows but what is joined to them, at any depth. */
    public boolean isJoined() {
        return branches.stream()
                .allMatch(branch ->
                        branch.form() == Branch.Form.JOINED && branch.level().isJoined());
    }

    /** Whether a branch of it, or of what is joined to it, has a statement of its own. */
    public boolean isSplit() {
        return apart() != null;
    }

    /** A branch of it, or of what is joined to it, that has a statement of its own; null if there is none. */
    @Nullable
    Branch apart() {
        for (Branch branch : branches) {
            Branch apart = switch (branch.form()) {
                case SPLIT -> branch;
                case JOINED -> branch.level().apart();
                case MULTISET -> null;
            };
            if (apart != null) {
                return apart;
            }
        }
        return null;
    }

    /** About how many rows the nested JSON in its rows has, at any depth; negative if nobody knows. */
    double nestedRows() {
        double all = 0;
        for (Branch branch : branches) {
            double own = branch.form() == Branch.Form.MULTISET ? branch.rows().getAsDouble() : 0;
            double below = branch.level().nestedRows();
            if (own < 0 || below < 0) {
                return -1;
            }
            all += own + below;
        }
        return all;
    }
}
