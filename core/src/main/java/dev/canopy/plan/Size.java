package dev.canopy.plan;

import java.util.Collection;
import java.util.Map;

/**
 * How many rows a table has, by PostgreSQL's own estimate.
 *
 * @param rows about how many there are; negative if nobody knows
 * @param alike for a column, about how many rows have the same value in it as some row has; columns of which nothing is known
 *     are missing
 */
public record Size(double rows, Map<String, Double> alike) {
    /** Nothing is known. */
    public static final Size UNKNOWN = new Size(-1, Map.of());

    public Size {
        alike = Map.copyOf(alike);
    }

    boolean isKnown() {
        return rows >= 0;
    }

    /** About how many rows have the same values in all of these columns as some row has; negative if nobody knows. */
    double alike(Collection<String> columns) {
        double fewest = -1;
        for (String column : columns) {
            Double each = alike.get(column);
            if (each != null && (fewest < 0 || each < fewest)) {
                fewest = each;
            }
        }
        return fewest < 0 ? -1 : Math.max(1, fewest);
    }
}
