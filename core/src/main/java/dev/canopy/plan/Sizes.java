package dev.canopy.plan;

import org.jooq.Table;

/** What PostgreSQL knows of how large tables are; the planner chooses strategies by it. */
@FunctionalInterface
public interface Sizes {
    /** Nothing is known. */
    Sizes UNKNOWN = table -> Size.UNKNOWN;

    /** What is known of the table. */
    Size of(Table<?> table);
}
