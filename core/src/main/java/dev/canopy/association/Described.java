package dev.canopy.association;

import java.util.Set;

/** What the generator saw in the catalog and jOOQ's run-time metadata does not keep. Generated tables implement it. */
public interface Described {
    /** Names of the columns that only the server may write: generated columns and identities that are always generated. */
    Set<String> readOnlyColumns();
}
