package dev.canopy.error;

import java.util.List;

/**
 * Which constraint refused a write.
 *
 * @param constraint its name in the database; for NOT NULL, which older servers do not name, {@code not null}
 * @param table the table's name
 * @param fields the properties that take part, as far as the generated metadata knows them
 * @param rows the indexes of the rows of a write of many that it may have been
 */
public record ConstraintFacts(String constraint, String table, List<String> fields, List<Integer> rows) {
    public ConstraintFacts {
        fields = List.copyOf(fields);
        rows = List.copyOf(rows);
    }

    /** Of a row that is not known, or the only one. */
    public ConstraintFacts(String constraint, String table, List<String> fields) {
        this(constraint, table, fields, List.of());
    }
}
