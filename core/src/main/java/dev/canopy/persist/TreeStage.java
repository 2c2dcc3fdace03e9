package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.validation.Violation;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * New rows of one table within a tree of new rows, inserted together.
 *
 * @param before tells how each row was before it became one of the tree
 * @param filledLater for each row the columns that {@code fill} fills, by their places in the table: nothing is demanded of them
 * @param told puts what is wrong with a row into the words of the tree: by its path
 * @param fill puts into the rows what only the stages before have: the keys that they refer to
 * @param taken for each row all that {@code fill} puts into it; null where it does more than that
 */
public record TreeStage<T extends Table<R>, R extends Record>(
        Meaning<T, R> meaning,
        List<R> rows,
        Function<? super R, Snapshot> before,
        List<BitSet> filledLater,
        BiFunction<? super R, List<Violation>, List<Violation>> told,
        Runnable fill,
        @Nullable List<List<Taken>> taken) {
    public TreeStage {
        rows = List.copyOf(rows);
        filledLater = List.copyOf(filledLater);
        taken = taken == null ? null : List.copyOf(taken);
    }
}
