package dev.canopy.selection;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.GroupField;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a selection by groups. An immutable value, safe between threads.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class Groups<T extends Table<R>, R extends Record> {
    private final Selection<T, R> selection;
    private final Said<T> said;

    /** What was said of the groups. */
    public record Said<T extends Table<?>>(
            List<Function<? super T, ? extends GroupField>> keys,
            List<Function<? super T, ? extends Condition>> having,
            List<Function<? super T, ? extends OrderField<?>>> orders,
            @Nullable Integer limit) {
        /** Copies the lists. */
        public Said {
            keys = List.copyOf(keys);
            having = List.copyOf(having);
            orders = List.copyOf(orders);
        }
    }

    Groups(Selection<T, R> selection, Said<T> said) {
        this.selection = selection;
        this.said = said;
    }

    /** Keeps the groups that meet the condition as well. */
    public Groups<T, R> having(Function<? super T, ? extends Condition> condition) {
        List<Function<? super T, ? extends Condition>> more = new ArrayList<>(said.having);
        more.add(condition);
        return new Groups<>(selection, new Said<>(said.keys, more, said.orders, said.limit));
    }

    /** Orders the groups by this after what has been said before. */
    public Groups<T, R> orderBy(Function<? super T, ? extends OrderField<?>> order) {
        List<Function<? super T, ? extends OrderField<?>>> more = new ArrayList<>(said.orders);
        more.add(order);
        return new Groups<>(selection, new Said<>(said.keys, said.having, more, said.limit));
    }

    /** At most so many groups. */
    public Groups<T, R> limit(int groups) {
        if (groups < 0) {
            throw new DefinitionException("limit(%d) is negative; say how many groups.".formatted(groups));
        }
        return new Groups<>(selection, new Said<>(said.keys, said.having, said.orders, groups));
    }

    /**
     * One value for each group, such as {@code row(u.ACTIVE, count()).mapping(Share::new)}. One statement.
     *
     * @param value of keys and aggregates, as SQL has it
     */
    public <V> List<V> select(Function<? super T, ? extends SelectField<V>> value) {
        return selection.finding().select(this, value);
    }

    /** The rows that are grouped. */
    public Selection<T, R> selection() {
        return selection;
    }

    /** What was said of the groups. */
    public Said<T> said() {
        return said;
    }
}
