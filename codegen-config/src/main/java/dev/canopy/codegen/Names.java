package dev.canopy.codegen;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.Database;
import org.jooq.meta.Definition;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;

/**
 * The names of a database's classes, constants and getters, decided once for all of them, so that no two are alike: nor by
 * their letters' case, where the name is a file's. A name that stands alone is never changed by another, except that of two
 * which clash the one that PostgreSQL would have spelt so unquoted stays plain.
 */
final class Names {
    private static final Comparator<Definition> UNQUOTED_FIRST = Comparator.comparing(
                    (Definition object) -> !object.getName().equals(Spelling.lower(object.getName())))
            .thenComparing(Definition::getName);

    private final Overrides overrides;
    private final Map<Definition, String> tableClasses = new HashMap<>();
    private final Map<Definition, String> recordClasses = new HashMap<>();
    private final Map<Definition, String> keyClasses = new HashMap<>();
    private final Map<Definition, String> constants = new HashMap<>();
    private final Map<Definition, String> endings = new HashMap<>();

    private Names(Overrides overrides) {
        this.overrides = overrides;
    }

    static Names of(Database database, Overrides overrides) {
        Names names = new Names(overrides);
        for (SchemaDefinition schema : database.getSchemata()) {
            List<TableDefinition> tables =
                    database.getTables(schema).stream().sorted(UNQUOTED_FIRST).toList();
            names.nameClasses(tables, overrides);
            tables.forEach(names::nameColumns);
        }
        return names;
    }

    Overrides overrides() {
        return overrides;
    }

    String tableClass(TableDefinition table) {
        return known(tableClasses, table);
    }

    String recordClass(TableDefinition table) {
        return known(recordClasses, table);
    }

    /** Of a primary key with several columns. */
    String keyClass(TableDefinition table) {
        return known(keyClasses, table);
    }

    /** {@code Tables.USERS}. */
    String constant(TableDefinition table) {
        return known(constants, table);
    }

    /** What the constants of a table's keys and indexes end with, for another table has the same constant without it. */
    String ending(TableDefinition table) {
        return constant(table).substring(Spelling.constant(table.getName()).length());
    }

    /** What the constant and the getter of a column end with, for another column has the same name without it. */
    String ending(ColumnDefinition column) {
        return endings.getOrDefault(column, "");
    }

    private void nameClasses(List<TableDefinition> tables, Overrides overrides) {
        Distinct tableFiles = Distinct.files();
        Distinct recordFiles = Distinct.files();
        Distinct fields = Distinct.names();
        for (TableDefinition table : tables) {
            String plain = Spelling.pascal(table.getName());
            tableClasses.put(
                    table,
                    tableFiles.take(
                            "",
                            plain.equals(Spelling.constant(table.getName()))
                                    ? List.of(plain + "Table") // the constant T1 would hide a class T1
                                    : notOfJava(plain, plain + "Table")));
            constants.put(table, fields.take("_", List.of(Spelling.constant(table.getName()))));
            overrides.recordClass(table).ifPresent(chosen -> {
                if (recordFiles.has(chosen)) {
                    throw new GenerationException("The name \"%s\" for the rows of %s is given twice."
                            .formatted(chosen, table.getQualifiedName()));
                }
                recordFiles.add(chosen);
                recordClasses.put(table, chosen);
            });
        }
        for (TableDefinition table : tables) {
            recordClasses.computeIfAbsent(table, t -> recordFiles.take("", recordNames(table, overrides)));
        }
        for (TableDefinition table : tables) {
            String record = recordClass(table);
            String row = record.endsWith("Record") && record.length() > "Record".length()
                    ? record.substring(0, record.length() - "Record".length())
                    : record;
            keyClasses.put(table, recordFiles.take("", List.of(row + "Key", row + "PrimaryKey")));
        }
    }

    private List<String> recordNames(TableDefinition table, Overrides overrides) {
        String plain = Spelling.pascal(table.getName());
        if (overrides.recordNames() == RecordNames.JOOQ) {
            return List.of(plain + "Record");
        }
        String singular = Spelling.pascal(Inflector.singular(table.getName()));
        return singular.equalsIgnoreCase(plain)
                ? List.of(plain + "Record")
                : notOfJava(singular, singular + "Record", plain + "Record");
    }

    private void nameColumns(TableDefinition table) {
        Distinct fields = Distinct.names();
        Distinct getters = Distinct.names();
        for (ColumnDefinition column :
                table.getColumns().stream().sorted(UNQUOTED_FIRST).toList()) {
            String ending = "";
            for (int number = 2; isTaken(column, ending, fields, getters); number++) {
                ending = "_" + number;
            }
            fields.add(Spelling.constant(column.getName()) + ending);
            getters.add(Spelling.pascal(column.getName()) + ending);
            if (!ending.isEmpty()) {
                endings.put(column, ending);
            }
        }
    }

    private static boolean isTaken(ColumnDefinition column, String ending, Distinct fields, Distinct getters) {
        return fields.has(Spelling.constant(column.getName()) + ending)
                || getters.has(Spelling.pascal(column.getName()) + ending);
    }

    /** A class called {@code String} would be meant by every {@code String} in its package. */
    private static List<String> notOfJava(String plain, String... others) {
        return isOfJava(plain)
                ? List.of(others)
                : Stream.concat(Stream.of(plain), Stream.of(others)).toList();
    }

    private static boolean isOfJava(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError none) {
            return false;
        }
    }

    private static String known(Map<Definition, String> names, TableDefinition table) {
        String name = names.get(table);
        if (name == null) {
            throw new IllegalStateException("The table %s came after the names were given.".formatted(table));
        }
        return name;
    }
}
