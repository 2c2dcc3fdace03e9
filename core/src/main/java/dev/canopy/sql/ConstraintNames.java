package dev.canopy.sql;

import dev.canopy.error.ConstraintFacts;
import java.util.List;
import java.util.Optional;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** What the generated metadata knows about the names in a server's refusal; the Database supplies it. */
public interface ConstraintNames {
    /** Tells of a table that plain jOOQ works with; what was generated with it is known from then on. */
    void meet(Table<?> table);

    /** What the rows of a table are called; the table's own name where no generated table has it. */
    String model(@Nullable String schema, String table);

    /** The properties that a constraint or unique index covers; no fields where the metadata does not know it. */
    ConstraintFacts constraint(@Nullable String schema, String table, String constraint);

    /** What a column is called in Java. */
    String property(@Nullable String schema, String table, String column);

    /** What the rows are called that a foreign key of this table refers to. */
    Optional<String> referred(@Nullable String schema, String table, String foreignKey);

    /** The columns of this domain, as in {@code User.postalCode}. */
    List<String> columnsOfDomain(@Nullable String schema, String domain);

    /** Whether a table has values that nobody may see in a message; without a table, whether any has. */
    boolean hasSecrets(@Nullable String schema, @Nullable String table);

    /**
     * What must hold of a property that a constraint refused: in the model's own words where it has some, else what the constraint
     * itself says, where it is understood.
     *
     * @param rule what kind of constraint it is
     * @param otherwise what is said unless somebody knows better
     */
    String message(
            @Nullable String schema, String table, String constraint, String property, String rule, String otherwise);
}
