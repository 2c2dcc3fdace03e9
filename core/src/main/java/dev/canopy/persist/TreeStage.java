package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.validation.Violation;
import java.util.List;
import java.util.function.BiFunction;
import org.jooq.Record;
import org.jooq.Table;

/**
 * New rows of one table within a tree of new rows, inserted together.
 *
 * @param told puts what is wrong with a row into the words of the tree: by its path, and without what is filled in later
 * @param fill puts into the rows what only the stages before have: the keys that they refer to
 */
public record TreeStage<T extends Table<R>, R extends Record>(
        Meaning<T, R> meaning,
        List<R> rows,
        BiFunction<? super R, List<Violation>, List<Violation>> told,
        Runnable fill) {
    public TreeStage {
        rows = List.copyOf(rows);
    }
}
