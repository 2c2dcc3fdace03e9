package dev.canopy;

import dev.canopy.association.Refinable;
import dev.canopy.association.Scope;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.ModelName;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * By which words of a request the rows of a table may be ordered: a list of what is allowed. An immutable value, safe between
 * threads.
 *
 * {@snippet :
 * static final Sorts<Posts> SORTS = Sorts.of(POSTS)
 *         .by("title", p -> p.TITLE)
 *         .by("author", p -> p.AUTHOR.get(a -> a.LAST_NAME))
 *         .by("created", p -> p.CREATED_AT)
 *         .otherwise("-created");
 *
 * posts.and(SORTS.scope("author,-created")).findAll();      // "-" is descending
 * }
 *
 * @param <T> the table
 */
public final class Sorts<T extends Table<?>> {
    private final T table;
    private final Map<String, Both<T>> orders;
    private final String otherwise;

    /** What a word means, and what it means with {@code -} before it. */
    private record Both<T>(
            Function<? super T, ? extends OrderField<?>> ascending,
            Function<? super T, ? extends OrderField<?>> descending) {}

    /** A word of the request. */
    private record Word(String name, boolean descending) {
        static Word of(String text) {
            String word = text.strip();
            return word.startsWith("-") ? new Word(word.substring(1), true) : new Word(word, false);
        }
    }

    private Sorts(T table, Map<String, Both<T>> orders, String otherwise) {
        this.table = table;
        this.orders = orders;
        this.otherwise = otherwise;
    }

    /** Nothing is allowed yet. */
    public static <T extends Table<?>> Sorts<T> of(T table) {
        return new Sorts<>(table, Map.of(), "");
    }

    /** Lets the rows be ordered by a column, a value of a to-one association, or an aggregate of a to-many one. */
    public Sorts<T> by(String name, Function<? super T, ? extends Field<?>> field) {
        return by(name, t -> field.apply(t).asc(), t -> field.apply(t).desc());
    }

    /**
     * Lets the rows be ordered by what each direction says in full, such as where NULL stands: {@code by("due", t ->
     * t.DUE_ON.asc().nullsLast(), t -> t.DUE_ON.desc().nullsLast())}.
     */
    public Sorts<T> by(
            String name,
            Function<? super T, ? extends OrderField<?>> ascending,
            Function<? super T, ? extends OrderField<?>> descending) {
        Map<String, Both<T>> more = new LinkedHashMap<>(orders);
        if (more.putIfAbsent(name, new Both<T>(ascending, descending)) != null) {
            throw new DefinitionException("The sort \"%s\" is said twice; rename one.".formatted(name));
        }
        return new Sorts<>(table, more, otherwise);
    }

    /** The order where a request says none. */
    public Sorts<T> otherwise(String words) {
        return new Sorts<>(table, orders, words);
    }

    /**
     * The order that these words ask for.
     *
     * @param words with commas between them, each with {@code -} before it to descend; null or empty for the order that {@link
     *     #otherwise} says
     * @throws ValidationException with every word that is not on the list or stands twice
     */
    public Scope<T> scope(@Nullable String words) {
        List<Word> asked = words(words == null || words.isBlank() ? otherwise : words);
        return selection -> {
            Refinable<T> ordered = selection;
            for (Word word : asked) {
                Both<T> order = orders.get(word.name());
                if (order != null) {
                    ordered = ordered.orderBy(word.descending() ? order.descending() : order.ascending());
                }
            }
            return ordered;
        };
    }

    private List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        Set<String> met = new LinkedHashSet<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Word word = Word.of(part);
            if (!orders.containsKey(word.name())) {
                violations.add(violation(word, Whitelist.refusal(word.name(), "sort", orders.keySet())));
            } else if (!met.add(word.name())) {
                violations.add(violation(word, "stands twice in the order"));
            }
            words.add(word);
        }
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
        return List.copyOf(words);
    }

    private Violation violation(Word word, String message) {
        return new Violation(ModelName.of(table), word.name(), "sort", message, null);
    }
}
