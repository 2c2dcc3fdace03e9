package dev.canopy.codegen;

import dev.canopy.BelongsToHandle;
import dev.canopy.BelongsToManyHandle;
import dev.canopy.HasManyHandle;
import dev.canopy.HasOneHandle;
import dev.canopy.association.Demands;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.codegen.Files;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.impl.QOM.GenerationMode;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.Database;
import org.jooq.meta.Definition;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.UniqueKeyDefinition;
import org.jspecify.annotations.Nullable;

/**
 * jOOQ's generator, and on top of it: associations as fields of the table classes, loaded getters and relation handles on
 * the record classes, typed primary keys, and which columns only the server may write.
 */
public class CanopyGenerator extends JavaGenerator {
    private final Files files = new Files();
    private final Set<File> marked = new HashSet<>();
    private @Nullable CanopyNaming naming;
    private @Nullable Names names;
    private @Nullable Seen seen;
    private @Nullable ServerDemands demands;

    /** Called by jOOQ. */
    public CanopyGenerator() {}

    @Override
    public void setStrategy(GeneratorStrategy strategy) {
        if (!(strategy instanceof CanopyNaming own)) {
            throw new GenerationException(
                    "The strategy %s does not extend %s, which gives records and tables what Canopy needs; extend it, or leave the strategy out."
                            .formatted(strategy.getClass().getName(), CanopyNaming.class.getName()));
        }
        own.keyedBy(this::keyClass);
        naming = own;
        super.setStrategy(strategy);
    }

    /**
     * Names everything, then lets jOOQ generate.
     *
     * @throws GenerationException if a name that was chosen is for nothing, or is taken
     */
    @Override
    @SuppressWarnings("deprecation") // the overridden method sets this one, too
    public void generate(Database db) {
        // As the overridden method does it, for tables are read before that is called.
        db.setIncludeRelations(generateRelations());
        db.setTableValuedFunctions(generateTableValuedFunctions());
        db.setTableValuedFunctionsAsTables(generateTableValuedFunctionsAsTables());
        db.setTableValuedFunctionsAsRoutines(generateTableValuedFunctionsAsRoutines());
        // The parts of a partitioned table are the server's business: their rows are the whole's.
        Seen catalog = Seen.in(db.getConnection());
        Set<String> parts = catalog.allParts();
        db.addFilter(
                definition -> definition instanceof TableDefinition && parts.contains(definition.getQualifiedName()));
        seen = catalog;
        demands = ServerDemands.in(db.getConnection());
        Overrides overrides = Overrides.of(db.getProperties());
        names = Names.of(db, overrides);
        if (naming != null) {
            naming.namedBy(names);
        }
        List<TableDefinition> tables =
                db.getSchemata().stream().flatMap(s -> db.getTables(s).stream()).toList();
        overrides.requireMatched(
                tables, tables.stream().flatMap(table -> links(table).stream()).toList());
        super.generate(db);
    }

    @Override
    protected JavaWriter newJavaWriter(File file, @Nullable Mode mode) {
        File folder = file.getParentFile();
        if (marked.add(folder)) {
            markNulls(folder);
        }
        return writer(file, mode);
    }

    private JavaWriter writer(File file, @Nullable Mode mode) {
        JavaWriter writer = new NullMarkedWriter(
                file,
                generateFullyQualifiedTypes(),
                targetEncoding,
                generateJavadoc(),
                files,
                generatedSerialVersionUID(),
                mode);
        if (generateIndentation() != null) {
            writer.tabString(generateIndentation());
        }
        if (generateNewline() != null) {
            writer.newlineString(generateNewline());
        }
        writer.printMarginForBlockComment(generatePrintMarginForBlockComment());
        return writer;
    }

