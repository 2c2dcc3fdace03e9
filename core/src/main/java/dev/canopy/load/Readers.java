package dev.canopy.load;

import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import dev.canopy.plan.Target;
import java.util.IdentityHashMap;

/** The readers of a plan's rows, each made once. They serve any number of executions; making them is not thread-safe. */
final class Readers {
    private final Entities entities;
    private final IdentityHashMap<Branch, Brought> brought = new IdentityHashMap<>();

    Readers(Entities entities) {
        this.entities = entities;
    }

    LevelReader of(Level level) {
        return of(level, new LevelCells(level, this, false));
    }

    /** The same for the root, of whose branches the rows are counted. */
    LevelReader root(Level level) {
        return of(level, new LevelCells(level, this, true));
    }

    private LevelReader of(Level level, LevelCells cells) {
        return switch (level.target()) {
            case Target.Entities target -> new EntityReader(entities, level, target, cells);
            case Target.Shaped target -> new ShapeReader(entities, level, target, cells);
            case Target.Selected target -> new SelectedReader(target, cells);
        };
    }

    /** How a branch is read that has a statement of its own. */
    Brought brought(Branch branch) {
        Brought known = brought.get(branch);
        if (known == null) {
            LevelReader reader = of(branch.level());
            known = Brought.of(brought.size(), branch, reader);
            brought.put(branch, known);
        }
        return known;
    }

    /** For one execution, once all readers are made. */
    Gatherings gatherings() {
        return new Gatherings(brought.size(), 0);
    }
}
