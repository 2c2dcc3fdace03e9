package dev.canopy.persist;

import dev.canopy.selection.Execution;
import dev.canopy.sql.Transactions;
import org.jooq.DSLContext;

/**
 * What an operation stands in.
 *
 * @param dsl runs its statements
 * @param execution runs the selections of its hooks
 * @param actor who asks
 * @param skipped which rules the writes skip
 */
public record Surroundings(
        DSLContext dsl, Transactions transactions, Execution execution, CurrentActor actor, SkippedGroups skipped) {}
