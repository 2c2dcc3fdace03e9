package dev.canopy.load;

import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import dev.canopy.plan.Target;
import java.util.IdentityHashMap;

/** The readers of one execution, and the rows that they gather. Not thread-safe. */
final class Readers {
    private final Entities entities;
    private final IdentityHashMap<Branch, Gathering> gatherings = new IdentityHashMap<>();

    Readers(Entities entities) {
        this.entities = entities;
    }

    LevelReader of(Level level) {
        LevelCells cells = new LevelCells(level, this);
        return switch (level.target()) {
            case Target.Entities target -> new EntityReader(entities, level, target, cells);
            case Target.Shaped target -> new ShapeReader(entities, level, target, cells);
            case Target.Selected target -> new SelectedReader(target, cells);
        };
    }

    /** The rows of a branch that has a statement of its own. */
    Gathering gathering(Branch branch) {
        Gathering known = gatherings.get(branch);
        if (known == null) {
            known = new Gathering(branch, of(branch.level()));
            gatherings.put(branch, known);
        }
        return known;
    }
}
