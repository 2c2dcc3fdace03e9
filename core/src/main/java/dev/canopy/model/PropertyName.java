package dev.canopy.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Field;
import org.jooq.tools.StringUtils;
import org.jspecify.annotations.Nullable;

/** What a column is called in Java, in maps, shapes and messages: {@code first_name} is {@code firstName}. */
public final class PropertyName {
    /** A schema has so many names of columns at most; names that requests make up are not kept beyond that. */
    private static final int BOUND = 20_000;

    /** To take a name apart costs more than the rest of what is said with it. */
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private PropertyName() {}

    public static String of(Field<?> column) {
        return of(column.getName());
    }

    /** The same for a name of the database that is no column's. */
    public static String of(String databaseName) {
        @Nullable String known = KNOWN.get(databaseName);
        if (known != null) {
            return known;
        }
        String name = StringUtils.toCamelCaseLC(databaseName);
        if (KNOWN.size() < BOUND) {
            KNOWN.put(databaseName, name);
        }
        return name;
    }
}
