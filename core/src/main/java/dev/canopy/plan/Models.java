package dev.canopy.plan;

import dev.canopy.association.Meanings;
import dev.canopy.model.Meaning;
import org.jooq.Table;

/** What the models of a Database mean. */
public interface Models extends Meanings {
    /** The meaning of a table; of one without a definition, a meaning without semantics. */
    Meaning<?, ?> known(Table<?> table);
}
