package dev.canopy.plan;

import dev.canopy.association.Computed;
import dev.canopy.association.FarSide;
import dev.canopy.association.Include;
import dev.canopy.association.Refinement;
import dev.canopy.association.Tally;
import dev.canopy.association.ToMany;
import dev.canopy.selection.RowLock;
import dev.canopy.selection.Wanted;
import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Tells all that the plan of a selection depends on, without making it: what was said at each level, with every function applied,
 * in the order in which a plan tells it. Selections of the same outline have the same plan, but for the values of its parameters.
 */
public final class Outline {
    private static final int DEEPEST = 60;
    private static final String[] ALIASES = new String[DEEPEST];

    static {
        for (int i = 0; i < ALIASES.length; i++) {
            ALIASES[i] = "t" + i;
        }
    }

    private final Models models;
    private final Ingredients told;
    private int aliases;
    private int depth;

    /** Whether it went deeper than any plan does. */
    private boolean tooDeep;

    private Outline(Models models, Ingredients told) {
        this.models = models;
        this.told = told;
    }

    /** What is wanted of the rows of an include. */
    private interface Content<C extends Table<?>> {
        void tell(FarSide<C> far);
    }

    /** Whether what is wanted can be told without being planned. */
    public static boolean isOf(Wanted<?, ?> wanted) {
        return wanted instanceof Wanted.Entities || wanted instanceof Wanted.Shapes;
    }

    /** Tells what is said of a selection of this {@link #isOf} kind. */
    public static <T extends Table<?>> void tell(
            T table,
            Refinement<T> refinement,
            Wanted<T, ?> wanted,
            @Nullable RowLock lock,
            Models models,
            Ingredients told) {
        Refinement<T> resolved = refinement.resolved(models, table);
        told.token(table).token(lock).limit(resolved).token(resolved.offset() > 0);
        if (resolved.offset() > 0) {
            told.and(DSL.val(resolved.offset()));
        }
        told.and(resolved.condition(table, models)).parts(resolved.orders(table));
        Outline outline = new Outline(models, told);
        if (wanted instanceof Wanted.Shapes<T, ?> shapes) {
            outline.shape(shapes.type(), table, table, null, resolved);
        } else {
            outline.entities(table, resolved);
        }
    }

    private <T extends Table<?>> void entities(T table, Refinement<T> refinement) {
        told.token(Target.Entities.class);
        for (Computed<T, ?> computed : refinement.computed()) {
            told.token(computed.name()).selected(computed.on(table));
        }
        told.token(refinement.includes().size());
        for (Include<T, ?, ?> include : refinement.includes()) {
            branch(include, table, this::entities);
        }
        withheld(table, refinement);
    }

    private <C extends Table<?>> void entities(FarSide<C> far) {
        entities(far.target(), far.refinement());
    }

    /** In the order of a level: what is selected, branches, junction. */
    private <T extends Table<?>> void shape(
            Class<?> type, T table, Table<?> declared, @Nullable Table<?> junction, Refinement<T> refinement) {
        told.token(type);
        if (!descends()) {
            return;
        }
        TableNames names = TableNames.of(table);
        List<RecordClass.Component> components = names.beside(type);
        if (!components.isEmpty()) {
            beside(components, table, new Vocabulary<>(names, models.known(declared), refinement, junction));
        }
        // One that no component holds is refused.
        for (Include<T, ?, ?> include : refinement.includes()) {
            told.token(include.name());
        }
        withheld(table, refinement);
        depth--;
    }

    /** What the components hold that are no columns of the table; those are known by the record's class. */
    private <T extends Table<?>> void beside(List<RecordClass.Component> components, T table, Vocabulary<T> words) {
        for (RecordClass.Component component : components) {
            value(component, table, words);
        }
        for (RecordClass.Component component : components) {
            Include<?, ?, ?> include = include(component, words);
            if (include != null) {
                branch(component, include, table);
            }
        }
        for (RecordClass.Component component : components) {
            Table<?> through = through(component, words);
            if (through != null && component.type().isRecord()) {
                shape(component.type(), through, through, null, Refinement.none());
            }
        }
    }

    private <T extends Table<?>> void value(RecordClass.Component component, T table, Vocabulary<T> words) {
        String name = component.source();
        switch (component.role()) {
            case COUNT -> {
                if (words.include(name) instanceof ToMany<?, ?, ?> many) {
                    told.selected(Tally.of(many, table));
                }
            }
            case VALUE -> {
                if (words.virtual(name) == null) {
                    Computed<T, ?> computed = words.computed(name);
                    if (computed != null) {
                        told.selected(computed.on(table));
                    }
                }
            }
            case THROUGH -> {}
        }
    }

    private static @Nullable Include<?, ?, ?> include(RecordClass.Component component, Vocabulary<?> words) {
        String name = component.source();
        return isNoValue(component, words) && words.through(name) == null ? words.include(name) : null;
    }

    private static @Nullable Table<?> through(RecordClass.Component component, Vocabulary<?> words) {
        return isNoValue(component, words) ? words.through(component.source()) : null;
    }

    private static boolean isNoValue(RecordClass.Component component, Vocabulary<?> words) {
        String name = component.source();
        return component.role() == RecordClass.Role.VALUE
                && words.virtual(name) == null
                && words.computed(name) == null;
    }

    private <C extends Table<?>> void branch(RecordClass.Component component, Include<?, C, ?> include, Table<?> near) {
        Class<?> each = include.isSingle() ? component.type() : component.element();
        if (each == null) {
            return;
        }
        C declared = include.association().target();
        if (each == declared.getRecordType()) {
            branch(include, near, this::entities);
        } else if (each.isRecord()) {
            branch(include, near, far -> shape(each, far.target(), declared, far.junction(), far.refinement()));
        }
    }

    private <C extends Table<?>> void branch(Include<?, C, ?> include, Table<?> near, Content<C> content) {
        told.token(include.name())
                .token(include.strategy())
                .token(include.isSingle())
                .token(include.isNarrowed())
                .token(include.association().getClass());
        if (!descends()) {
            return;
        }
        FarSide<C> far = FarSide.of(include, near, alias(), models);
        told.far(far);
        content.tell(far);
        depth--;
    }

    private <T extends Table<?>> void withheld(T table, Refinement<T> refinement) {
        for (Function<? super T, ? extends Field<?>> column : refinement.withheld()) {
            told.and(column.apply(table));
        }
    }

    /** One level down, unless that is too deep: nothing more is told then, and no other outline is the same. */
    private boolean descends() {
        if (!tooDeep && depth == DEEPEST) {
            tooDeep = true;
            told.token(new Object());
        }
        if (tooDeep) {
            return false;
        }
        depth++;
        return true;
    }

    private String alias() {
        int number = ++aliases;
        return number < ALIASES.length ? ALIASES[number] : "t" + number;
    }
}
