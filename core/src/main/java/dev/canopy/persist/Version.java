package dev.canopy.persist;

import dev.canopy.model.Upkeep;
import java.math.BigInteger;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The column that counts a row's updates. */
final class Version {
    private Version() {}

    /** For a new row: zero, unless it was set or the database has a default. */
    static <R extends Record> void start(R row, Upkeep<R> upkeep) {
        startAtZero(row, upkeep.version());
    }

    /** One more than a row has, for rows that are not in memory. */
    static <V> Field<V> next(Field<V> version) {
        return DSL.coalesce(version, DSL.inline(Arithmetic.as(version, BigInteger.ZERO), version.getDataType()))
                .plus(DSL.inline(1));
    }

    /** One more than this, as the column has it. */
    static <V> V after(Field<V> version, @Nullable Object value) {
        BigInteger now = value == null ? BigInteger.ZERO : new BigInteger(value.toString());
        return Arithmetic.as(version, now.add(BigInteger.ONE));
    }

    private static <R extends Record, V> void startAtZero(R row, @Nullable TableField<R, V> version) {
        if (version != null && !row.touched(version) && !version.getDataType().defaulted()) {
            row.set(version, Arithmetic.as(version, BigInteger.ZERO));
        }
    }
}
