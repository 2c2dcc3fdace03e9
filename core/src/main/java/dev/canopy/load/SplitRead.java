package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** One attempt to read a split plan on one connection. Parents are kept as values until their rows are there. */
final class SplitRead {
    private final Channel channel;
    private final Plan plan;
    private final Stage.Root root;
    private final boolean alone;
    private final Readers readers;
    private final LevelReader reader;
    private final CellReader[] beside;
    private final Gatherings gatherings;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<List<@Nullable Object>> besides = new ArrayList<>();
    private boolean whole = true;

    /** @param alone whether no transaction is open, so that one must be */
    SplitRead(Channel channel, Entities entities, Plan plan, List<Field<?>> beside, boolean alone) {
        this.channel = channel;
        this.plan = plan;
        this.root = new Stage.Root(plan, beside);
        this.alone = alone;
        this.readers = new Readers(entities);
        this.reader = readers.of(plan.root());
        this.gatherings = readers.gatherings();
        this.beside = CellReader.of(beside);
    }

    /** The rows; empty if one came that no parent waits for. */
    Optional<List<Row>> rows() {
        if (plan.isRepeatable()) {
            readTogether();
        } else {
            readLevelByLevel();
        }
        if (!whole) {
            return Optional.empty();
        }
        List<Row> made = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            made.add(new Row(reader.make(rows.get(i)), besides.get(i)));
        }
        return Optional.of(made);
    }

    /** One round trip: each statement asks for its keys itself. */
    private void readTogether() {
        List<Stage> stages = root.withAllBelow();
        channel.send(
                channel.shape().token("together").token(alone).and(plan).parts(root.beside()),
                channel.checked(plan, () -> new Batch(Stage.statements(stages), alone, alone).statement()),
                ran -> {
                    take(root, ResultSetCells.of(ran, gatherings));
                    for (Stage stage : stages.subList(1, stages.size())) {
                        take(stage, ResultSetCells.next(ran, gatherings));
                    }
                    return whole;
                });
    }

    /** A round trip for each level, with the keys in hand. */
    private void readLevelByLevel() {
        channel.send(
                channel.shape().token("first").token(alone).and(plan).parts(root.beside()),
                channel.checked(plan, () -> new Batch(List.of(root.statement()), alone, false).statement()),
                ran -> {
                    take(root, ResultSetCells.of(ran, gatherings));
                    return whole;
                });
        whole &= new Levels(channel, readers, gatherings, alone).read(root.below());
    }

    private void take(Stage stage, ResultSetCells cells) {
        switch (stage) {
            case Stage.Root first -> {
                while (cells.next()) {
                    rows.add(reader.values(cells));
                    besides.add(CellReader.read(beside, cells));
                }
            }
            case Stage.OfBranch below ->
                whole &= gatherings.of(readers.brought(below.branch())).takeAll(cells);
        }
    }
}
