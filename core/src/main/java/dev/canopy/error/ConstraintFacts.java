package dev.canopy.error;

import java.util.List;

/**
 * Which constraint refused a write.
 *
 * @param constraint its name in the database; for NOT NULL, which older servers do not name, {@code not null}
 * @param table the table's name
 * @param fields the properties that take part, as far as the generated metadata knows them
 */
public record ConstraintFacts(String constraint, String table, List<String> fields) {
    public ConstraintFacts {
        fields = List.copyOf(fields);
    }
}
