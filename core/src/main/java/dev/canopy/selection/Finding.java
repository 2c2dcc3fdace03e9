package dev.canopy.selection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** What a selection needs to be read; the Database supplies it. */
public interface Finding {
    <T extends Table<R>, R extends Record> List<R> findAll(Selection<T, R> selection);

    <T extends Table<R>, R extends Record, V> List<V> findAll(Selection<T, R> selection, Class<V> shape);

    <T extends Table<R>, R extends Record, V> List<V> findAll(
            Selection<T, R> selection, Function<? super T, ? extends SelectField<V>> each);

    <T extends Table<R>, R extends Record> Explanation explain(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> Page<R> findAndCountAll(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> Slice<R> findSlice(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> Stream<R> stream(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> void eachBatch(
            Selection<T, R> selection, int rows, Consumer<? super List<R>> work);

    <T extends Table<R>, R extends Record> Select<R> toSelect(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> long count(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> boolean exists(Selection<T, R> selection);

    <T extends Table<R>, R extends Record, V> Optional<V> aggregate(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> aggregate);

    <T extends Table<R>, R extends Record, V> List<V> distinct(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value);

    <T extends Table<R>, R extends Record, V> Map<@Nullable V, Long> countBy(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value);

    <T extends Table<R>, R extends Record, V> List<V> select(
            Groups<T, R> groups, Function<? super T, ? extends SelectField<V>> value);
}
