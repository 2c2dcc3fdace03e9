package dev.canopy.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Many rows that are there, written by statements that return each row with the number under which it was sent.
 *
 * @param shape all that the statements' texts depend on
 * @param parts in the order of the rows
 */
record NumberedRows(ManyRows by, Table<?> table, UnnestedRows.Shape shape, List<Part> parts) implements Prepared {
    /**
     * One statement for so many rows.
     *
     * @param rows which it numbers from 1
     * @param statement makes it of them
     */
    record Part(UnnestedRows rows, Supplier<? extends QueryPart> statement) {}

    @Override
    public int statements() {
        return parts.size();
    }

    @Override
    public List<@Nullable Record> send(IntFunction<? extends Record> landing) {
        List<@Nullable Record> written = new ArrayList<>();
        for (Part part : parts) {
            int offset = written.size();
            for (int i = 0; i < part.rows().size(); i++) {
                written.add(null);
            }
            part.rows()
                    .send(
                            by.channel(),
                            shape,
                            part.statement(),
                            by.returned(table).numbered((index, number) -> {
                                int place = offset + (int) number - 1;
                                Record row = landing.apply(place);
                                written.set(place, row);
                                return row;
                            }));
        }
        return written;
    }
}
