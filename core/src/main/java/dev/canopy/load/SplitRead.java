package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Field;
import org.jooq.Select;
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
    private final List<Values> rows = new ArrayList<>();
    private boolean whole = true;

    /** A row of the root, before it is made. */
    private record Values(List<@Nullable Object> row, List<@Nullable Object> beside) {}

    /** @param alone whether no transaction is open, so that one must be */
    SplitRead(Channel channel, Entities entities, Plan plan, List<Field<?>> beside, boolean alone) {
        this.channel = channel;
        this.plan = plan;
        this.root = new Stage.Root(plan, beside);
        this.alone = alone;
        this.readers = new Readers(entities);
        this.reader = readers.of(plan.root());
        this.beside = CellReader.of(beside);
    }

    /** The rows; null if one came that no parent waits for. */
    @Nullable
    List<Row> rows() {
        if (plan.isRepeatable()) {
            readTogether();
        } else {
            readLevelByLevel();
        }
        if (!whole) {
            return null;
        }
        return rows.stream()
                .map(row -> new Row(reader.make(row.row().toArray()), row.beside()))
                .toList();
    }

    /** One round trip: each statement asks for its keys itself. */
    private void readTogether() {
        List<Stage> stages = new ArrayList<>();
        addWithAllBelow(root, stages);
        channel.send(
                channel.shape().token("together").token(alone).and(plan).parts(root.beside()),
                () -> new Batch(statements(stages), alone, alone).statement(),
                ran -> {
                    take(root, ResultSetCells.of(ran));
                    for (Stage stage : stages.subList(1, stages.size())) {
                        take(stage, ResultSetCells.next(ran));
                    }
                    return whole;
                });
    }

    private static List<Select<?>> statements(List<Stage> stages) {
        List<Select<?>> statements = new ArrayList<>();
        for (Stage stage : stages) {
            statements.add(
                    switch (stage) {
                        case Stage.Root first -> first.statement();
                        case Stage.OfBranch below -> below.statement(below.restated());
                    });
        }
        return statements;
    }

    /** A round trip for each level, with the keys in hand. */
    private void readLevelByLevel() {
        channel.send(
                channel.shape().token("first").token(alone).and(plan).parts(root.beside()),
                () -> new Batch(List.of(root.statement()), alone, false).statement(),
                ran -> {
                    take(root, ResultSetCells.of(ran));
                    return whole;
                });
        whole &= new Levels(channel, readers, alone).read(root.below());
    }

    private void take(Stage stage, ResultSetCells cells) {
        switch (stage) {
            case Stage.Root first ->
                cells.each(() ->
                        rows.add(new Values(Arrays.asList(reader.values(cells)), CellReader.read(beside, cells))));
            case Stage.OfBranch below ->
                whole &= readers.gathering(below.branch()).takeAll(cells);
        }
    }

    private static void addWithAllBelow(Stage stage, List<Stage> stages) {
        stages.add(stage);
        stage.below().forEach(below -> addWithAllBelow(below, stages));
    }
}
