package dev.canopy.persist;

import dev.canopy.association.Refinement;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.BulkUpdate;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Selection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.True;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A write of every row of a selection; for the hooks around it, the operation that they run in. */
final class SelectionWrite<T extends Table<R>, R extends Record> extends Reaching implements BulkUpdate<T, R> {
    private final SelectionWriter writer;
    private final Meaning<T, R> meaning;
    private final WriteKind kind;
    private final @Nullable R patch;
    private final Map<TableField<R, ?>, Field<?>> expressions;
    private Selection<T, R> selection;
    private @Nullable Integer count;

    /** One that sets nothing. */
    SelectionWrite(SelectionWriter writer, Meaning<T, R> meaning, WriteKind kind, Selection<T, R> selection) {
        this(writer, meaning, kind, selection, null, Map.of());
    }

    /**
     * An update.
     *
     * @param patch what columns are set to values, on a row without anything else
     * @param expressions what the others are set to
     */
    SelectionWrite(
            SelectionWriter writer,
            Meaning<T, R> meaning,
            Selection<T, R> selection,
            R patch,
            Map<TableField<R, ?>, Field<?>> expressions) {
        this(writer, meaning, WriteKind.UPDATE, selection, patch, expressions);
    }

    private SelectionWrite(
            SelectionWriter writer,
            Meaning<T, R> meaning,
            WriteKind kind,
            Selection<T, R> selection,
            @Nullable R patch,
            Map<TableField<R, ?>, Field<?>> expressions) {
        super(writer.pipeline().surroundings());
        this.writer = writer;
        this.meaning = meaning;
        this.kind = kind;
        this.selection = selection;
        this.patch = patch;
        this.expressions = new LinkedHashMap<>(expressions);
    }

    @Override
    public WriteKind kind() {
        return kind;
    }

    @Override
    public Selection<T, R> selection() {
        return selection;
    }

    @Override
    public void where(Function<? super T, ? extends Condition> condition) {
        requireBefore("where");
        selection = selection.where(condition);
    }

    @Override
    public Set<Field<?>> changedFields() {
        Set<Field<?>> columns = new LinkedHashSet<>();
        if (patch != null) {
            columns.addAll(Changes.touched(patch, meaning.table()));
        }
        columns.addAll(expressions.keySet());
        return Collections.unmodifiableSet(columns);
    }

    @Override
    public Optional<R> patch() {
        return expressions.isEmpty() ? Optional.ofNullable(patch) : Optional.empty();
    }

    @Override
    public <V> void set(TableField<R, V> column, @Nullable V value) {
        requireBefore("set");
        expressions.remove(column);
        put(Objects.requireNonNull(patch), column, value);
    }

    @Override
    public int count() {
        if (count == null) {
            throw new DefinitionException(
                    "How many rows of %s are written is not known before the SQL; ask for count() in the hook after it."
                            .formatted(model()));
        }
        return count;
    }

    /** The columns that are set to expressions still, for a hook may have put a value in the place of one. */
    Map<TableField<R, ?>, Field<?>> expressions() {
        return expressions;
    }

    /** Runs the hooks of a moment. */
    void tell(Moment now, List<? extends Consumer<? super SelectionWrite<T, R>>> hooks) {
        String operation = "bulk " + kind.name().toLowerCase(Locale.ROOT);
        Nesting.hear(operation, meaning.table(), now, () -> hooks.forEach(hook -> hook.accept(this)));
    }

    /** Notes how many rows were written. */
    void written(int rows) {
        count = rows;
    }

    /** The rows, scopes and soft deletion worked in. */
    Refinement<T> rows() {
        return selection.refinement().resolved(writer.meanings(), selection.table());
    }

    /** Refuses a write that nobody narrowed, and words that mean nothing for a write. */
    void requireIntended(String verb) {
        Refinement<T> said = selection.refinement();
        if (!said.includes().isEmpty()) {
            throw new DefinitionException("%s() on %s cannot have an include; take it out.".formatted(verb, model()));
        }
        if (said.offset() > 0) {
            throw new DefinitionException("%s() on %s cannot have an offset; take it out.".formatted(verb, model()));
        }
        if (!selection.isEveryRow() && !hasCondition(said, selection.table())) {
            throw new DefinitionException(
                    "%s() on %s would touch every row, for no condition was given; add where(..), or say everyRow()."
                            .formatted(verb, model()));
        }
    }

    private void requireBefore(String word) {
        if (count != null) {
            throw new DefinitionException(
                    "%s(..) comes too late: the rows of %s are written; say it in the hook before."
                            .formatted(word, model()));
        }
    }

    private String model() {
        return ModelName.of(meaning.table());
    }

    /** Not by equals, which renders: a condition on an association renders nowhere but in its statement. */
    @SuppressWarnings("ReferenceEquality") // there is one condition that is none
    private static <T extends Table<?>> boolean hasCondition(Refinement<T> said, T table) {
        List<Function<? super T, ? extends Condition>> conditions = said.conditions();
        for (Function<? super T, ? extends Condition> condition : conditions) {
            Condition written = condition.apply(table);
            if (written != DSL.noCondition() && !(written instanceof True)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("NullAway") // a column may be set to NULL
    private static <R extends Record, V> void put(R row, Field<V> column, @Nullable V value) {
        row.set(column, value);
    }
}
