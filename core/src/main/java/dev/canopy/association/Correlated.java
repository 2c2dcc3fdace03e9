package dev.canopy.association;

import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** A part of a statement that stands for the rows of an include; what it is made of depends on where it stands. */
public sealed interface Correlated extends QueryPart permits CorrelatedCondition, CorrelatedField, NestedRows {
    /**
     * What it is made of on this Database.
     *
     * @param above the associations within whose parts it stands; null where it stands in none
     */
    Seen<?, ?> seen(Meanings meanings, @Nullable Chain above);
}
