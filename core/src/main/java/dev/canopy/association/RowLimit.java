package dev.canopy.association;

import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Param;
import org.jooq.impl.DSL;

/**
 * At most so many rows. A number that many selections share stands in the text of their statement, for as a parameter it keeps
 * PostgreSQL from its generic plan; any other is a parameter, or each number would be a statement of its own.
 */
public final class RowLimit {
    /** Shared, which those that are parameters must not be: each parameter of a statement is another one. */
    private static final List<RowLimit> SMALL =
            IntStream.rangeClosed(0, 11).mapToObj(RowLimit::new).toList();

    private final int rows;
    private final Param<Integer> sql;

    private RowLimit(int rows) {
        this.rows = rows;
        this.sql = isCommon(rows) ? DSL.inline(rows) : DSL.val(rows);
    }

    static RowLimit of(int rows) {
        return rows < SMALL.size() ? SMALL.get(rows) : new RowLimit(rows);
    }

    public int rows() {
        return rows;
    }

    /** The number as it stands in a statement, wherever it stands there. */
    public Param<Integer> sql() {
        return sql;
    }

    /** Up to ten, whole tens up to a hundred, whole hundreds up to a thousand; and one more, which tells whether there are more. */
    private static boolean isCommon(int rows) {
        return rows <= 11 || (rows <= 101 && rows % 10 <= 1) || (rows <= 1001 && rows % 100 <= 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowLimit limit && limit.rows == rows;
    }

    @Override
    public int hashCode() {
        return rows;
    }

    @Override
    public String toString() {
        return String.valueOf(rows);
    }
}
