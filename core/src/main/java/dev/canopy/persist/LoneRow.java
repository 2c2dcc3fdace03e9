package dev.canopy.persist;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One row of which each value is a parameter of its own. Not thread-safe. */
final class LoneRow {
    private final Table<?> table;
    private final List<Integer> given;
    private final RowValues row;
    private @Nullable List<Param<?>> binds;

    private LoneRow(Table<?> table, List<Integer> given, RowValues row) {
        this.table = table;
        this.given = given;
        this.row = row;
    }

    /** What the row has in these columns; null where some of it is more than a parameter. */
    static @Nullable LoneRow of(Table<?> table, List<Integer> given, RowValues row) {
        for (int column : given) {
            if (!Bound.isPlain(table.fields()[column], row.get(column))) {
                return null;
            }
        }
        return new LoneRow(table, given, row);
    }

    /** Adds the values of the binds. */
    void addValues(List<@Nullable Object> values) {
        given.forEach(column -> values.add(row.get(column)));
    }

    /** Which values are null, on which the text depends. */
    BitSet nulls() {
        BitSet nulls = new BitSet();
        for (int i = 0; i < given.size(); i++) {
            nulls.set(i, row.get(given.get(i)) == null);
        }
        return nulls;
    }

    List<Param<?>> binds() {
        List<Param<?>> made = binds;
        if (made == null) {
            made = new ArrayList<>(given.size());
            for (int column : given) {
                made.add((Param<?>) Bound.value(table.fields()[column], row.get(column)));
            }
            binds = made;
        }
        return made;
    }

    /** {@code values (..)}, of the given columns and of those that the server computes. */
    QueryPart source(NamedColumns named) {
        List<QueryPart> values = new ArrayList<>();
        int bind = 0;
        for (int column : named.all()) {
            Field<?> expression = named.expressions().get(column);
            values.add(expression == null ? binds().get(bind++) : expression);
        }
        return DSL.sql("values ({0})", DSL.list(values));
    }
}
