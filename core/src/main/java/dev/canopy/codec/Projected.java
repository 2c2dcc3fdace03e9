package dev.canopy.codec;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Row;
import org.jooq.SQLDialect;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * A field to select, taken apart: the plain fields that a statement must select for it, and how their values become its value.
 * jOOQ's {@code row(..)} and {@code row(..).mapping(..)} are taken apart to any depth.
 */
public final class Projected<V> {
    private static final DSLContext RECORDS = DSL.using(SQLDialect.POSTGRES);

    private final List<Field<?>> fields = new ArrayList<>();
    private final Node root;

    private Projected(SelectField<V> asked) {
        this.root = node(asked);
    }

    public static <V> Projected<V> of(SelectField<V> asked) {
        return new Projected<>(asked);
    }

    /** What to select, in this order. */
    public List<Field<?>> fields() {
        return fields;
    }

    /** The value that these values of the fields make; null for an SQL NULL. */
    @SuppressWarnings("unchecked") // the node was made of a field of this type
    public @Nullable V make(@Nullable Object[] values) {
        return (V) root.make(values);
    }

    /** Reads rows that consist of the fields and nothing else. */
    public RowReader reader() {
        CellReader[] cells = CellReader.of(fields);
        return new RowReader() {
            @Override
            public int width() {
                return cells.length;
            }

            @Override
            public @Nullable Object read(Cells row) {
                @Nullable Object[] values = new @Nullable Object[cells.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = cells[i].read(row);
                }
                return make(values);
            }
        };
    }

    private Node node(SelectField<?> asked) {
        return switch (asked) {
            case QOM.FieldAlias<?> alias -> node(alias.$aliased());
            case QOM.RowAsField<?> field -> row(field.$row());
            case QOM.Coerce<?> coerce -> coerced(coerce);
            case Field<?> field -> leaf(field);
            case Row row -> row(row);
            default -> throw new IllegalArgumentException("%s cannot be selected as a value.".formatted(asked));
        };
    }

    private Node coerced(QOM.Coerce<?> coerce) {
        return switch (coerce.$field()) {
            case QOM.RowAsField<?> field -> new Mapped(row(field.$row()), converter(coerce));
            case QOM.FieldAlias<?> alias -> node(alias.$aliased().coerce(coerce.getDataType()));
            default -> leaf(coerce);
        };
    }

    private Node leaf(Field<?> field) {
        fields.add(field);
        return new Leaf(fields.size() - 1);
    }

    private Node row(Row row) {
        List<Node> nodes = new ArrayList<>();
        for (Field<?> field : row.fields()) {
            nodes.add(node(field));
        }
        return new Whole(List.of(row.fields()), List.copyOf(nodes));
    }

    @SuppressWarnings("unchecked") // the converter of a mapped row takes the row's record
    private static Converter<Object, Object> converter(QOM.Coerce<?> coerce) {
        return (Converter<Object, Object>) coerce.getConverter();
    }

    private sealed interface Node {
        @Nullable
        Object make(@Nullable Object[] values);
    }

    private record Leaf(int index) implements Node {
        @Override
        public @Nullable Object make(@Nullable Object[] values) {
            return values[index];
        }
    }

    /** A row as jOOQ's own record. */
    private record Whole(List<Field<?>> fields, List<Node> nodes) implements Node {
        @Override
        public Object make(@Nullable Object[] values) {
            Record row = RECORDS.newRecord(fields.toArray(Field<?>[]::new));
            for (int i = 0; i < fields.size(); i++) {
                put(row, fields.get(i), nodes.get(i).make(values));
            }
            row.touched(false);
            return row;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // the value was made for this field
        private static <X> void put(Record row, Field<X> field, @Nullable Object value) {
            row.set(field, (X) value);
        }
    }

    private record Mapped(Node node, Converter<Object, Object> converter) implements Node {
        @Override
        public @Nullable Object make(@Nullable Object[] values) {
            return converter.from(node.make(values));
        }
    }
}
