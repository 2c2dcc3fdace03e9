package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.Virtual;
import dev.canopy.plan.Level;
import dev.canopy.plan.Target;
import dev.canopy.plan.Target.Argument;
import java.util.List;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Reads rows into Java records. */
final class ShapeReader implements LevelReader {
    private final Entities entities;
    private final Table<?> table;
    private final Target.Shaped target;
    private final LevelCells cells;

    /** Whether the values are the components, one for one. */
    private final boolean plain;

    ShapeReader(Entities entities, Level level, Target.Shaped target, LevelCells cells) {
        this.entities = entities;
        this.table = level.table();
        this.target = target;
        this.cells = cells;
        this.plain = isPlain(target.arguments(), cells);
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

    private static boolean isPlain(List<Argument> arguments, LevelCells cells) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof Argument.Value value) || value.index() != i) {
                return false;
            }
        }
        return arguments.size() == cells.size();
    }

    @Override
    public Object make(@Nullable Object[] values) {
        return made(cells.made(values));
    }

    /** The same without keeping the values in between. */
    @Override
    public Object read(Cells row) {
        return made(cells.read(row));
    }

    private Object made(@Nullable Object[] made) {
        if (plain) {
            return construct(made);
        }
        List<Argument> arguments = target.arguments();
        @Nullable Object[] components = new @Nullable Object[arguments.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = switch (arguments.get(i)) {
                case Argument.Value value -> made[value.index()];
                case Argument.Computation virtual -> compute(virtual, made);
            };
        }
        return construct(components);
    }

    private @Nullable Object compute(Argument.Computation virtual, @Nullable Object[] values) {
        Record row = entities.create(table);
        for (int i = 0; i < virtual.columns().size(); i++) {
            entities.fill(row, virtual.columns().get(i), values[virtual.values().get(i)]);
        }
        Object value = value(virtual.virtual(), row);
        if (value != null && !virtual.type().isInstance(value)) {
            throw new DefinitionException("%s.%s is %s, but the virtual field %s gave %s; call the component that."
                    .formatted(
                            target.type().getSimpleName(),
                            virtual.component(),
                            virtual.type().getSimpleName(),
                            virtual.virtual(),
                            value.getClass().getSimpleName()));
        }
        return value;
    }

    @SuppressWarnings("unchecked") // a virtual field of this table takes its records
    private static <R extends Record> @Nullable Object value(Virtual<R, ?> virtual, Record row) {
        return virtual.get((R) row);
    }

    private Object construct(@Nullable Object[] components) {
        try {
            return (Object) target.constructor().invokeExact(components);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new DefinitionException(
                    "%s could not be made: %s.".formatted(target.type().getSimpleName(), e.getMessage()), e);
        }
    }
}
