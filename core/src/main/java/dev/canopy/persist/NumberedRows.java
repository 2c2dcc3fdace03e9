package dev.canopy.persist;

import dev.canopy.load.Returned;
import dev.canopy.load.Returned.Numbered;
import java.util.ArrayList;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Many rows that are there, written by statements that return each row with the number under which it was sent.
 *
 * @param parts in the order of the rows
 */
record NumberedRows(ManyRows by, Table<?> table, List<Part> parts) implements Prepared {
    /** One statement for so many rows, which it numbers from 1. */
    record Part(QueryPart statement, int rows) {}

    @Override
    public int statements() {
        return parts.size();
    }

    @Override
    public List<@Nullable Record> send() {
        List<@Nullable Record> written = new ArrayList<>();
        for (Part part : parts) {
            int offset = written.size();
            for (int i = 0; i < part.rows(); i++) {
                written.add(null);
            }
            for (Numbered row : Returned.numbered(part.statement(), table, by.channel(), by.entities())) {
                written.set(offset + (int) row.number() - 1, row.row());
            }
        }
        return written;
    }
}
