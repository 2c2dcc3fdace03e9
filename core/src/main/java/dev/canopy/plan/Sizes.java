package dev.canopy.plan;

import org.jooq.Table;

/** How large tables are; the planner chooses strategies by it. */
@FunctionalInterface
public interface Sizes {
    /** Nothing is known. */
    Sizes UNKNOWN = table -> -1;

    /** About how many rows the table has; negative if nobody knows. */
    double rows(Table<?> table);
}
