package dev.canopy.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of one branch that a statement of its own brings, by the key of the rows that wait for them. Of one execution. */
final class Gathering {
    private final Gatherings execution;
    private final Brought branch;

    /** By whole numbers, or by any other key: only one of them has rows. */
    private final LongMap<Rows> numbered = new LongMap<>();

    private final Map<Object, Rows> keyed;
    private final List<Rows> waiting = new ArrayList<>();

    private int taken;
    private long lastNumber;
    private @Nullable Object lastKey;
    private @Nullable Rows last;

    /** The rows of one key. Of several that wait for them, each gets rows of its own, so they are kept as values. */
    final class Rows {
        private final @Nullable Object key;
        private final long number;
        private final List<@Nullable Object> all = new ArrayList<>();
        private @Nullable RankedRows ranks;
        private boolean shared = execution.isCopied();

        Rows(@Nullable Object key, long number) {
            this.key = key;
            this.number = number;
        }

        private void take(ResultSetCells cells) {
            Ranking ranking = branch.arrival().ranking();
            if (ranking != null) {
                ranks = ranks == null ? new RankedRows(ranking) : ranks;
                ranks.add(cells);
            }
            if (isMade()) {
                all.add(branch.reader().read(cells));
                return;
            }
            execution.copied(shared);
            all.add(branch.reader().values(cells));
            execution.copied(false);
        }

        private void arrange() {
            if (ranks != null) {
                ranks.arrange(all);
            }
        }

        /** A row whose parts all stand in its own statement, and that nobody else gets, is made when it is read. */
        private boolean isMade() {
            return branch.whole() && !shared;
        }

        /** What became of them. */
        List<@Nullable Object> made() {
            if (isMade()) {
                return all;
            }
            List<@Nullable Object> made = shared ? new ArrayList<>(all) : all;
            for (int i = 0; i < made.size(); i++) {
                @Nullable Object[] values = (@Nullable Object[]) Objects.requireNonNull(made.get(i));
                made.set(i, branch.reader().make(shared ? branch.reader().copy(values) : values));
            }
            return made;
        }

        private List<Object> keyValues() {
            return key == null
                    ? List.of(branch.near().number(number))
                    : branch.near().values(key);
        }
    }

    Gathering(Gatherings execution, Brought branch) {
        this.execution = execution;
        this.branch = branch;
        this.keyed = branch.numbered() ? Map.of() : new LinkedHashMap<>();
    }

    /** Reads a waiting row's key; null if it has none, and so no rows either. */
    @Nullable
    Rows await(ResultSetCells cells) {
        if (branch.numbered()) {
            long number = cells.number();
            return cells.wasNull() ? null : awaited(number);
        }
        Object key = branch.near().read(cells);
        return key == null ? null : awaited(key);
    }

    /** The rows of a key that stands at these places of a row; null where a part of it is missing. */
    @Nullable
    Rows await(@Nullable Object[] row, int[] places) {
        if (places.length == 1) {
            return awaitValue(row[places[0]]);
        }
        List<Object> values = new ArrayList<>(places.length);
        for (int place : places) {
            Object value = row[place];
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return await(values);
    }

    private @Nullable Rows awaitValue(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return branch.numbered() ? awaited(((Number) value).longValue()) : awaited(value);
    }

    /** The rows of a key of these values, which are to come; null where one is missing. */
    @Nullable
    Rows await(@Nullable List<Object> values) {
        if (values == null) {
            return null;
        }
        if (branch.numbered()) {
            return awaited(((Number) values.getFirst()).longValue());
        }
        return awaited(branch.near().width() == 1 ? values.getFirst() : values);
    }

    private Rows awaited(long number) {
        Rows known = numbered.get(number);
        if (known != null) {
            known.shared = true;
            return known;
        }
        Rows rows = new Rows(null, number);
        numbered.put(number, rows);
        waiting.add(rows);
        return rows;
    }

    private Rows awaited(Object key) {
        Object found = branch.near().found(key);
        Rows known = keyed.get(found);
        if (known != null) {
            known.shared = true;
            return known;
        }
        Rows rows = new Rows(key, 0);
        keyed.put(found, rows);
        waiting.add(rows);
        return rows;
    }

    /**
     * Reads the rows that came, and puts those of each key in order where the server did not.
     *
     * @return false if one came that no row waits for
     */
    boolean takeAll(ResultSetCells cells) {
        boolean all = true;
        while (cells.next()) {
            Rows rows = branch.numbered() ? rowsByNumber(cells) : rowsByKey(cells);
            if (rows == null) {
                all = false;
            } else {
                taken++;
                rows.take(cells);
            }
        }
        waiting.forEach(Rows::arrange);
        return all;
    }

    /** Rows of one key often come one after another. */
    private @Nullable Rows rowsByNumber(ResultSetCells cells) {
        long number = cells.number(branch.arrival().key());
        if (cells.wasNull()) {
            return null;
        }
        cells.goTo(branch.arrival().row());
        if (last == null || number != lastNumber) {
            lastNumber = number;
            last = numbered.get(number);
        }
        return last;
    }

    private @Nullable Rows rowsByKey(ResultSetCells cells) {
        cells.goTo(branch.arrival().key());
        Object key = branch.far().read(cells);
        if (key == null) {
            return null;
        }
        cells.goTo(branch.arrival().row());
        if (!key.equals(lastKey)) {
            lastKey = key;
            last = keyed.get(branch.far().found(key));
        }
        return last;
    }

    /** How many rows came. */
    int taken() {
        return taken;
    }

    /** The keys that rows wait with, each once. */
    List<List<Object>> awaited() {
        return waiting.stream().map(Rows::keyValues).toList();
    }
}
