package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.codec.Cells;
import dev.canopy.plan.Held;
import dev.canopy.plan.Level;
import dev.canopy.plan.Target;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads rows into generated records, with what hangs on them. */
final class EntityReader implements LevelReader {
    private static final @Nullable Object[] NONE = {};

    private final Entities entities;
    private final Supplier<Record> maker;
    private final int own;
    private final Held held;
    private final LevelCells cells;

    EntityReader(Entities entities, Level level, Target.Entities target, LevelCells cells) {
        this.entities = entities;
        this.maker = entities.maker(level.table());
        this.own = level.table().fields().length;
        this.held = level.junction() == null
                ? target.held()
                : target.held().and(Entities.junctionName(level.junction().table()));
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
    public Object make(@Nullable Object[] values) {
        @Nullable Object[] made = cells.made(values);
        Record entity = maker.get();
        for (int i = 0; i < own; i++) {
            entities.fill(entity, i, made[i]);
        }
        entities.filled(entity, held, made.length == own ? NONE : Arrays.copyOfRange(made, own, made.length));
        return entity;
    }

    /** Makes a record that is there one of what the row's columns are. */
    void into(Record entity, Cells row) {
        CellReader[] columns = cells.columns();
        for (int i = 0; i < own; i++) {
            Object value = columns[i].read(row);
            if (!isSame(value, entity.get(i))) {
                entities.fill(entity, i, value);
            }
        }
        entity.touched(false);
    }

    /** Mostly it is what was written, and to set it again costs more than to read it. */
    @SuppressWarnings(
            "ReferenceEquality") // the very value, or one of a type whose equal values are the same in all else
    private static boolean isSame(@Nullable Object value, @Nullable Object there) {
        return value == there
                || ((value instanceof String
                                || value instanceof Long
                                || value instanceof Integer
                                || value instanceof Boolean)
                        && value.equals(there));
    }

    /** What {@link #values} and {@link #make} give, without keeping the values in between. */
    @Override
    public Object read(Cells row) {
        Record entity = maker.get();
        CellReader[] columns = cells.columns();
        for (int i = 0; i < own; i++) {
            entities.fill(entity, i, columns[i].read(row));
        }
        int more = held.names().size();
        @Nullable Object[] rest = more == 0 ? NONE : new @Nullable Object[more];
        int computed = columns.length - own;
        for (int i = 0; i < computed; i++) {
            rest[i] = columns[own + i].read(row);
        }
        for (int i = computed; i < rest.length; i++) {
            rest[i] = cells.parts().get(i - computed).read(row);
        }
        entities.filled(entity, held, rest);
        return entity;
    }
}
