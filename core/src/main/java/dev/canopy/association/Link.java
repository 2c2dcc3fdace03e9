package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Which columns of one table equal which columns of another.
 *
 * @param near the columns on the side where one stands
 * @param far as many columns on the other side, in the same order
 */
public record Link(List<TableField<?, ?>> near, List<TableField<?, ?>> far) {
    public Link {
        near = List.copyOf(near);
        far = List.copyOf(far);
    }

    /** From the child, which has the foreign key, to the parent. */
    static Link fromChild(ForeignKey<?, ?> key) {
        return new Link(List.copyOf(key.getFields()), List.copyOf(key.getKeyFields()));
    }

    Link reversed() {
        return new Link(far, near);
    }

    /** The condition that pairs rows of the two aliases. */
    public Condition on(Table<?> nearAlias, Table<?> farAlias) {
        List<Condition> pairs = new ArrayList<>(near.size());
        for (int i = 0; i < near.size(); i++) {
            pairs.add(equal(column(nearAlias, near.get(i)), column(farAlias, far.get(i))));
        }
        return DSL.and(pairs);
    }

    @SuppressWarnings("unchecked") // both sides of a key have the same SQL type
    private static <V> Condition equal(Field<V> one, Field<?> other) {
        return one.eq((Field<V>) other);
    }

    /** The column as it is called under an alias of its table. */
    @SuppressWarnings("ReferenceEquality") // the very table that the column is a field of
    public static <V> Field<V> column(Table<?> alias, TableField<?, V> column) {
        if (alias == column.getTable()) {
            return column;
        }
        Field<V> found = alias.field(column);
        if (found == null) {
            throw new DefinitionException(
                    "%s has no column %s; it was looked for as part of a key.".formatted(alias, column));
        }
        return found;
    }
}
