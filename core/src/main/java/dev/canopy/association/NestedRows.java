package dev.canopy.association;

import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.Decoded;
import dev.canopy.codec.JsonCells;
import dev.canopy.codec.Projected;
import dev.canopy.codec.RowReader;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jooq.Context;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.JSON;
import org.jooq.Row;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What an association leads to, as a value of the row where one stands: a list, or one value. Selected by a Database it is
 * planned as an include would be; in plain jOOQ it is a correlated subquery that gives JSON, which its converter decodes.
 */
@SuppressWarnings("exports") // how its values travel is nobody's business outside
public final class NestedRows<C extends Table<?>, V> extends CustomField<V> implements Decoded, Correlated {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Include<?, C, ?> include;
    private final transient Table<?> near;
    private final transient Each<C> each;
    private final transient RowReader reader;

    /** What to select of each row. */
    interface Each<C> {
        SelectField<?> of(C target, @Nullable Table<?> junction);
    }

    private NestedRows(Include<?, C, ?> include, Each<C> each, Class<?> type, RowReader reader) {
        super(include.name(), type(type, include.isSingle(), reader));
        this.include = include;
        this.near = include.association().source();
        this.each = each;
        this.reader = reader;
    }

    static <C extends Table<?>, V> NestedRows<C, V> of(Include<?, C, ?> include, Each<C> each) {
        Association<?, C> association = include.association();
        Table<?> junction = association instanceof BelongsToMany<?, ?, ?, ?, ?> many ? many.junction() : null;
        SelectField<?> typical = each.of(association.target(), junction);
        return new NestedRows<>(
                include,
                each,
                include.isSingle() ? typical.getType() : List.class,
                Projected.of(typical).reader());
    }

    @Override
    public void accept(Context<?> context) {
        Seen.write(this, context);
    }

    @Override
    public Seen<?, ?> seen(Meanings meanings, @Nullable Chain above) {
        Making<C, Row> making = new Making<>(
                "rows",
                far -> DSL.row(Projected.of(each(far)).fields()),
                (far, row) -> Correlation.collected(far, List.of(row.fields())));
        return new Correlation<>(include, near).seen(making, meanings, above).shown(meanings);
    }

    @Override
    public ColumnCodec codec() {
        return ColumnCodec.of(
                (rows, index) -> {
                    byte[] json = rows.getBytes(index);
                    return json == null ? null : value(JsonCells.rows(json, reader), include.isSingle());
                },
                json -> value(JsonCells.rows(json, reader), include.isSingle()));
    }

    /** What is loaded. */
    public Include<?, C, ?> include() {
        return include;
    }

    /** The table or alias whose rows get it. */
    public Table<?> near() {
        return near;
    }

    /** What is selected of each row of this far side. */
    public SelectField<?> each(FarSide<C> far) {
        return each.of(far.target(), far.junction());
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // lists have no class of their own; NULL is any type's
    private static <V> DataType<V> type(Class<?> type, boolean single, RowReader reader) {
        return SQLDataType.JSON.asConvertedDataType(Converter.fromNullable(
                JSON.class, (Class<V>) type, json -> (V) value(rows(json, reader), single)));
    }

    private static List<@Nullable Object> rows(JSON json, RowReader reader) {
        return JsonCells.rows(json.data().getBytes(StandardCharsets.UTF_8), reader);
    }

    private static @Nullable Object value(List<@Nullable Object> rows, boolean single) {
        if (single) {
            return rows.isEmpty() ? null : rows.getFirst();
        }
        return rows;
    }
}
