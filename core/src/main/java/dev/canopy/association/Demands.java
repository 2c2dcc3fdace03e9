package dev.canopy.association;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server demands of a table's values, in its own words: as the generator read them in the catalog, for jOOQ's run-time
 * metadata does not keep them. Immutable.
 *
 * @param types by column the type beneath all domains, where it limits the values or a check reads them: {@code numeric(12,2)}
 * @param filled the columns that a domain's default fills
 * @param checks the check constraints of the table, and of the domains of its columns
 */
public record Demands(Map<String, String> types, Set<String> filled, List<Check> checks) {
    /**
     * A check constraint.
     *
     * @param name its name
     * @param column the column that {@code VALUE} means in a domain's check; null in a table's
     * @param expression the expression, as {@code pg_get_expr} writes it
     */
    public record Check(String name, @Nullable String column, String expression) {}

    public Demands {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        filled = Collections.unmodifiableSet(new LinkedHashSet<>(filled));
        checks = List.copyOf(checks);
    }

    /** Nothing. */
    public static Demands none() {
        return new Demands(Map.of(), Set.of(), List.of());
    }

    /** And this of a column's type. */
    public Demands type(String column, String type) {
        Map<String, String> more = new LinkedHashMap<>(types);
        more.put(column, type);
        return new Demands(more, filled, checks);
    }

    /** And this column is filled by its domain's default. */
    public Demands filled(String column) {
        Set<String> more = new LinkedHashSet<>(filled);
        more.add(column);
        return new Demands(types, more, checks);
    }

    /** And this check of the table. */
    public Demands check(String name, String expression) {
        return with(new Check(name, null, expression));
    }

    /** And this check of a column's domain. */
    public Demands check(String name, String column, String expression) {
        return with(new Check(name, column, expression));
    }

    private Demands with(Check check) {
        List<Check> more = new ArrayList<>(checks);
        more.add(check);
        return new Demands(types, filled, more);
    }
}
