package dev.canopy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A fault that somebody could make: one place of the library's sources, and what would stand there instead. The library itself
 * has no switch for it; a copy of the one class is compiled with the fault.
 *
 * @param what it does
 * @param file below the library's root package
 * @param text as it stands there, once
 */
record PlantedFault(String what, String file, String text, String fault) {
    static final List<PlantedFault> ALL = List.of(
            new PlantedFault(
                    "an order is lost",
                    "association/Refinement.java",
                    "all.add(own(order.apply(alias), alias));",
                    "own(order.apply(alias), alias);"),
            new PlantedFault(
                    "a limit is off by one",
                    "association/Refinement.java",
                    "conditions, orders, RowLimit.of(rows), offset,",
                    "conditions, orders, RowLimit.of(rows + 1), offset,"),
            new PlantedFault(
                    "an offset is forgotten",
                    "association/Refinement.java",
                    "return new Refinement<>(conditions, orders, limit, rows,",
                    "return new Refinement<>(conditions, orders, limit, 0,"),
            new PlantedFault(
                    "siblings are swapped",
                    "plan/Planner.java",
                    "held.add(include.name());",
                    "held.add(refinement.computed().size(), include.name());"),
            new PlantedFault(
                    "no rows are null instead of an empty list",
                    "load/Part.java",
                    "private @Nullable Object made(List<@Nullable Object> rows) {",
                    "private @Nullable Object made(List<@Nullable Object> rows) {"
                            + " if (!single && rows.isEmpty()) { return null; }"),
            new PlantedFault(
                    "a default scope is dropped",
                    "association/Refinement.java",
                    "if (scoping.defaults()) {",
                    "if (scoping.defaults() && limit != null) {"),
            new PlantedFault(
                    "a scope that was asked for is dropped",
                    "association/Refinement.java",
                    "for (Scope<T> scope : scoping.scopes()) {",
                    "for (Scope<T> scope : List.<Scope<T>>of()) {"),
            new PlantedFault(
                    "what must always hold is dropped",
                    "association/Refinement.java",
                    "for (Scope<T> scope : meanings.permanentScopes(table)) {",
                    "for (Scope<T> scope : List.<Scope<T>>of()) {"),
            new PlantedFault(
                    "deleted rows are shown",
                    "Catalog.java",
                    "if (column == null || deletion == Deletion.SHOWN) {",
                    "if (column == null || deletion != Deletion.ONLY) {"),
            new PlantedFault(
                    "a row has the junction's row of another parent",
                    "load/Part.java",
                    "return reader.read(cells);",
                    "Object own = reader.read(cells); Object before = System.getProperties().put(\"before\", own);"
                            + " return before == null ? own : before;"),
            new PlantedFault(
                    "what hangs on a row goes to the first of those that lead to it",
                    "load/Gathering.java",
                    "shared ? branch.reader().copy(values) : values",
                    "shared ? values.clone() : values"),
            new PlantedFault(
                    "a falling order that a reader makes rises",
                    "load/Ranking.java",
                    "falling[i] ? ~number : number",
                    "number"),
            new PlantedFault(
                    "a key of two columns is compared by the first",
                    "association/Tie.java",
                    "for (int i = 0; i < near.size(); i++) {",
                    "for (int i = 0; i < 1; i++) {"),
            new PlantedFault(
                    "required() keeps parents that have no such row",
                    "association/Refinement.java",
                    "if (include.isRequired()) {",
                    "if (include.isRequired() && limit != null) {"),
            new PlantedFault(
                    "a parent vanishes with its to-one row",
                    "load/LevelSelect.java",
                    "all.leftJoin(far.from())",
                    "all.join(far.from())"),
            new PlantedFault(
                    "a condition on the junction is forgotten",
                    "association/BelongsToMany.java",
                    "wanted = wanted.and(meanings.normal(through, normal));",
                    "meanings.normal(through, normal);"),
            new PlantedFault(
                    "rows without a value are lost behind a cursor",
                    "plan/Keyset.java",
                    "return nullable && !nullsFirst ? later.or(value.isNull()) : later;",
                    "return later;"),
            new PlantedFault(
                    "what was not loaded is empty",
                    "Entity.java",
                    "int place = holding.place(include.name());",
                    "int place = holding.place(include.name()); if (place < 0) { return List.of(); }"),
            new PlantedFault(
                    "a hidden column is shown",
                    "EntityTree.java",
                    "if (!meaning.hidden().contains(column.getName())) {",
                    "if (!meaning.hidden().contains(\"\")) {"),
            new PlantedFault(
                    "a statement of a tree sees another moment",
                    "load/Batch.java",
                    "begin isolation level repeatable read, read only; ",
                    "begin isolation level read committed, read only; "));

    /** Whether the place is still as it was. */
    boolean hasPlace(Path sources) {
        String source = read(sources);
        return source.indexOf(text) >= 0 && source.indexOf(text) == source.lastIndexOf(text);
    }

    /** Compiles the class with the fault. */
    void plant(Path sources, Path classes) throws IOException {
        String source = read(sources);
        if (!hasPlace(sources)) {
            throw new IllegalStateException("%s: \"%s\" does not stand once in %s".formatted(what, text, file));
        }
        Path copy = Files.createDirectories(classes.resolve("source"))
                .resolve(Path.of(file).getFileName());
        Files.writeString(copy, source.replace(text, fault));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            found,
                            List.of(
                                    "-proc:none",
                                    "-implicit:none",
                                    "-nowarn",
                                    "-parameters",
                                    "-classpath",
                                    TestClassPath.value(),
                                    "-d",
                                    classes.toString()),
                            null,
                            files.getJavaFileObjects(copy))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("%s: %s".formatted(what, found.getDiagnostics()));
            }
        }
    }

    private String read(Path sources) {
        try {
            return Files.readString(sources.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