    /** Beside the first class of a package. */
    private void markNulls(File folder) {
        String name = new File(getStrategy().getFileRoot().getPath())
                .toPath()
                .relativize(folder.toPath())
                .toString()
                .replace(File.separatorChar, '.');
        String root = getStrategy().getTargetPackage();
        JavaWriter out = writer(new File(folder, "package-info.java"), null);
        out.println("@org.jspecify.annotations.NullMarked");
        out.printPackageSpecification(name.isEmpty() ? root : root + "." + name);
        closeJavaWriter(out);
    }

    private List<Link> links(TableDefinition table) {
        return Links.of(table, Objects.requireNonNull(names));
    }

    @Override
    protected void generateTable(SchemaDefinition schema, TableDefinition table) {
        super.generateTable(schema, table);
        UniqueKeyDefinition key = table.getPrimaryKey();
        if (key != null && key.getKeyColumns().size() > 1) {
            generateKey(table, key);
        }
    }

    @Override
    protected void generateTableClassFooter(TableDefinition table, JavaWriter out) {
        for (Link link : links(table)) {
            out.println();
            out.javadoc("%s", link.description().replace("*/", ""));
            out.println(field(table, link, out));
        }
        generateKeyValues(table, out);
        out.println();
        out.javadoc("The columns that only the server may write.");
        out.println("@Override");
        out.println("public %s<String> readOnlyColumns() {", Set.class);
        out.println(
                "return %s.of(%s);",
                Set.class,
                readOnly(table).stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")));
        out.println("}");
        generateConstraintColumns(Objects.requireNonNull(seen).columns(table), out);
        generateParts(Objects.requireNonNull(seen).parts(table), out);
        generateDemands(Objects.requireNonNull(demands).calls(table), out);
    }

    @Override
    protected void generateRecordClassFooter(TableDefinition table, JavaWriter out) {
        if (table.getPrimaryKey() == null) {
            return;
        }
        Distinct methods = Distinct.names();
        InheritedMethods.OF_ENTITIES.forEach(methods::add);
        table.getColumns().forEach(column -> methods.add(getStrategy().getJavaGetterName(column, Mode.RECORD)));
        Set<TableDefinition> junctions = new LinkedHashSet<>();
        for (Link link : links(table)) {
            generateGetter(table, link, methods, out);
            generateHandle(table, link, methods, out);
            if (link.farKey() != null) {
                junctions.add(link.key().getTable());
            }
        }
        junctions.forEach(junction -> generateJunctionGetter(junction, methods, out));
    }

    private static void generateConstraintColumns(Map<String, List<String>> columns, JavaWriter out) {
        if (columns.isEmpty()) {
            return;
        }
        out.println();
        out.javadoc("The columns of checks, exclusions and unique indexes on expressions.");
        out.println("@Override");
        out.println("public %s<String, %s<String>> constraintColumns() {", Map.class, List.class);
        String map = out.ref(Map.class);
        String list = out.ref(List.class);
        out.println(
                "return %s.ofEntries(%s);",
                map,
                columns.entrySet().stream()
                        .map(constraint -> "%s.entry(\"%s\", %s.of(%s))"
                                .formatted(map, escaped(constraint.getKey()), list, quoted(constraint.getValue())))
                        .collect(Collectors.joining(", ")));
        out.println("}");
    }

    private static void generateParts(List<String> parts, JavaWriter out) {
        if (parts.isEmpty()) {
            return;
        }
        out.println();
        out.javadoc("The parts that this table was divided into, by schema and name.");
        out.println("@Override");
        out.println("public %s<String> partitions() {", Set.class);
        out.println("return %s.of(%s);", Set.class, quoted(parts));
        out.println("}");
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "\"" + escaped(name) + "\"").collect(Collectors.joining(", "));
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static void generateDemands(List<String> calls, JavaWriter out) {
        if (calls.isEmpty()) {
            return;
        }
        out.println();
        out.javadoc("What the server demands of the columns' values.");
        out.println("@Override");
        out.println("public %s demands() {", Demands.class);
        out.println("return %s.none()", Demands.class);
        for (int i = 0; i < calls.size(); i++) {
            out.println("    %s", calls.get(i) + (i == calls.size() - 1 ? ";" : ""));
        }
        out.println("}");
    }

    private String field(TableDefinition table, Link link, JavaWriter out) {
        String association = out.ref("dev.canopy.association." + link.kind().type);
        ForeignKeyDefinition farKey = link.farKey();
        if (farKey == null) {
            return "public final transient %s<%s, %s, %s> %s = %s.of(\"%s\", this, () -> %s, () -> %s);"
                    .formatted(
                            association,
                            tableClass(table, out),
                            tableClass(link.target(), out),
                            recordClass(link.target(), out),
                            link.constant(),
                            association,
                            link.member(),
                            constant(link.target(), out),
                            constant(link.key(), out));
        }
        TableDefinition junction = link.key().getTable();
        return "public final transient %s<%s, %s, %s, %s, %s> %s = %s.of(\"%s\", this, () -> %s, () -> %s, () -> %s, () -> %s);"
                .formatted(
                        association,
                        tableClass(table, out),
                        tableClass(junction, out),
                        recordClass(junction, out),
                        tableClass(link.target(), out),
                        recordClass(link.target(), out),
                        link.constant(),
                        association,
                        link.member(),
                        constant(junction, out),
                        constant(link.target(), out),
                        constant(link.key(), out),
                        constant(farKey, out));
    }

    private void generateGetter(TableDefinition table, Link link, Distinct methods, JavaWriter out) {
        String name = free("get" + Spelling.pascal(link.constant()), methods);
        String row = recordClass(link.target(), out);
        String association = constant(table, out) + "." + link.constant();
        out.println();
        switch (link.kind()) {
            case BELONGS_TO, HAS_ONE -> {
                out.javadoc("What an include of {@code %s} loaded.", link.constant());
                String type = link.isRequired() ? row : NullMarkedWriter.nullable(out.ref(Nullable.class), row);
                out.println("public %s %s() {".formatted(type, name));
                out.println(
                        "return %s(%s);".formatted(link.isRequired() ? "loadedRequired" : "loadedOne", association));
            }
            case HAS_MANY, BELONGS_TO_MANY -> {
                out.javadoc("The rows that an include of {@code %s} loaded.", link.constant());
                out.println("public %s<%s> %s() {".formatted(out.ref(List.class), row, name));
                out.println("return loadedMany(%s);".formatted(association));
            }
        }
        out.println("}");
    }

    private void generateHandle(TableDefinition table, Link link, Distinct methods, JavaWriter out) {
        String name = free(Spelling.isKeyword(link.member()) ? link.member() + "_" : link.member(), methods);
        TableDefinition target = link.target();
        boolean keyed = target.getPrimaryKey() != null;
        String far = "%s, %s, %s"
                .formatted(
                        tableClass(target, out),
                        recordClass(target, out),
                        keyed ? out.ref(keyClass(target)) : Void.class.getSimpleName());
        String type = switch (link.kind()) {
            case BELONGS_TO -> "%s<%s>".formatted(out.ref(BelongsToHandle.class), far);
            case HAS_ONE -> "%s<%s>".formatted(out.ref(HasOneHandle.class), far);
            case HAS_MANY -> "%s<%s>".formatted(out.ref(HasManyHandle.class), far);
            case BELONGS_TO_MANY ->
                "%s<%s, %s, %s>"
                        .formatted(
                                out.ref(BelongsToManyHandle.class),
                                tableClass(link.key().getTable(), out),
                                recordClass(link.key().getTable(), out),
                                far);
        };
        out.println();
        out.javadoc("A handle on {@code %s}: its verbs run statements.", link.constant());
        out.println("public %s %s() {".formatted(type, name));
        out.println("return %s(%s.%s);"
                .formatted(keyed ? "related" : "relatedByNoKey", constant(table, out), link.constant()));
        out.println("}");
    }

    private void generateJunctionGetter(TableDefinition junction, Distinct methods, JavaWriter out) {
        String row = recordClass(junction, out);
        String name = free("get" + getStrategy().getJavaClassName(junction, Mode.RECORD), methods);
        out.println();
        out.javadoc("The row of {@code %s} that this row was reached through.", junction.getName());
        out.println("public %s %s() {".formatted(row, name));
        out.println("return loadedJunction(%s);".formatted(constant(junction, out)));
        out.println("}");
    }

    private void generateKeyValues(TableDefinition table, JavaWriter out) {
        UniqueKeyDefinition key = table.getPrimaryKey();
        if (key == null) {
            return;
        }
        List<ColumnDefinition> columns = key.getKeyColumns();
        String values = columns.size() == 1
                ? "key"
                : columns.stream()
                        .map(column -> "key." + component(column) + "()")
                        .collect(Collectors.joining(", "));
        out.println();
        out.javadoc("The key's values in the order of the primary key's columns.");
        out.println("@Override");
        out.println("public Object[] keyValues(%s key) {".formatted(out.ref(keyClass(table))));
        out.println("return new Object[] { %s };".formatted(values));
        out.println("}");
    }

    private void generateKey(TableDefinition table, UniqueKeyDefinition key) {
        String name = keyName(table);
        File file = new File(getFile(table, Mode.RECORD).getParentFile(), name + ".java");
        JavaWriter out = newJavaWriter(file);
        out.printPackageSpecification(getStrategy().getJavaPackageName(table, Mode.RECORD));
        out.println();
        out.printImports();
        out.println();
        out.javadoc("The primary key of {@code %s}.", table.getName());
        out.println("public record %s(%s) {}"
                .formatted(
                        name,
                        key.getKeyColumns().stream()
                                .map(column -> javaType(column, out) + " " + component(column))
                                .collect(Collectors.joining(", "))));
        closeJavaWriter(out);
    }

    /** The full name of the primary key's type. */
    private String keyClass(TableDefinition table) {
        List<ColumnDefinition> columns = table.getPrimaryKey().getKeyColumns();
        if (columns.size() > 1) {
            return getStrategy().getJavaPackageName(table, Mode.RECORD) + "." + keyName(table);
        }
        // jOOQ resolves types only with a writer at hand; nothing is written to this one.
        JavaWriter unwritten = newJavaWriter(getFile(table));
        return getJavaType(columns.getFirst().getType(resolver(unwritten)), unwritten);
    }

    private String keyName(TableDefinition table) {
        return Objects.requireNonNull(names).keyClass(table);
    }

    private String javaType(ColumnDefinition column, JavaWriter out) {
        return out.ref(getJavaType(column.getType(resolver(out)), out));
    }

    private String component(ColumnDefinition column) {
        String name = getStrategy().getJavaMemberName(column, Mode.DEFAULT);
        return Spelling.isKeyword(name) || InheritedMethods.OF_OBJECTS.contains(name) ? name + "_" : name;
    }

    private List<String> readOnly(TableDefinition table) {
        List<String> names = new ArrayList<>();
        for (ColumnDefinition column : table.getColumns()) {
            boolean computed = column.getDefinedType().getGeneratedAlwaysAs() != null;
            if (computed || column.getIdentityMode() == GenerationMode.ALWAYS) {
                names.add(column.getName());
            }
        }
        return names;
    }

    private String tableClass(TableDefinition table, JavaWriter out) {
        return out.ref(getStrategy().getFullJavaClassName(table));
    }

    private String recordClass(TableDefinition table, JavaWriter out) {
        return out.ref(getStrategy().getFullJavaClassName(table, Mode.RECORD));
    }

    private String constant(Definition definition, JavaWriter out) {
        String full = getStrategy().getFullJavaIdentifier(definition);
        int owner = full.lastIndexOf('.');
        return out.ref(full.substring(0, owner)) + full.substring(owner);
    }

    /** A method's name that nothing inherited or generated before has. */
    private static String free(String name, Distinct methods) {
        return methods.take("", List.of(name, name + "Association"));
    }
}
