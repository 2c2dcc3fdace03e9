package dev.canopy.load;

import java.util.List;
import org.jooq.Context;
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
    private static final String BEGIN = "begin isolation level repeatable read, read only; ";
    private static final String COMMIT = "; commit";

    QueryPart statement() {
        return CustomQueryPart.of(this::render);
    }

    /** The text of selects that travel together, with a transaction of their own. */
    static String alone(String selects) {
        return BEGIN + selects + COMMIT;
    }

    private void render(Context<?> context) {
        if (begins) {
            context.sql(BEGIN);
        }
        for (int i = 0; i < selects.size(); i++) {
            if (i > 0) {
                context.sql("; ");
            }
            context.visit(selects.get(i));
        }
        if (ends) {
            context.sql(COMMIT);
        }
    }
}
