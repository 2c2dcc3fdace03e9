package dev.canopy.association;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.QueryPart;
import org.jooq.Table;

/**
 * What a part of a statement makes of the rows of an include.
 *
 * @param kind in a word, of its own for each SQL
 * @param value what is looked at in each row
 * @param sql the part, of the rows and the value
 */
record Making<C extends Table<?>, X extends QueryPart>(
        String kind,
        Function<? super FarSide<C>, ? extends X> value,
        BiFunction<? super FarSide<C>, ? super X, ? extends QueryPart> sql) {}
