package dev.canopy.plan;

import dev.canopy.association.Computed;
import dev.canopy.association.Include;
import dev.canopy.association.Refinement;
import dev.canopy.association.Tally;
import dev.canopy.association.ToMany;
import dev.canopy.association.Withheld;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.Nearest;
import dev.canopy.model.ModelName;
import dev.canopy.model.Virtual;
import dev.canopy.plan.Branch.Form;
import dev.canopy.plan.Target.Argument;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Plans a tree of Java records: each component is matched by its name to a column, a virtual field, a computed value, an
 * association or the junction, and only what the records need is selected. Whatever does not fit is gathered and refused at once.
 */
final class ShapePlanner {
    private final Planner planner;
    private final Models models;
    private final List<String> faults = new ArrayList<>();
    private final Set<Class<?>> within = new LinkedHashSet<>();

    private ShapePlanner(Planner planner, Models models) {
        this.planner = planner;
        this.models = models;
    }

    static <T extends Table<?>> Level root(
            Planner planner,
            @Nullable Models models,
            T table,
            Refinement<T> refinement,
            Class<?> type,
            DoubleSupplier rows) {
        ShapePlanner shapes = new ShapePlanner(planner, Objects.requireNonNull(models));
        Level level = shapes.level(
                new Place<>(type, type.getSimpleName(), table, table, null), refinement, type, rows, Form.JOINED);
        if (!shapes.faults.isEmpty()) {
            throw new DefinitionException(String.join("\n", shapes.faults));
        }
        return level;
    }

    /**
     * Where a record stands in the tree.
     *
     * @param type the record's class
     * @param path from the outermost record to it
     * @param table under its alias
     * @param declared the same as a model knows it, without an alias
     * @param junction under its alias; null where none lies between
     */
    private record Place<T extends Table<?>>(
            Class<?> type,
            String path,
            T table,
            Table<?> declared,
            @Nullable Table<?> junction) {}

    private <T extends Table<?>> Level level(
            Place<T> place, Refinement<T> refinement, Class<?> type, DoubleSupplier rows, Form form) {
        if (!within.add(type)) {
            faults.add(
                    "%s is inside itself (%s), so the tree would never end; give the inner rows a record of their own."
                            .formatted(type.getSimpleName(), place.path()));
            return Level.of(place.table());
        }
        RecordClass record = RecordClass.of(type);
        Row<T> row = new Row<>(place, refinement, rows, form);
        List<IntFunction<Argument>> arguments = new ArrayList<>();
        for (RecordClass.Component component : record.components()) {
            IntFunction<Argument> argument = row.argument(component);
            if (argument != null) {
                arguments.add(argument);
            }
        }
        row.refuseUnused();
        within.remove(type);
        return row.level(record, arguments);
    }

    private void fault(Place<?> place, RecordClass.Component component, String sentence, String known, String mend) {
        faults.add("%s asks for \"%s\", %s.%n  in:    %s.%s (%s)%s%n  mend:  %s"
                .formatted(
                        place.type().getSimpleName(),
                        component.source(),
                        sentence,
                        place.path(),
                        component.name(),
                        component.written(),
                        known.isEmpty() ? "" : "%n  known: ".formatted() + known,
                        mend));
    }

    /**
     * One level while its components are matched. The arguments become known at the end, for the values of branches come after
     * those of all columns.
     */
    private final class Row<T extends Table<?>> {
        private final Place<T> place;
        private final Refinement<T> refinement;
        private final DoubleSupplier rows;
        private final Form form;
        private final Vocabulary<T> words;
        private final List<Field<?>> columns = new ArrayList<>();
        private final List<Branch> branches = new ArrayList<>();
        private final Set<String> used = new LinkedHashSet<>();
        private final Withheld withheld;
        private @Nullable Level junction;

        Row(Place<T> place, Refinement<T> refinement, DoubleSupplier rows, Form form) {
            this.place = place;
            this.refinement = refinement;
            this.rows = rows;
            this.form = form;
            this.words = new Vocabulary<>(
                    TableNames.of(place.table()), models.known(place.declared()), refinement, place.junction());
            this.withheld = Withheld.of(refinement, place.table());
        }

        Level level(RecordClass record, List<IntFunction<Argument>> arguments) {
            List<Argument> numbered = new ArrayList<>();
            arguments.forEach(argument -> numbered.add(argument.apply(columns.size())));
            return new Level(
                    place.table(),
                    columns,
                    branches,
                    junction,
                    new Target.Shaped(record.type(), record.constructor(), numbered));
        }

