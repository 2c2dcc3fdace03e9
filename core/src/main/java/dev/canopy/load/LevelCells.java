package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.Cells;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one level's rows, in the order in which {@link LevelSelect} selects them: columns, branches, junction. */
final class LevelCells {
    private final CellReader[] columns;
    private final List<Part> parts;
    private final int width;

    LevelCells(Level level, Readers readers, boolean counted) {
        this.columns = CellReader.of(level.columns());
        List<Part> all = new ArrayList<>();
        for (Branch branch : level.branches()) {
            all.add(part(branch, level, readers, counted ? all.size() : Part.Nested.UNCOUNTED));
        }
        if (level.junction() != null) {
            all.add(new Part.Through(readers.of(level.junction())));
        }
        this.parts = List.copyOf(all);
        this.width = columns.length + parts.stream().mapToInt(Part::width).sum();
    }

    int width() {
        return width;
    }

    /** How many values a row has. */
    int size() {
        return columns.length + parts.size();
    }

    CellReader[] columns() {
        return columns;
    }

    List<Part> parts() {
        return parts;
    }

    @Nullable
    Object[] values(Cells cells) {
        @Nullable Object[] values = new @Nullable Object[columns.length + parts.size()];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].read(cells);
        }
        for (int i = 0; i < parts.size(); i++) {
            values[columns.length + i] = parts.get(i).values(cells, values);
        }
        return values;
    }

    /** The same values, with those of the parts copied, and arrays, which may be changed in place. */
    @Nullable
    Object[] copy(@Nullable Object[] values) {
        @Nullable Object[] copy = values.clone();
        for (int i = 0; i < columns.length; i++) {
            if (copy[i] instanceof Object[] array) {
                copy[i] = array.clone();
            } else if (copy[i] instanceof byte[] bytes) {
                copy[i] = bytes.clone();
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            copy[columns.length + i] = parts.get(i).copy(copy[columns.length + i]);
        }
        return copy;
    }

    /** The values of a row that waits for nothing, all parts made. */
    @Nullable
    Object[] read(Cells cells) {
        @Nullable Object[] made = new @Nullable Object[columns.length + parts.size()];
        for (int i = 0; i < columns.length; i++) {
            made[i] = columns[i].read(cells);
        }
        for (int i = 0; i < parts.size(); i++) {
            made[columns.length + i] = parts.get(i).read(cells);
        }
        return made;
    }

    /** What became of these values, in their place: rows of later statements are there now. */
    @Nullable
    Object[] made(@Nullable Object[] values) {
        for (int i = 0; i < parts.size(); i++) {
            values[columns.length + i] = parts.get(i).make(values[columns.length + i]);
        }
        return values;
    }

    private static Part part(Branch branch, Level level, Readers readers, int number) {
        return switch (branch.form()) {
            case JOINED -> new Part.Joined(readers.of(branch.level()));
            case MULTISET -> new Part.Nested(readers.of(branch.level()), branch.single(), number);
            case SPLIT ->
                new Part.Split(readers.brought(branch), branch.single(), LevelSelect.keyColumns(branch, level));
        };
    }
}
