package dev.canopy.load;

import dev.canopy.codec.ColumnCodecs;
import dev.canopy.plan.Branch;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a branch look like that a statement of its own brings.
 *
 * @param cells all that is selected: the key, unless it is among the row's own cells, and these
 * @param key where the key begins, from 1 on
 * @param row where the row's own cells begin, from 1 on
 * @param ranking what the reader puts the rows of a key in order by; null where the server does
 */
record Arrival(
        List<Field<?>> cells, int key, int row, @Nullable Ranking ranking) {
    static Arrival of(Branch branch) {
        List<Field<?>> cells = LevelSelect.cells(branch.level());
        List<Field<?>> key = branch.far().tie().far();
        int place = key.size() == 1 ? Places.of(key.getFirst(), cells) : -1;
        if (place >= 0) {
            return new Arrival(cells, place + 1, 1, Ranking.of(branch, cells));
        }
        List<Field<?>> all = new ArrayList<>();
        key.forEach(column -> all.add(ColumnCodecs.atTop(column)));
        all.addAll(cells);
        return new Arrival(all, 1, key.size() + 1, Ranking.of(branch, all));
    }
}
