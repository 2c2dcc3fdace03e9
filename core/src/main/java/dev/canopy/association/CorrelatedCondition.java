package dev.canopy.association;

import java.io.Serial;
import org.jooq.Context;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.CustomCondition;
import org.jspecify.annotations.Nullable;

/** A condition on the rows of an include. */
final class CorrelatedCondition<C extends Table<?>, X extends QueryPart> extends CustomCondition implements Correlated {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Correlation<C> rows;
    private final transient Making<C, X> making;

    CorrelatedCondition(Correlation<C> rows, Making<C, X> making) {
        this.rows = rows;
        this.making = making;
    }

    @Override
    public void accept(Context<?> context) {
        Seen.write(this, context);
    }

    @Override
    public Seen<?, ?> seen(Meanings meanings, @Nullable Chain above) {
        return rows.seen(making, meanings, above);
    }
}
