package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transaction of one operation, which begins with its first statement. Belongs to the thread that made it. */
public final class LazyTransaction {
    private final @Nullable Frame own;

    /** @param own null where the operation runs in a transaction that was there already */
    LazyTransaction(@Nullable Frame own) {
        this.own = own;
    }

    /** Says that the next statement is the last one: if it is the first as well, it commits by itself and nothing begins. */
    public void lastStatement() {
        if (own != null) {
            own.whole().alone();
        }
    }

    /** Whether it is the operation's own, and a statement that does everything can do without it. */
    public boolean isFresh() {
        return own != null && own.whole().isFresh();
    }

    /**
     * Runs a statement that commits by itself. Where it is refused, nothing was done, and the operation may go on.
     *
     * @param statement the one statement that it sends
     */
    public <V> V alone(Supplier<V> statement) {
        Frame frame = Objects.requireNonNull(own);
        frame.whole().aloneAndCommitted();
        try {
            return statement.get();
        } catch (CanopyException refusal) {
            frame.startAnew();
            throw refusal;
        } finally {
            frame.whole().notAlone();
        }
    }
}