        /** An include that was refined, and that no component holds, would be loaded for nothing. */
        void refuseUnused() {
            for (Include<T, ?, ?> include : refinement.includes()) {
                if (!used.contains(include.name())) {
                    faults.add("%s has no component \"%s\" for the include of %s; add one, or take the include out."
                            .formatted(place.path(), include.name(), include.association()));
                }
            }
        }

        @Nullable
        IntFunction<Argument> argument(RecordClass.Component component) {
            return switch (component.role()) {
                case THROUGH -> junctionColumn(component);
                case COUNT -> count(component);
                case VALUE -> value(component);
            };
        }

        private @Nullable IntFunction<Argument> value(RecordClass.Component component) {
            String name = component.source();
            TableField<?, ?> column = words.column(name);
            if (column != null) {
                return own(component, column);
            }
            Virtual<?, ?> virtual = words.virtual(name);
            if (virtual != null) {
                return virtual(component, virtual);
            }
            Computed<T, ?> computed = words.computed(name);
            if (computed != null) {
                Field<?> value = computed.on(place.table());
                withheld.refuse(List.of(value), models);
                return column(component, value);
            }
            Table<?> through = words.through(name);
            if (through != null) {
                return junction(component, through);
            }
            Include<?, ?, ?> include = words.include(name);
            if (include != null) {
                return branch(component, include);
            }
            unknown(component);
            return null;
        }

        private @Nullable IntFunction<Argument> own(RecordClass.Component component, TableField<?, ?> column) {
            if (withheld.has(column)) {
                fault(
                        place,
                        component,
                        "which is withheld by without(..)",
                        "",
                        "take it out, or drop the scope that withholds it");
                return null;
            }
            return column(component, column);
        }

        private @Nullable IntFunction<Argument> count(RecordClass.Component component) {
            if (!(words.include(component.source()) instanceof ToMany<?, ?, ?> many)) {
                Set<String> known = new LinkedHashSet<>();
                words.names().associations().forEach(name -> addToMany(name, known));
                words.meaning().associations().keySet().forEach(name -> addToMany(name, known));
                refinement.includes().forEach(include -> addToMany(include.name(), known));
                fault(
                        place,
                        component,
                        "which is no to-many association of %s".formatted(ModelName.of(place.table())),
                        String.join(", ", known),
                        nearest(component, known, "count something known"));
                return null;
            }
            used.add(many.name());
            return column(component, Tally.of(many, place.table()));
        }

        private void addToMany(String name, Set<String> known) {
            if (words.include(name) instanceof ToMany<?, ?, ?>) {
                known.add(name);
            }
        }

        private @Nullable IntFunction<Argument> column(RecordClass.Component component, Field<?> field) {
            Class<?> wanted = MethodType.methodType(component.type()).wrap().returnType();
            if (!wanted.isAssignableFrom(field.getType())) {
                fault(
                        place,
                        component,
                        "which is %s".formatted(field.getType().getSimpleName()),
                        "",
                        "call it %s".formatted(field.getType().getSimpleName()));
                return null;
            }
            if (component.type().isPrimitive() && field.getDataType().nullable()) {
                fault(place, component, "which may be NULL", "", "call it %s".formatted(wanted.getSimpleName()));
                return null;
            }
            int index = read(field);
            return count -> new Argument.Value(component.name(), index);
        }

        private @Nullable IntFunction<Argument> junctionColumn(RecordClass.Component component) {
            Table<?> through = place.junction();
            if (through == null) {
                fault(
                        place,
                        component,
                        "which @Through looks for in a junction, but no junction leads here",
                        "",
                        "take @Through away, or stand the record behind a many-to-many association");
                return null;
            }
            TableNames known = TableNames.of(through);
            TableField<?, ?> column = known.column(component.source());
            if (column == null) {
                fault(
                        place,
                        component,
                        "which the junction %s does not have".formatted(ModelName.of(through)),
                        String.join(", ", known.columns()),
                        nearest(component, known.columns(), "name one of its columns"));
                return null;
            }
            return column(component, column);
        }

