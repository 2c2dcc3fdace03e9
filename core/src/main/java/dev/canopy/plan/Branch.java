package dev.canopy.plan;

import dev.canopy.association.FarSide;
import java.util.function.DoubleSupplier;

/**
 * An include within a tree.
 *
 * @param name under which an entity holds it
 * @param form how its rows get to the reader
 * @param reason why in this form, in a few words
 * @param single whether one row is wanted instead of a list
 * @param far its rows as they stand in the statement
 * @param level what is read of them
 * @param rows about how many there are in all; negative if nobody knows; asked only where it decides
 */
public record Branch(
        String name, Form form, String reason, boolean single, FarSide<?> far, Level level, DoubleSupplier rows) {
    /** How the rows of an include get to the reader. */
    public enum Form {
        /** By a LEFT JOIN in the statement of its level; one row or none. */
        JOINED,
        /** By a correlated subquery that gives JSON, in the statement of its level. */
        MULTISET,
        /** By a statement of its own. */
        SPLIT
    }

    /** What is read by it, and by what hangs on it. */
    public String shape() {
        return level.shape(name);
    }

    /** Whether an index leads with the columns that tie the rows to the near side. */
    public boolean isIndexed() {
        return Strategist.isIndexed(far);
    }

    /** What nothing is tied to may be anything, for it is asked for once. */
    boolean isRepeatable(int depth) {
        return switch (form) {
            case MULTISET -> true;
            case JOINED -> level.isRepeatable(depth);
            case SPLIT ->
                depth > 0
                        && (!level.isSplit()
                                || (Repeatable.is(far.filter())
                                        && (!far.refinement().isPage() || isTotal())
                                        && level.isRepeatable(depth - 1)));
        };
    }

    private boolean isTotal() {
        return Repeatable.is(far.orders())
                && level.table().getPrimaryKey() != null
                && (far.junction() == null || far.junction().getPrimaryKey() != null);
    }

    Branch inOneStatement() {
        return form == Form.SPLIT
                ? new Branch(name, Form.MULTISET, "in one statement", single, far, level.inOneStatement(), rows)
                : new Branch(name, form, reason, single, far, level.inOneStatement(), rows);
    }
}
