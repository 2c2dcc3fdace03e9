package dev.canopy.selection;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * By which unique key an upsert recognises a row, and what it then changes in it. An immutable value, begun by {@link On#key}.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class Conflict<T extends Table<R>, R extends Record> {
    private final T table;
    private final List<TableField<R, ?>> key;
    private final @Nullable Condition partial;
    private final @Nullable List<TableField<R, ?>> updated;

    private Conflict(
            T table,
            List<TableField<R, ?>> key,
            @Nullable Condition partial,
            @Nullable List<TableField<R, ?>> updated) {
        this.table = table;
        this.key = List.copyOf(key);
        this.partial = partial;
        this.updated = updated == null ? null : List.copyOf(updated);
    }

    /** Where {@code on -> on.key(u -> u.EMAIL)} begins. */
    public static final class On<T extends Table<R>, R extends Record> {
        private final T table;

        /** For models; users are given one. */
        public On(T table) {
            this.table = table;
        }

        /**
         * Recognises a row by this key.
         *
         * @param columns all columns of the primary key, of a unique key, or of a unique index
         * @throws DefinitionException if they are none; it names those that there are
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // read, never written
        public final Conflict<T, R> key(Function<? super T, ? extends TableField<R, ?>>... columns) {
            List<TableField<R, ?>> key = new ArrayList<>();
            for (Function<? super T, ? extends TableField<R, ?>> column : columns) {
                key.add(column.apply(table));
            }
            requireUnique(table, key);
            return new Conflict<>(table, key, null, null);
        }
    }

    /**
     * Says of which rows the key holds, where it is a unique index with a condition: the same condition as the index has, or one
     * that implies it.
     */
    public Conflict<T, R> where(Function<? super T, ? extends Condition> condition) {
        return new Conflict<>(table, key, condition.apply(table), updated);
    }

    /**
     * Changes these columns of a row that is there, and no others; without it, every column that was set, but for the key. The
     * time of the update and the version are kept in any case.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // read, never written
    public final Conflict<T, R> updating(Function<? super T, ? extends TableField<R, ?>>... columns) {
        List<TableField<R, ?>> all = new ArrayList<>();
        for (Function<? super T, ? extends TableField<R, ?>> column : columns) {
            all.add(column.apply(table));
        }
        return new Conflict<>(table, key, partial, all);
    }

    /** The columns of the key. */
    public List<TableField<R, ?>> key() {
        return key;
    }

    /** Of which rows the key holds; null for all. */
    public @Nullable Condition partial() {
        return partial;
    }

    /** The columns to change; null for every one that was set. */
    public @Nullable List<TableField<R, ?>> updated() {
        return updated;
    }

    /** Whether these are all columns of a key or unique index of the table, in any order. */
    public static boolean isUniqueKey(Table<?> table, List<? extends Field<?>> columns) {
        return uniqueKeys(table).contains(new LinkedHashSet<Field<?>>(columns));
    }

    /** The keys and unique indexes of the table, for a message: {@code (id), (email)}. */
    public static String uniqueKeyNames(Table<?> table) {
        return described(uniqueKeys(table));
    }

    private static <R extends Record> void requireUnique(Table<R> table, List<TableField<R, ?>> key) {
        if (!isUniqueKey(table, key)) {
            throw new DefinitionException(
                    "(%s) is no unique key of %s, so it cannot tell whether a row is there; its unique keys are %s."
                            .formatted(names(key), table.getName(), uniqueKeyNames(table)));
        }
    }

    /** The columns of every key and unique index of the table, the primary key's first. */
    private static List<Set<Field<?>>> uniqueKeys(Table<?> table) {
        List<Set<Field<?>>> all = new ArrayList<>();
        if (table.getPrimaryKey() != null) {
            all.add(new LinkedHashSet<>(table.getPrimaryKey().getFields()));
        }
        for (Key<?> key : table.getKeys()) {
            all.add(new LinkedHashSet<>(key.getFields()));
        }
        for (Index index : table.getIndexes()) {
            if (index.getUnique()) {
                Set<Field<?>> columns = new LinkedHashSet<>();
                index.getFields().stream().map(SortField::$field).forEach(columns::add);
                all.add(columns);
            }
        }
        return all.stream().distinct().toList();
    }

    private static String described(List<Set<Field<?>>> keys) {
        if (keys.isEmpty()) {
            return "none";
        }
        StringJoiner all = new StringJoiner(", ");
        keys.forEach(key -> all.add("(" + names(key) + ")"));
        return all.toString();
    }

    private static String names(Iterable<? extends Field<?>> columns) {
        StringJoiner names = new StringJoiner(", ");
        columns.forEach(column -> names.add(column.getName()));
        return names.toString();
    }
}
