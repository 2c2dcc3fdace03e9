package dev.canopy.load;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranks of rows, as they come. Of one key and execution; not thread-safe. */
final class RankedRows {
    private static final int FEW = 8;

    private final Ranking ranking;
    private final int width;
    private long[] ranks;
    private int count;
    private boolean inOrder = true;

    RankedRows(Ranking ranking) {
        this.ranking = ranking;
        this.width = ranking.width();
        this.ranks = new long[FEW * width];
    }

    /** The current row is the next. */
    void add(ResultSetCells cells) {
        int from = count * width;
        if (from == ranks.length) {
            ranks = Arrays.copyOf(ranks, from * 2);
        }
        ranking.read(cells, ranks, from);
        inOrder &= count == 0 || compare(count - 1, count) <= 0;
        count++;
    }

    /** Puts what was made of the rows, as they came, in order; those of equal rank stay as they are. */
    void arrange(List<@Nullable Object> rows) {
        if (inOrder) {
            return;
        }
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        @Nullable Object[] came = rows.toArray();
        for (int i = 0; i < count; i++) {
            rows.set(i, came[order[i]]);
        }
    }

    private int compare(int one, int other) {
        for (int i = 0; i < width; i++) {
            int compared = Long.compare(ranks[one * width + i], ranks[other * width + i]);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }
}
