package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.plan.Target;
import org.jspecify.annotations.Nullable;

/** Reads rows into what was selected of them. */
final class SelectedReader implements LevelReader {
    private final Target.Selected target;
    private final LevelCells cells;

    SelectedReader(Target.Selected target, LevelCells cells) {
        this.target = target;
        this.cells = cells;
    }

    @Override
    public int width() {
        return cells.width();
    }

    @Override
    public @Nullable Object[] values(Cells row) {
        return cells.values(row);
    }

    @Override
    public @Nullable Object[] copy(@Nullable Object[] values) {
        return cells.copy(values);
    }

    @Override
    public @Nullable Object make(@Nullable Object[] values) {
        @Nullable Object[] made = cells.made(values);
        @Nullable Object[] arguments = new @Nullable Object[target.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = made[target.arguments().get(i)];
        }
        return target.projected().make(arguments);
    }
}
