package dev.canopy.association;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the generator saw in the catalog and jOOQ's run-time metadata does not keep. Generated tables implement it. */
public interface Described {
    /** Names of the columns that only the server may write: generated columns and identities that are always generated. */
    Set<String> readOnlyColumns();

    /** The columns of checks, exclusions and unique indexes on expressions, by the constraint's or index's name. */
    default Map<String, List<String>> constraintColumns() {
        return Map.of();
    }

    /** The parts of a partitioned table, as {@code schema.name}: the server names them when it refuses a row. */
    default Set<String> partitions() {
        return Set.of();
    }

    /** What the server demands of the columns' values, beyond what jOOQ's metadata tells. */
    default Demands demands() {
        return Demands.none();
    }
}
