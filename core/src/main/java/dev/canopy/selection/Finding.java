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
    <T extends Table<R>, R extends Record, V> List<V> findAll(Selection<T, R> selection, Wanted<T, V> wanted);

    <T extends Table<R>, R extends Record, V> Page<V> findAndCountAll(Selection<T, R> selection, Wanted<T, V> wanted);

    <T extends Table<R>, R extends Record, V> Slice<V> findSlice(Selection<T, R> selection, Wanted<T, V> wanted);

    <T extends Table<R>, R extends Record, V> Stream<V> stream(Selection<T, R> selection, Wanted<T, V> wanted);

    <T extends Table<R>, R extends Record, V> void eachBatch(
            Selection<T, R> selection, Wanted<T, V> wanted, int rows, Consumer<? super List<V>> work);

    <T extends Table<R>, R extends Record> Explanation explain(Selection<T, R> selection, Wanted<T, ?> wanted);

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
