package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.RowReader;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one level into entities, with what hangs on them. Made once per statement, safe between threads. */
final class LevelReader implements RowReader {
    private final Entities entities;
    private final Table<?> table;
    private final ColumnReader[] columns;
    private final Part[] parts;
    private final List<String> names;
    private final int width;

    LevelReader(Level level, Entities entities) {
        this(level, null, entities);
    }

    private LevelReader(Level level, @Nullable Branch reachedThrough, Entities entities) {
        this.entities = entities;
        this.table = level.table();
        this.columns = ColumnReader.of(level.columns());
        List<Part> all = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (Branch branch : level.branches()) {
            all.add(part(branch));
            called.add(branch.name());
        }
        if (reachedThrough != null && reachedThrough.junction() != null) {
            Table<?> junction = Objects.requireNonNull(reachedThrough.far().junction());
            all.add(new Through(new LevelReader(new Level(junction, reachedThrough.junction(), List.of()), entities)));
            called.add(Entities.junctionName(junction));
        }
        this.parts = all.toArray(Part[]::new);
        this.names = List.copyOf(called);
        int cells = columns.length;
        for (Part part : parts) {
            cells += part.width();
        }
        this.width = cells;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Record read(Cells cells) {
        Record entity = entities.create(table);
        for (int i = 0; i < columns.length; i++) {
            entities.fill(entity, i, columns[i].read(cells));
        }
        @Nullable Object[] included = new @Nullable Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            included[i] = parts[i].read(cells);
        }
        entities.filled(entity, names, included);
        return entity;
    }

    private Part part(Branch branch) {
        LevelReader reader = new LevelReader(branch.level(), branch, entities);
        return switch (branch.form()) {
            case JOINED -> new Joined(reader);
            case NESTED_ONE -> new NestedOne(reader);
            case NESTED_LIST -> new NestedList(reader);
        };
    }

    /** What hangs on a row. */
    private sealed interface Part {
        int width();

        @Nullable
        Object read(Cells cells);
    }

    /** Its presence, then its own cells; these are there, all NULL, when there is no row. */
    private record Joined(LevelReader reader) implements Part {
        @Override
        public int width() {
            return 1 + reader.width();
        }

        @Override
        public @Nullable Object read(Cells cells) {
            if (cells.flag()) {
                return reader.read(cells);
            }
            cells.skip(reader.width());
            return null;
        }
    }

    private record NestedOne(LevelReader reader) implements Part {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public @Nullable Object read(Cells cells) {
            List<Object> rows = cells.rows(reader);
            return rows.isEmpty() ? null : rows.getFirst();
        }
    }

    private record NestedList(LevelReader reader) implements Part {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public Object read(Cells cells) {
            return cells.rows(reader);
        }
    }

    /** The junction's row, whose cells follow those of the row that was reached. */
    private record Through(LevelReader reader) implements Part {
        @Override
        public int width() {
            return reader.width();
        }

        @Override
        public Object read(Cells cells) {
            return reader.read(cells);
        }
    }
}
