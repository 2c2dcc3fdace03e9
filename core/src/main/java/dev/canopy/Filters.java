package dev.canopy;

import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.ModelName;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a request narrow the rows of a table, and how: a list of what is allowed. Values are read as their column's
 * type and bound; a name that is not on the list is refused. An immutable value, safe between threads.
 *
 * {@snippet :
 * static final Filters<Posts> FILTERS = Filters.of(POSTS)
 *         .equal("author", p -> p.AUTHOR_ID)
 *         .contains("title", p -> p.TITLE)
 *         .from("since", p -> p.CREATED_AT)
 *         .by("comments", Long.class, (p, n) -> p.COMMENTS.count().ge(n))
 *         .besides("sort", "after");
 *
 * posts.and(FILTERS.scope(request.parameters())).findAll();
 * }
 *
 * @param <T> the table
 */
public final class Filters<T extends Table<?>> {
    private final T table;
    private final Map<String, Filter<T, ?>> filters;
    private final Set<String> others;

    /** What one parameter does. */
    private record Filter<T, V>(
            ValueText<V> value, boolean many, BiFunction<? super T, ? super List<V>, Condition> condition) {
        Function<T, Condition> of(List<V> values) {
            return table -> condition.apply(table, values);
        }
    }

    private Filters(T table, Map<String, Filter<T, ?>> filters, Set<String> others) {
        this.table = table;
        this.filters = filters;
        this.others = others;
    }

    /** Nothing is allowed yet. */
    public static <T extends Table<?>> Filters<T> of(T table) {
        return new Filters<>(table, Map.of(), Set.of());
    }

    /** Keeps the rows whose column has the parameter's value. */
    public <V> Filters<T> equal(String name, Function<? super T, ? extends Field<V>> column) {
        return one(name, column, (field, value) -> field.eq(value));
    }

    /** Keeps the rows whose column has one of the values, where the parameter may stand several times. */
    public <V> Filters<T> in(String name, Function<? super T, ? extends Field<V>> column) {
        ValueText<V> value = ValueText.of(name, column.apply(table));
        return with(
                name,
                new Filter<T, V>(value, true, (t, values) -> column.apply(t).in(values)));
    }

    /** Keeps the rows whose column has the parameter's value or a larger one. */
    public <V> Filters<T> from(String name, Function<? super T, ? extends Field<V>> column) {
        return one(name, column, (field, value) -> field.ge(value));
    }

    /** Keeps the rows whose column has a smaller value than the parameter. */
    public <V> Filters<T> until(String name, Function<? super T, ? extends Field<V>> column) {
        return one(name, column, (field, value) -> field.lt(value));
    }

    /** Keeps the rows whose column contains the parameter's text, in whatever case; {@code %} and {@code _} mean themselves. */
    public Filters<T> contains(String name, Function<? super T, ? extends Field<String>> column) {
        return by(name, ValueText.someText(), (t, text) -> column.apply(t).containsIgnoreCase(text));
    }

    /** Keeps the rows whose column starts with the parameter's text; {@code %} and {@code _} mean themselves. */
    public Filters<T> startsWith(String name, Function<? super T, ? extends Field<String>> column) {
        return by(name, ValueText.someText(), (t, text) -> column.apply(t).startsWith(text));
    }

    /**
     * Keeps the rows that meet a condition with the parameter's value.
     *
     * @param type how the value is read: a number, a boolean, a UUID, a date or time in ISO form, an enum, a text
     */
    public <V> Filters<T> by(
            String name, Class<V> type, BiFunction<? super T, ? super V, ? extends Condition> condition) {
        return by(name, ValueText.of(name, type), condition);
    }

    /** Lets these parameters pass, which something else reads. */
    public Filters<T> besides(String... names) {
        Set<String> more = new LinkedHashSet<>(others);
        more.addAll(List.of(names));
        return new Filters<>(table, filters, more);
    }

    /**
     * The conditions that the parameters ask for, all of which must hold.
     *
     * @param parameters each a text, or several as a collection or an array; null is no text, and refused as any that is wrong
     * @throws ValidationException with everything that is wrong with them
     */
    public Scope<T> scope(Map<String, ? extends @Nullable Object> parameters) {
        List<Violation> violations = new ArrayList<>();
        List<Function<T, Condition>> conditions = new ArrayList<>();
        parameters.forEach((name, value) -> {
            Filter<T, ?> filter = filters.get(name);
            if (filter != null) {
                add(name, filter, texts(name, value), conditions, violations);
            } else if (!others.contains(name)) {
                violations.add(violation(name, Whitelist.refusal(name, "filter", filters.keySet()), null));
            }
        });
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
        List<Function<T, Condition>> all = List.copyOf(conditions);
        return selection -> {
            var narrowed = selection;
            for (Function<T, Condition> condition : all) {
                narrowed = narrowed.where(condition);
            }
            return narrowed;
        };
    }

    private <V> void add(
            String name,
            Filter<T, V> filter,
            List<@Nullable String> texts,
            List<Function<T, Condition>> conditions,
            List<Violation> violations) {
        if (!filter.many() && texts.size() != 1) {
            violations.add(violation(name, "must be given once, but is given %d times".formatted(texts.size()), null));
            return;
        }
        List<V> values = new ArrayList<>();
        for (String text : texts) {
            Optional.ofNullable(text)
                    .flatMap(filter.value()::read)
                    .ifPresentOrElse(
                            values::add,
                            () -> violations.add(
                                    violation(name, "must be " + filter.value().what(), text)));
        }
        conditions.add(filter.of(List.copyOf(values)));
    }

    private static List<@Nullable String> texts(String name, @Nullable Object value) {
        return switch (value) {
            case null -> Collections.singletonList(null);
            case String text -> List.of(text);
            case String[] texts -> Arrays.asList(texts);
            case Collection<?> texts ->
                texts.stream()
                        .<@Nullable String>map(text -> text == null ? null : text.toString())
                        .toList();
            default ->
                throw new DefinitionException("The parameter %s is a %s; give texts, or collections or arrays of texts."
                        .formatted(name, value.getClass().getName()));
        };
    }

    private Violation violation(String name, String message, @Nullable Object rejected) {
        return new Violation(ModelName.of(table), name, "filter", message, rejected);
    }

    private <V> Filters<T> one(
            String name,
            Function<? super T, ? extends Field<V>> column,
            BiFunction<Field<V>, V, Condition> comparison) {
        return by(
                name, ValueText.of(name, column.apply(table)), (t, value) -> comparison.apply(column.apply(t), value));
    }

    private <V> Filters<T> by(
            String name, ValueText<V> value, BiFunction<? super T, ? super V, ? extends Condition> condition) {
        return with(name, new Filter<T, V>(value, false, (t, values) -> condition.apply(t, values.getFirst())));
    }

    private Filters<T> with(String name, Filter<T, ?> filter) {
        Map<String, Filter<T, ?>> more = new LinkedHashMap<>(filters);
        if (more.putIfAbsent(name, filter) != null) {
            throw new DefinitionException("The filter \"%s\" is said twice; rename one.".formatted(name));
        }
        return new Filters<>(table, more, others);
    }
}
