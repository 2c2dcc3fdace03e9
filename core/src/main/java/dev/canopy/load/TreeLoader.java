package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.plan.Branch;
import dev.canopy.plan.ForeignTables;
import dev.canopy.plan.Plan;
import dev.canopy.selection.RowLock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectQuery;
import org.jspecify.annotations.Nullable;

/** Reads the tree that a plan describes. Thread-safe. */
public final class TreeLoader {
    /** So many rows come with one round trip while rows are handed out one by one. */
    private static final int FETCHED = 100;

    private final Channel channel;
    private final Entities entities;

    public TreeLoader(Channel channel, Entities entities) {
        this.channel = channel;
        this.entities = entities;
    }

    /** The rows of the root, each with all that hangs on it. One round trip, or one for each level of a deep split plan. */
    public List<@Nullable Object> load(Plan plan) {
        return channel.reading(plan::shape, () -> read(plan));
    }

    private List<@Nullable Object> read(Plan plan) {
        if (plan.isSplit()) {
            Optional<List<Row>> rows = split(plan, List.of());
            if (rows.isPresent()) {
                return Row.made(rows.get());
            }
        }
        Plan whole = plan.inOneStatement();
        LevelReader reader = new Readers(entities).of(whole.root());
        return channel.<List<@Nullable Object>>send(
                channel.shape().and(whole),
                channel.checked(whole, () -> LevelSelect.of(whole)),
                ran -> ResultSetCells.of(ran).<@Nullable Object>all(reader::read));
    }

    /** The rows, which are generated records, each locked FOR UPDATE until the transaction ends. One statement. */
    public List<Record> lock(Plan plan) {
        return load(plan.inOneStatement().locked(RowLock.forUpdate())).stream()
                .map(row -> (Record) Objects.requireNonNull(row))
                .toList();
    }

    /** The same as {@link #load(Plan)}, each row with the values of further fields on it. */
    public List<Row> load(Plan plan, List<? extends Field<?>> beside) {
        return channel.reading(plan::shape, () -> read(plan, beside));
    }

    private List<Row> read(Plan plan, List<? extends Field<?>> beside) {
        if (plan.isSplit()) {
            Optional<List<Row>> rows = split(plan, List.copyOf(beside));
            if (rows.isPresent()) {
                return rows.get();
            }
        }
        Plan whole = plan.inOneStatement();
        LevelReader reader = new Readers(entities).of(whole.root());
        CellReader[] columns = CellReader.of(beside);
        return channel.send(
                channel.shape().and(whole).parts(beside),
                channel.checked(whole, () -> LevelSelect.of(whole, beside)),
                ran -> ResultSetCells.of(ran)
                        .all(cells -> new Row(reader.read(cells), CellReader.read(columns, cells))));
    }

    private Optional<List<Row>> split(Plan plan, List<Field<?>> beside) {
        return new SplitRun<>(channel, (here, alone) -> new SplitRead(here, entities, plan, beside, alone).rows())
                .rows();
    }

    /** Brings the rows of an include to records that were loaded before. A statement for each level. */
    public void load(Branch branch, List<? extends Record> records, BiConsumer<Record, @Nullable Object> held) {
        channel.reading(branch::shape, () -> {
            new HeldRead(channel, entities, branch).read(records, held);
            return true;
        });
    }

    /** The rows, which are generated records, handed out by the server as they are asked for. One statement, within a transaction. */
    public OpenRows open(Plan plan) {
        Plan whole = plan.inOneStatement();
        ForeignTables.refuse(whole, channel.dsl());
        SelectQuery<Record> statement = LevelSelect.of(whole);
        statement.fetchSize(FETCHED);
        return channel.reading(
                plan::shape,
                () -> new OpenRows(
                        channel.dsl().fetchLazy(statement), channel.dsl(), new Readers(entities).of(whole.root())));
    }
}