        private @Nullable IntFunction<Argument> virtual(RecordClass.Component component, Virtual<?, ?> virtual) {
            Class<?> wanted = MethodType.methodType(component.type()).wrap().returnType();
            Class<?> given = virtual.type().orElse(wanted);
            if (!wanted.isAssignableFrom(given)) {
                fault(
                        place,
                        component,
                        "which is %s".formatted(given.getSimpleName()),
                        "",
                        "call it %s".formatted(given.getSimpleName()));
                return null;
            }
            if (component.type().isPrimitive()) {
                fault(
                        place,
                        component,
                        "which is computed and may be null",
                        "",
                        "call it %s".formatted(wanted.getSimpleName()));
                return null;
            }
            List<Integer> positions = new ArrayList<>();
            List<Integer> values = new ArrayList<>();
            List<Field<?>> all = List.of(place.table().fields());
            for (Field<?> field : all) {
                boolean named =
                        virtual.reads().stream().anyMatch(read -> read.getName().equals(field.getName()));
                if (named || (virtual.reads().isEmpty() && !withheld.has(field))) {
                    if (withheld.has(field)) {
                        fault(
                                place,
                                component,
                                "which reads %s, and that is withheld by without(..)".formatted(field.getName()),
                                "",
                                "take it out, or drop the scope that withholds it");
                        return null;
                    }
                    positions.add(all.indexOf(field));
                    values.add(read(field));
                }
            }
            return count -> new Argument.Computation(component.name(), wanted, virtual, positions, values);
        }

        private @Nullable IntFunction<Argument> junction(RecordClass.Component component, Table<?> through) {
            if (component.type() == through.getRecordType()) {
                junction = Level.of(through);
            } else if (component.type().isRecord()) {
                junction = ShapePlanner.this.level(
                        new Place<>(component.type(), place.path() + "." + component.name(), through, through, null),
                        Refinement.none(),
                        component.type(),
                        rows,
                        form);
            } else {
                fault(
                        place,
                        component,
                        "which is a row of the junction",
                        "",
                        "make it a record, or %s, or one of its columns with @Through"
                                .formatted(through.getRecordType().getSimpleName()));
                return null;
            }
            return count -> new Argument.Value(component.name(), count + branches.size());
        }

        private <C extends Table<?>> @Nullable IntFunction<Argument> branch(
                RecordClass.Component component, Include<?, C, ?> include) {
            Class<?> each = include.isSingle() ? component.type() : component.element();
            Class<?> entity = include.association().target().getRecordType();
            if (each == null || !(each == entity || each.isRecord())) {
                fault(
                        place,
                        component,
                        "which is %s".formatted(include.isSingle() ? "a row of " + entity.getSimpleName() : "a list"),
                        "",
                        include.isSingle()
                                ? "make it a record, or %s".formatted(entity.getSimpleName())
                                : "make it a List of a record, or List<%s>".formatted(entity.getSimpleName()));
                return null;
            }
            used.add(include.name());
            int index = branches.size();
            branches.add(planner.branch(include, place.table(), rows, form, content(component, include, each)));
            return count -> new Argument.Value(component.name(), count + index);
        }

        private <C extends Table<?>> Planner.Content<C> content(
                RecordClass.Component component, Include<?, C, ?> include, Class<?> each) {
            C declared = include.association().target();
            return (far, estimated, chosen) -> each == declared.getRecordType()
                    ? planner.level(far.target(), far.junction(), far.refinement(), estimated, chosen)
                    : ShapePlanner.this.level(
                            new Place<>(
                                    each,
                                    place.path() + "." + component.name(),
                                    far.target(),
                                    declared,
                                    far.junction()),
                            far.refinement(),
                            each,
                            estimated,
                            chosen);
        }

        private void unknown(RecordClass.Component component) {
            Set<String> known = words.all();
            String model = ModelName.of(place.table());
            fault(
                    place,
                    component,
                    "which %s does not have".formatted(model),
                    String.join(", ", known),
                    nearest(
                            component,
                            known,
                            "name something known, or define a virtual field \"%s\" on %s"
                                    .formatted(component.source(), model)));
        }

        /** The index of the field among the columns that are read. */
        private int read(Field<?> field) {
            // Only columns are compared: jOOQ compares other fields by rendering them, which an association's does not
            // bear.
            int known = field instanceof TableField<?, ?> ? columns.indexOf(field) : -1;
            if (known >= 0) {
                return known;
            }
            columns.add(field);
            return columns.size() - 1;
        }
    }

    private static String nearest(RecordClass.Component component, Set<String> known, String otherwise) {
        return Nearest.to(component.source(), known)
                .map((component.isRenamed() ? "say @From(\"%s\")" : "call it \"%s\"")::formatted)
                .orElse(otherwise);
    }
}
