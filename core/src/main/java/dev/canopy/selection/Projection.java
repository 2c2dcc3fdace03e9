package dev.canopy.selection;

import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotSoleException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A selection whose rows are read as something else than entities: Java records, or what was selected. An immutable value, safe
 * between threads; nothing runs before one of the verbs. What has no row to write has no verb that writes.
 *
 * <p>Statements are counted as a {@link Selection} counts them. What does not fit, such as a component of a record that nothing has,
 * is a {@link dev.canopy.error.DefinitionException} from each of the verbs.
 *
 * @param <V> what a row is read as
 */
public final class Projection<V> {
    private final Reading<?, ?, V> reading;

    /** A selection's rows, in its own way. */
    private record Reading<T extends Table<R>, R extends Record, V>(Selection<T, R> selection, Wanted<T, V> wanted) {
        List<V> findAll() {
            return selection.finding().findAll(selection, wanted);
        }

        Reading<T, R, V> limit(int rows) {
            return new Reading<>(selection.limit(rows), wanted);
        }

        Page<V> findAndCountAll() {
            return selection.finding().findAndCountAll(selection, wanted);
        }

        Slice<V> findSlice() {
            return selection.finding().findSlice(selection, wanted);
        }

        Stream<V> stream() {
            return selection.finding().stream(selection, wanted);
        }

        void eachBatch(int rows, Consumer<? super List<V>> work) {
            selection.finding().eachBatch(selection, wanted, rows, work);
        }

        Explanation explain() {
            return selection.finding().explain(selection, wanted);
        }

        String model() {
            return selection.model();
        }
    }

    private Projection(Reading<?, ?, V> reading) {
        this.reading = reading;
    }

    static <T extends Table<R>, R extends Record, V> Projection<V> of(Selection<T, R> selection, Wanted<T, V> wanted) {
        return new Projection<>(new Reading<>(selection, wanted));
    }

    /** All rows; an empty list if there is none. One statement. */
    public List<V> findAll() {
        return reading.findAll();
    }

    /** The first row by the order asked for, else by primary key; empty for NULL as well. One statement. */
    public Optional<V> findOne() {
        return first(reading.limit(1).findAll());
    }

    /**
     * The only row, if there is one; empty for NULL as well. One statement.
     *
     * @throws NotSoleException if there are more
     */
    public Optional<V> findSole() {
        List<V> rows = reading.limit(2).findAll();
        if (rows.size() > 1) {
            throw NotSoleException.of(reading.model());
        }
        return first(rows);
    }

    /**
     * The first row by the order asked for, else by primary key. One statement.
     *
     * @throws NotFoundException if there is none, or what is selected of it is NULL
     */
    public V requireOne() {
        List<V> rows = reading.limit(1).findAll();
        if (rows.isEmpty()) {
            throw NotFoundException.noneOf(reading.model());
        }
        return first(rows)
                .orElseThrow(() -> new NotFoundException(
                        "What is selected of the first %s is NULL; say findOne() where that may be."
                                .formatted(reading.model())));
    }

    /** A value that is NULL is as good as none. */
    private static <V> Optional<V> first(List<V> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst());
    }

    /** What {@link Selection#findAndCountAll} gives, as these values. */
    public Page<V> findAndCountAll() {
        return reading.findAndCountAll();
    }

    /** What {@link Selection#findSlice} gives, as these values. */
    public Slice<V> findSlice() {
        return reading.findSlice();
    }

    /** What {@link Selection#stream} gives, as these values. It must be closed, and needs a transaction. */
    public Stream<V> stream() {
        return reading.stream();
    }

    /** What {@link Selection#eachBatch} gives, as these values. */
    public void eachBatch(int rows, Consumer<? super List<V>> work) {
        reading.eachBatch(rows, work);
    }

    /** How the rows would be read, and why. No statement, but for the sizes of tables that are not known yet. */
    public Explanation explain() {
        return reading.explain();
    }
}
