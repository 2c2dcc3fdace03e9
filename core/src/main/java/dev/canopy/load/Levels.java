package dev.canopy.load;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Select;

/** Reads stages level by level, a round trip for each, with the keys that rows wait with in hand. Of one execution. */
final class Levels {
    private final DSLContext dsl;
    private final Readers readers;
    private boolean open;
    private boolean whole = true;

    /** @param open whether a transaction of the reading's own is open and must be ended */
    Levels(DSLContext dsl, Readers readers, boolean open) {
        this.dsl = dsl;
        this.readers = readers;
        this.open = open;
    }

    /**
     * Reads these stages and all below them.
     *
     * @return false if a row came that none waits for
     */
    boolean read(List<Stage.OfBranch> first) {
        List<Stage.OfBranch> level = first;
        while (!level.isEmpty()) {
            List<Stage.OfBranch> awaited = level.stream()
                    .filter(stage ->
                            !readers.gathering(stage.branch()).awaited().isEmpty())
                    .toList();
            level = awaited.stream().flatMap(stage -> stage.below().stream()).toList();
            if (!awaited.isEmpty()) {
                boolean last = open && level.isEmpty();
                List<Select<?>> selects = new ArrayList<>();
                awaited.forEach(stage -> selects.add(stage.statement(inHand(stage))));
                new Batch(selects, false, last)
                        .read(
                                dsl,
                                (i, cells) -> whole &= readers.gathering(
                                                awaited.get(i).branch())
                                        .takeAll(cells));
                open &= !last;
            }
        }
        if (open) {
            dsl.execute("commit");
        }
        return whole;
    }

    private KeySource inHand(Stage.OfBranch stage) {
        return KeySource.InHand.of(
                stage.branch().far().tie().near(),
                readers.gathering(stage.branch()).awaited());
    }
}
