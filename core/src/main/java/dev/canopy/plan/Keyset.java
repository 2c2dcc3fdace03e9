package dev.canopy.plan;

import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.row;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM.NullOrdering;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A total order, and places in it: the rows behind a place are those whose values come later, NULLs where the order puts them.
 * Values travel as the server's own text, so that they come back exactly as they were.
 */
public final class Keyset {
    private final List<Key> keys;

    /**
     * One part of the order.
     *
     * @param value what is ordered by
     * @param ascending whether small values come first
     * @param nullsFirst whether NULLs do
     * @param nullable whether there are any
     */
    private record Key(Field<Object> value, boolean ascending, boolean nullsFirst, boolean nullable) {
        @SuppressWarnings("unchecked") // compared with itself alone, and with untyped text
        static Key of(OrderField<?> order) {
            if (order instanceof SortField<?> sort) {
                Field<Object> value = (Field<Object>) sort.$field();
                boolean ascending = sort.$sortOrder() != SortOrder.DESC;
                boolean nullsFirst =
                        sort.$nullOrdering() == null ? !ascending : sort.$nullOrdering() == NullOrdering.NULLS_FIRST;
                return new Key(value, ascending, nullsFirst, isNullable(value));
            }
            return new Key((Field<Object>) order, true, false, isNullable((Field<?>) order));
        }

        private static boolean isNullable(Field<?> value) {
            return !(value instanceof TableField<?, ?>) || value.getDataType().nullable();
        }

        Key reversed() {
            return new Key(value, !ascending, !nullsFirst, nullable);
        }

        OrderField<?> order() {
            SortField<Object> sorted = ascending ? value.asc() : value.desc();
            if (!nullable) {
                return sorted;
            }
            return nullsFirst ? sorted.nullsFirst() : sorted.nullsLast();
        }

        Condition same(@Nullable String place) {
            return place == null ? value.isNull() : value.eq(Untyped.text(place));
        }

        Condition later(@Nullable String place) {
            if (place == null) {
                return nullsFirst ? value.isNotNull() : falseCondition();
            }
            Condition later = ascending ? value.gt(Untyped.text(place)) : value.lt(Untyped.text(place));
            return nullable && !nullsFirst ? later.or(value.isNull()) : later;
        }

        /** Lets an index find where the rows begin, which it does not see in the alternatives. */
        Condition notBefore(@Nullable String place) {
            if (place == null || (nullable && !nullsFirst)) {
                return DSL.noCondition();
            }
            return ascending ? value.ge(Untyped.text(place)) : value.le(Untyped.text(place));
        }
    }

    private Keyset(List<Key> keys) {
        this.keys = keys;
    }

    /** The order, which must be total. */
    public static Keyset of(List<? extends OrderField<?>> orders) {
        return new Keyset(orders.stream().map(Key::of).toList());
    }

    /** The same the other way round. */
    public Keyset reversed() {
        return new Keyset(keys.stream().map(Key::reversed).toList());
    }

    /** The order by. */
    public List<OrderField<?>> orders() {
        return keys.stream().<OrderField<?>>map(Key::order).toList();
    }

    /** What to read of a row to know its place. */
    public List<Field<String>> place() {
        return keys.stream().map(key -> key.value.cast(SQLDataType.CLOB)).toList();
    }

    /** The rows behind a place. */
    public Condition after(List<? extends @Nullable String> place) {
        return isPlain() ? afterRow(place) : afterAlternatives(place);
    }

    /** Whether all values are there and go one way: then rows can be compared as a whole, which an index understands. */
    private boolean isPlain() {
        return keys.stream().noneMatch(Key::nullable)
                && keys.stream().map(Key::ascending).distinct().count() == 1;
    }

    private Condition afterRow(List<? extends @Nullable String> place) {
        List<Field<?>> values = new ArrayList<>();
        List<Field<?>> bounds = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            values.add(keys.get(i).value);
            bounds.add(Untyped.text(place.get(i)));
        }
        return keys.getFirst().ascending
                ? row(values).gt(row(bounds))
                : row(values).lt(row(bounds));
    }

    private Condition afterAlternatives(List<? extends @Nullable String> place) {
        List<Condition> alternatives = new ArrayList<>();
        Condition same = DSL.noCondition();
        for (int i = 0; i < keys.size(); i++) {
            alternatives.add(same.and(keys.get(i).later(place.get(i))));
            same = same.and(keys.get(i).same(place.get(i)));
        }
        return and(keys.getFirst().notBefore(place.getFirst()), or(alternatives));
    }
}
