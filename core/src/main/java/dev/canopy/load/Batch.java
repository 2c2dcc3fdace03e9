package dev.canopy.load;

import dev.canopy.error.DatabaseException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jooq.Context;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.impl.CustomQueryPart;

/**
 * Selects that travel in one round trip and, in the server's log, stand one after the other. PostgreSQL's driver sends all
 * statements of one text together.
 *
 * @param begins whether a transaction of its own starts with the batch, so that all that it reads is one snapshot
 * @param ends whether that transaction ends with it
 */
record Batch(List<Select<?>> selects, boolean begins, boolean ends) {
    /** Runs all; gives each result to the reader, with its position. One round trip. */
    void read(DSLContext dsl, BiConsumer<Integer, ResultSetCells> reader) {
        QueryPart all = CustomQueryPart.of(this::render);
        try (Cursor<?> cursor = dsl.fetchLazy(Undescribed.of(all))) {
            ResultSetCells cells = ResultSetCells.of(cursor);
            reader.accept(0, cells);
            if (selects.size() > 1) {
                Statement statement = cells.statement();
                for (int i = 1; i < selects.size(); i++) {
                    reader.accept(i, next(statement));
                }
            }
        }
    }

    private void render(Context<?> context) {
        if (begins) {
            // The answer to BEGIN comes first and is an update count.
            context.skipUpdateCounts(1).sql("begin isolation level repeatable read, read only; ");
        }
        for (int i = 0; i < selects.size(); i++) {
            if (i > 0) {
                context.sql("; ");
            }
            context.visit(selects.get(i));
        }
        if (ends) {
            context.sql("; commit");
        }
    }

    private static ResultSetCells next(Statement statement) {
        try {
            while (!statement.getMoreResults()) {
                if (statement.getUpdateCount() < 0) {
                    throw new DatabaseException(
                            "The server answered fewer statements than were sent.", new IllegalStateException());
                }
            }
            return new ResultSetCells(Objects.requireNonNull(statement.getResultSet()));
        } catch (SQLException e) {
            throw ResultSetCells.unread(e);
        }
    }
}
