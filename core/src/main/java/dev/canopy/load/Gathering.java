package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.plan.Branch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one branch that a statement of its own brings, by the key of the rows that wait for them. Of one execution. */
final class Gathering {
    private final LevelReader reader;
    private final Keys near;
    private final Keys far;
    private final Map<Object, Rows> waiting = new LinkedHashMap<>();

    /** The rows of one key, as values. */
    record Rows(List<Object> key, List<@Nullable Object[]> all) {}

    Gathering(Branch branch, LevelReader reader) {
        this.reader = reader;
        this.near = new Keys(branch.far().tie().near());
        this.far = new Keys(branch.far().tie().far());
    }

    /** How many cells a waiting row's key has. */
    int width() {
        return near.width();
    }

    LevelReader reader() {
        return reader;
    }

    /** Reads a waiting row's key; null if it has none, and so no rows either. */
    @Nullable
    Rows await(Cells cells) {
        return await(near.read(cells));
    }

    /** The rows of this key, which are to come. */
    @Nullable
    Rows await(@Nullable List<Object> key) {
        return key == null ? null : waiting.computeIfAbsent(Keys.found(key), found -> new Rows(key, new ArrayList<>()));
    }

    /**
     * Reads the rows that came: of each its key, then its cells.
     *
     * @return false if one came that no row waits for
     */
    boolean takeAll(ResultSetCells cells) {
        boolean[] all = {true};
        cells.each(() -> all[0] &= take(cells));
        return all[0];
    }

    private boolean take(Cells cells) {
        List<Object> key = far.read(cells);
        Rows rows = key == null ? null : waiting.get(Keys.found(key));
        if (rows == null) {
            return false;
        }
        rows.all().add(reader.values(cells));
        return true;
    }

    /** The keys that rows wait with, each once. */
    List<List<Object>> awaited() {
        return waiting.values().stream().map(Rows::key).toList();
    }
}
