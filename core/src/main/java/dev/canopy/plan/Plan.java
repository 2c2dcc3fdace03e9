package dev.canopy.plan;

import dev.canopy.association.Refinement;
import dev.canopy.association.RowLimit;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.ModelName;
import dev.canopy.selection.RowLock;
import java.util.List;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.SelectForUpdateStep;
import org.jooq.SelectLimitStep;
import org.jspecify.annotations.Nullable;

/**
 * How a selection is read.
 *
 * @param root the rows asked for
 * @param condition which of them
 * @param orders in which order
 * @param refinement what was said of them, scopes worked in; has the page
 * @param offset how many rows are left out, as a parameter: all pages are one statement
 * @param lock how the rows of the root are locked; null for not at all
 */
public record Plan(
        Level root,
        Condition condition,
        List<OrderField<?>> orders,
        Refinement<?> refinement,
        Param<Integer> offset,
        @Nullable RowLock lock) {
    private static final int DEEPEST_REPEATED = 2;

    public Plan {
        orders = List.copyOf(orders);
    }

    /**
     * Refuses a tree with entities of which a scope withholds a column: an entity has all its columns, or it could not be saved.
     *
     * @throws DefinitionException that names the column
     */
    public Plan requireWhole() {
        requireWhole(root, refinement);
        return this;
    }

    private static void requireWhole(Level level, Refinement<?> refinement) {
        if (level.target() instanceof Target.Entities && !refinement.withheld().isEmpty()) {
            throw new DefinitionException(
                    "A %s has all its columns, but a scope withholds one with without(..); read a Java record, select(..) or allBut(..), or drop the scope."
                            .formatted(ModelName.of(level.table())));
        }
        level.branches()
                .forEach(branch -> requireWhole(branch.level(), branch.far().refinement()));
    }

    /** The same rows, locked. */
    public Plan locked(@Nullable RowLock newLock) {
        return new Plan(root, condition, orders, refinement, offset, newLock);
    }

    /** The first so many of the rows. */
    public Plan limited(int rows) {
        return new Plan(root, condition, orders, refinement.limit(rows), offset, lock);
    }

    /** Those of the rows that meet the condition as well, in another order. */
    public Plan narrowed(Condition more, List<OrderField<?>> newOrders) {
        return new Plan(root, condition.and(more), newOrders, refinement, offset, lock);
    }

    /** The same rows by one statement, whatever strategies were chosen. */
    public Plan inOneStatement() {
        return new Plan(root.inOneStatement(), condition, orders, refinement, offset, lock);
    }

    /** Cuts an ordered select to the rows that are wanted. */
    public <R extends Record> SelectForUpdateStep<R> page(SelectLimitStep<R> ordered) {
        return refinement.page(ordered, offset);
    }

    /** Whether the condition names a row by its primary key: of one row, order and page change nothing, and cost the server time. */
    public boolean isSole() {
        RowLimit limit = refinement.limit();
        return refinement.offset() == 0
                && (limit == null || limit.rows() > 0)
                && Fixed.by(condition).hasKeyOf(root.table());
    }

    /** What is read, in one word for each level: {@code users(posts(comments), profile)}. */
    public String shape() {
        return root.shape(root.table().getName());
    }

    /** Whether an include has a statement of its own. */
    public boolean isSplit() {
        return root.isSplit();
    }

    /**
     * Whether the rows of every level above another can be asked for twice, so that all statements travel together. Locked rows
     * cannot, nor can deep trees: each level would ask for all above it once more.
     */
    public boolean isRepeatable() {
        boolean total = !refinement.isPage() || root.table().getPrimaryKey() != null;
        return lock == null
                && total
                && Repeatable.is(condition)
                && Repeatable.is(orders)
                && root.isRepeatable(DEEPEST_REPEATED);
    }
}
