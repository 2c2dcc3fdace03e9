package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.List;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Row;
import org.jooq.Table;

/**
 * A part of a statement that stands for the rows of an include, at one place in one statement.
 *
 * @param making what is made of the rows
 * @param chain the associations that lead there
 * @param far the rows
 * @param value what is looked at in each of them
 */
@SuppressWarnings("exports") // what is made of the rows is nobody's business outside
public record Seen<C extends Table<?>, X extends QueryPart>(Making<C, X> making, Chain chain, FarSide<C> far, X value) {
    /** How the chain is called in the data of a context that renders a statement. */
    private static final String CHAIN = "dev.canopy.chain";

    /** What is made of the rows, in a word: with this, the rows and the value the SQL is known. */
    public String kind() {
        return making.kind();
    }

    /**
     * The same, whose value gives no column away that a scope withholds.
     *
     * @throws DefinitionException that names the column
     */
    Seen<C, X> shown(Meanings meanings) {
        if (!far.refinement().withheld().isEmpty()) {
            List<? extends Field<?>> looked =
                    value instanceof Row row ? List.of(row.fields()) : List.of((Field<?>) value);
            Withheld.of(far.refinement(), far.target()).refuse(looked, meanings);
        }
        return this;
    }

    /** Writes a part into the statement that a context renders: as it was seen before, if that is known. */
    static void write(Correlated part, Context<?> context) {
        Chain above = context.data(CHAIN) instanceof Chain outer ? outer : null;
        Seen<?, ?> known = Sight.of(context, part);
        Seen<?, ?> seen = known == null || !known.chain().isBelow(above)
                ? part.seen(Meanings.of(context.configuration()), above)
                : known;
        context.data(CHAIN, seen.chain());
        context.visit(seen.sql());
        if (above == null) {
            context.data().remove(CHAIN);
        } else {
            context.data(CHAIN, above);
        }
    }

    private QueryPart sql() {
        return making.sql().apply(far, value);
    }
}
