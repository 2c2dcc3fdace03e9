package dev.canopy.model;

import org.jooq.Field;
import org.jooq.tools.StringUtils;

/** What a column is called in Java, in maps, shapes and messages: {@code first_name} is {@code firstName}. */
public final class PropertyName {
    private PropertyName() {}

    public static String of(Field<?> column) {
        return of(column.getName());
    }

    /** The same for a name of the database that is no column's. */
    public static String of(String databaseName) {
        return StringUtils.toCamelCaseLC(databaseName);
    }
}
