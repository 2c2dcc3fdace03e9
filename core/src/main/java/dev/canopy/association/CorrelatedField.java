package dev.canopy.association;

import java.io.Serial;
import org.jooq.Context;
import org.jooq.DataType;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.CustomField;
import org.jspecify.annotations.Nullable;

/** A value of the rows of an include. */
final class CorrelatedField<C extends Table<?>, X extends QueryPart, V> extends CustomField<V> implements Correlated {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Correlation<C> rows;
    private final transient Making<C, X> making;

    CorrelatedField(DataType<V> type, Correlation<C> rows, Making<C, X> making) {
        super(making.kind(), type);
        this.rows = rows;
        this.making = making;
    }

    @Override
    public void accept(Context<?> context) {
        Seen.write(this, context);
    }

    @Override
    public Seen<?, ?> seen(Meanings meanings, @Nullable Chain above) {
        return rows.seen(making, meanings, above).shown(meanings);
    }
}
