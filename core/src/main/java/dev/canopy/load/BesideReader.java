package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.Cells;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Reads rows of the root, each with the values of further fields that stand behind it. */
final class BesideReader implements LevelReader {
    private final LevelReader root;
    private final CellReader[] beside;

    BesideReader(LevelReader root, List<Field<?>> beside) {
        this.root = root;
        this.beside = CellReader.of(beside);
    }

    @Override
    public int width() {
        return root.width() + beside.length;
    }

    @Override
    public @Nullable Object[] values(Cells cells) {
        return new @Nullable Object[] {root.values(cells), CellReader.read(beside, cells)};
    }

    /** Of the root there is one of each row. */
    @Override
    public @Nullable Object[] copy(@Nullable Object[] values) {
        throw new IllegalStateException("A row of the root is made once.");
    }

    @Override
    @SuppressWarnings("unchecked") // as values(..) left them
    public Object make(@Nullable Object[] values) {
        return new Row(root.make((@Nullable Object[]) Objects.requireNonNull(values[0])), (List<@Nullable Object>)
                Objects.requireNonNull(values[1]));
    }

    @Override
    public Object read(Cells cells) {
        return new Row(root.read(cells), CellReader.read(beside, cells));
    }
}
