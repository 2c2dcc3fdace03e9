package dev.canopy.load;

import dev.canopy.plan.Plan;
import dev.canopy.plan.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What is left of a plan once its statement is made: the text, where values stand in it, and the readers of its rows. Thread-safe. */
final class Prepared {
    private final String shape;
    private final String sql;

    /** The same in a transaction of its own; null where one statement needs none. */
    private final @Nullable String alone;

    private final List<Text.Place> places;
    private final LevelReader reader;

    /** In the order of their statements. */
    private final List<Brought> brought;

    private final long until;

    /** Null where nothing is chosen by it. */
    private final @Nullable Turnout turnout;

    private Prepared(
            String shape,
            String sql,
            @Nullable String alone,
            List<Text.Place> places,
            LevelReader reader,
            List<Brought> brought,
            long until,
            @Nullable Turnout turnout) {
        this.shape = shape;
        this.sql = sql;
        this.alone = alone;
        this.places = places;
        this.reader = reader;
        this.brought = brought;
        this.until = until;
        this.turnout = turnout;
    }

    /**
     * Prepares a plan whose statements travel together.
     *
     * @param besideRows what is read beside each row
     * @param outline the values that were told of the selection that was planned
     * @param until when it is no longer fresh, in milliseconds since 1970
     * @param seen what the plan was made for
     * @return null if its text serves no other values, or the values of the plan are not known to be told in the same order by the
     *     outline
     */
    static @Nullable Prepared of(
            Plan plan,
            Beside besideRows,
            Agreement outline,
            Channel channel,
            Entities entities,
            long until,
            Seen seen) {
        Readers readers = new Readers(entities);
        List<Field<?>> beside = List.copyOf(besideRows.of(plan));
        Fingerprint told = channel.shape().and(plan);
        if (!beside.isEmpty()) {
            told.token(besideRows);
        }
        List<Stage> stages = new Stage.Root(plan, beside).withAllBelow();
        Ready ready = channel.ready(
                told,
                channel.checked(
                        plan,
                        plan.isSplit()
                                ? () -> new Batch(Stage.statements(stages), false, false).statement()
                                : () -> LevelSelect.of(plan, beside)));
        List<Text.Place> places = Text.of(ready, told.values()).places();
        if (places == null || !outline.isWith(told.values())) {
            return null;
        }
        LevelReader level = readers.root(plan.root());
        LevelReader root = beside.isEmpty() ? level : new BesideReader(level, beside);
        List<Brought> brought = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage instanceof Stage.OfBranch below) {
                brought.add(readers.brought(below.branch()));
            }
        }
        String alone = plan.isSplit() ? Batch.alone(ready.sql()) : null;
        return new Prepared(
                plan.shape(),
                ready.sql(),
                alone,
                places,
                root,
                List.copyOf(brought),
                until,
                plan.root().isJoined() ? null : Turnout.of(plan.root(), readers, seen));
    }

    String shape() {
        return shape;
    }

    /** Whether it may be carried out at this moment: not for too long, and while about as many rows come as when it was planned. */
    boolean isFresh(long now) {
        return now < until && (turnout == null || !turnout.isOther());
    }

    /** What is known of it when it is planned anew. */
    Seen seen() {
        return turnout == null ? Seen.NOTHING : turnout.seen();
    }

    boolean isSplit() {
        return alone != null;
    }

    /** The rows of one statement. */
    List<@Nullable Object> rows(Channel channel, Fingerprint outline) {
        return channel.<List<@Nullable Object>>send(ready(sql, outline), ran -> {
            Gatherings gatherings = turnout == null ? Gatherings.NONE : new Gatherings(0, turnout.branches());
            ResultSetCells cells = ResultSetCells.of(ran, gatherings);
            List<@Nullable Object> rows = new ArrayList<>();
            while (cells.next()) {
                rows.add(reader.read(cells));
            }
            note(rows.size(), gatherings);
            return rows;
        });
    }

    /**
     * The rows of statements that travel together; empty if one came that no parent waits for.
     *
     * @param own whether a transaction of its own is needed
     */
    Optional<List<@Nullable Object>> rows(Channel channel, Fingerprint outline, boolean own) {
        Gatherings gatherings = new Gatherings(brought.size(), turnout == null ? 0 : turnout.branches());
        List<@Nullable Object> rows = new ArrayList<>();
        boolean whole = channel.send(ready(own ? Objects.requireNonNull(alone) : sql, outline), ran -> {
            ResultSetCells cells = ResultSetCells.of(ran, gatherings);
            while (cells.next()) {
                rows.add(reader.values(cells));
            }
            boolean all = true;
            for (Brought branch : brought) {
                all &= gatherings.of(branch).takeAll(ResultSetCells.next(ran, gatherings));
            }
            return all;
        });
        if (!whole) {
            return Optional.empty();
        }
        note(rows.size(), gatherings);
        rows.replaceAll(values -> reader.make((@Nullable Object[]) Objects.requireNonNull(values)));
        return Optional.of(rows);
    }

    private void note(int rows, Gatherings below) {
        if (turnout != null) {
            turnout.note(rows, below);
        }
    }

    private Ready ready(String text, Fingerprint outline) {
        return Ready.again(text, Texts.values(places, outline.values()));
    }
}
