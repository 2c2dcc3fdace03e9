package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.plan.Branch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of one branch that a statement of its own brings, by the key of the rows that wait for them. Of one execution. */
final class Gathering {
    private final LevelReader reader;
    private final Keys near;
    private final Keys far;
    private final Map<Object, Rows> waiting = new LinkedHashMap<>();

    private final boolean whole;
    private @Nullable Object lastKey;
    private @Nullable Rows last;

    /** The rows of one key. Of several that wait for them, each gets rows of its own, so they are kept as values. */
    final class Rows {
        private final Object key;
        private final List<@Nullable Object> all = new ArrayList<>();
        private boolean shared;

        Rows(Object key) {
            this.key = key;
        }

        private void take(Cells cells) {
            all.add(isMade() ? reader.read(cells) : reader.values(cells));
        }

        /** A row whose parts all stand in its own statement, and that nobody else gets, is made when it is read. */
        private boolean isMade() {
            return whole && !shared;
        }

        /** What became of them. */
        List<@Nullable Object> made() {
            if (isMade()) {
                return all;
            }
            List<@Nullable Object> made = new ArrayList<>(all.size());
            for (Object values : all) {
                made.add(reader.make((@Nullable Object[]) Objects.requireNonNull(values)));
            }
            return made;
        }
    }

    Gathering(Branch branch, LevelReader reader) {
        this.reader = reader;
        this.whole = !branch.level().isSplit();
        this.near = new Keys(branch.far().tie().near());
        this.far = new Keys(branch.far().tie().far());
    }

    /** How many cells a waiting row's key has. */
    int width() {
        return near.width();
    }

    /** Reads a waiting row's key; null if it has none, and so no rows either. */
    @Nullable
    Rows await(Cells cells) {
        Object key = near.read(cells);
        return key == null ? null : awaited(key);
    }

    /** The rows of a key of these values, which are to come; null where one is missing. */
    @Nullable
    Rows await(@Nullable List<Object> values) {
        return values == null ? null : awaited(near.width() == 1 ? values.getFirst() : values);
    }

    private Rows awaited(Object key) {
        Object found = near.found(key);
        Rows known = waiting.get(found);
        if (known != null) {
            known.shared = true;
            return known;
        }
        Rows rows = new Rows(key);
        waiting.put(found, rows);
        return rows;
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
        Object key = far.read(cells);
        Rows rows = key == null ? null : rows(key);
        if (rows == null) {
            return false;
        }
        rows.take(cells);
        return true;
    }

    /** Rows of one key often come one after another. */
    private @Nullable Rows rows(Object key) {
        if (!key.equals(lastKey)) {
            lastKey = key;
            last = waiting.get(far.found(key));
        }
        return last;
    }

    /** The keys that rows wait with, each once. */
    List<List<Object>> awaited() {
        return waiting.values().stream().map(rows -> near.values(rows.key)).toList();
    }
}
