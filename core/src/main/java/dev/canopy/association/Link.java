package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of one table equal which columns of another, and which columns have one fixed value in rows that belong
 * together.
 *
 * @param near the columns on the side where one stands
 * @param far as many columns on the other side, in the same order
 * @param nearConstants what must hold of a row on the side where one stands
 * @param farConstants what must hold of a row on the other side
 * @param declared whether a foreign key says so, which leads to one row at most wherever an association to one is made of it
 */
public record Link(
        List<TableField<?, ?>> near,
        List<TableField<?, ?>> far,
        List<Constant<?>> nearConstants,
        List<Constant<?>> farConstants,
        boolean declared) {
    public Link {
        near = List.copyOf(near);
        far = List.copyOf(far);
        nearConstants = List.copyOf(nearConstants);
        farConstants = List.copyOf(farConstants);
    }

    public Link(
            List<TableField<?, ?>> near,
            List<TableField<?, ?>> far,
            List<Constant<?>> nearConstants,
            List<Constant<?>> farConstants) {
        this(near, far, nearConstants, farConstants, false);
    }

    Link(List<TableField<?, ?>> near, List<TableField<?, ?>> far) {
        this(near, far, List.of(), List.of());
    }

    /** From the child, which has the foreign key, to the parent. */
    static Link fromChild(ForeignKey<?, ?> key) {
        return new Link(List.copyOf(key.getFields()), List.copyOf(key.getKeyFields()), List.of(), List.of(), true);
    }

    /** The link that is found when it is first asked for, because tables refer to each other in rings. */
    static Supplier<Link> later(Supplier<Link> found) {
        return new Supplier<>() {
            private volatile @Nullable Link known;

            @Override
            public Link get() {
                Link link = known;
                if (link == null) {
                    link = found.get();
                    known = link;
                }
                return link;
            }
        };
    }

    Link reversed() {
        return new Link(far, near, farConstants, nearConstants, declared);
    }

    /** Whether columns have one fixed value in rows that belong together. */
    public boolean hasConstants() {
        return !nearConstants.isEmpty() || !farConstants.isEmpty();
    }

    /** Whether it is known that no two rows of the other side belong to one row: a key of theirs is among its columns. */
    boolean leadsToOne() {
        return declared
                || declared(far).getKeys().stream()
                        .anyMatch(key -> key.getFields().stream().allMatch(this::isFixed));
    }

    private boolean isFixed(TableField<?, ?> column) {
        return far.contains(column)
                || farConstants.stream().anyMatch(constant -> constant.column().equals(column));
    }

    /** How rows of the two aliases hang together. */
    Tie tie(Table<?> nearAlias, Table<?> farAlias) {
        return new Tie(
                declared(near),
                declared(far),
                columns(nearAlias, near),
                columns(farAlias, far),
                hold(nearAlias, nearConstants),
                hold(farAlias, farConstants),
                farConstants.stream().map(Constant::column).toList());
    }

    private static Table<?> declared(List<TableField<?, ?>> columns) {
        return Objects.requireNonNull(columns.getFirst().getTable());
    }

    private static List<Field<?>> columns(Table<?> alias, List<TableField<?, ?>> columns) {
        List<Field<?>> aliased = new ArrayList<>(columns.size());
        columns.forEach(column -> aliased.add(column(alias, column)));
        return aliased;
    }

    private static Condition hold(Table<?> alias, List<Constant<?>> constants) {
        return constants.stream().map(constant -> constant.on(alias)).reduce(DSL.noCondition(), Condition::and);
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
