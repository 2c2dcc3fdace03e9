package dev.canopy.load;

import dev.canopy.plan.ForeignTables;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Reads stages level by level, a round trip for each, with the keys that rows wait with in hand. Of one execution. */
final class Levels {
    private final Channel channel;
    private final Readers readers;
    private final Gatherings gatherings;
    private boolean open;
    private boolean whole = true;

    /** @param open whether a transaction of the reading's own is open and must be ended */
    Levels(Channel channel, Readers readers, Gatherings gatherings, boolean open) {
        this.channel = channel;
        this.readers = readers;
        this.gatherings = gatherings;
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
                    .filter(stage -> !gathering(stage).awaited().isEmpty())
                    .toList();
            level = awaited.stream().flatMap(stage -> stage.below().stream()).toList();
            if (!awaited.isEmpty()) {
                boolean last = open && level.isEmpty();
                read(awaited, last);
                open &= !last;
            }
        }
        if (open) {
            channel.send(DSL.query("commit"), ran -> whole);
        }
        return whole;
    }

    private void read(List<Stage.OfBranch> stages, boolean last) {
        List<KeySource.InHand> keys = stages.stream().map(this::inHand).toList();
        Fingerprint shape = channel.shape().token("level").token(last);
        for (int i = 0; i < stages.size(); i++) {
            shape.and(stages.get(i).branch()).parts(keys.get(i).arrays());
        }
        channel.send(shape, () -> new Batch(statements(stages, keys), false, last).statement(), ran -> {
            ResultSetCells cells = ResultSetCells.of(ran, gatherings);
            for (int i = 0; i < stages.size(); i++) {
                whole &= gathering(stages.get(i)).takeAll(cells);
                cells = i + 1 < stages.size() ? ResultSetCells.next(ran, gatherings) : cells;
            }
            return whole;
        });
    }

    private List<Select<?>> statements(List<Stage.OfBranch> stages, List<KeySource.InHand> keys) {
        List<Select<?>> statements = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            ForeignTables.refuse(stages.get(i).branch(), channel.dsl());
            statements.add(stages.get(i).statement(keys.get(i)));
        }
        return statements;
    }

    private KeySource.InHand inHand(Stage.OfBranch stage) {
        return KeySource.InHand.of(
                stage.branch().far().tie().near(), gathering(stage).awaited());
    }

    private Gathering gathering(Stage.OfBranch stage) {
        return gatherings.of(readers.brought(stage.branch()));
    }
}
