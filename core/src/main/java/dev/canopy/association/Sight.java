package dev.canopy.association;

import java.util.IdentityHashMap;
import org.jooq.Context;
import org.jooq.QueryPart;
import org.jooq.impl.CustomQueryPart;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one statement that stand for rows of includes were seen to be made of, so that the statement is rendered of
 * the very same parameters. Of one execution; not thread-safe.
 */
public final class Sight {
    private static final String KEY = "dev.canopy.sight";
    private static final int FEW = 4;

    private final IdentityHashMap<Correlated, Seen<?, ?>> seen = new IdentityHashMap<>(FEW);

    /** Nothing was seen yet. */
    public Sight() {}

    /** Notes what a part is made of. */
    public void note(Correlated part, Seen<?, ?> madeOf) {
        seen.put(part, madeOf);
    }

    /** The statement, to be rendered of what was noted. */
    public QueryPart over(QueryPart statement) {
        if (seen.isEmpty()) {
            return statement;
        }
        return CustomQueryPart.of(context -> {
            context.data(KEY, this);
            context.visit(statement);
        });
    }

    static @Nullable Seen<?, ?> of(Context<?> context, Correlated part) {
        return context.data(KEY) instanceof Sight sight ? sight.seen.get(part) : null;
    }
}
