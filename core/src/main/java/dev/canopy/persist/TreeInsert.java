package dev.canopy.persist;

import dev.canopy.load.Fingerprint;
import dev.canopy.load.Form;
import dev.canopy.load.Returned;
import dev.canopy.sql.Sender;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A tree of new rows as one statement, a chain of {@code with … as (insert … select … from unnest(..) … returning ..)}: each level
 * finds the keys of the rows above in an array, by their number, so that those that the server generates never travel.
 *
 * <p>As in {@link InsertedRows}, rows are sorted before they are inserted and come back in that order, which is what their numbers
 * count. The statement itself fails where a level has not as many rows as were sent, for it commits by itself: a trigger or a rule
 * of the table has left some out, and nobody knows which.
 *
 * <p>By hand, with sixteen rows of three tables, it costs a sixth more than the leanest form, which brings home one key. To join the
 * numbered rows above, and to bring the levels home side by side by full joins, made that a third: each step of a plan costs a
 * microsecond or two, and its memory.
 */
final class TreeInsert {
    private static final Field<Integer> NUMBER = DSL.field(DSL.name("o"), SQLDataType.INTEGER);
    private static final Name LEVEL = DSL.name("l");

    /** The server finds an element of such a type in an array by its place; it walks to any other. */
    private static final Set<Class<?>> FOUND_AT_ONCE = Set.of(Short.class, Integer.class, Long.class, UUID.class);

    /** So many rows above may be walked through for each row. */
    private static final int WALKED = 100;

    private final ManyRows by;
    private final List<Level> levels;

    /**
     * New rows of one table.
     *
     * @param rows in their order
     */
    record Rows(Table<?> table, List<? extends Record> rows, List<RowValues> values, List<List<Taken>> taken) {}

    /** @param lone the one row of a root, which needs no arrays; null for other rows */
    private record Level(
            Rows rows,
            NamedColumns columns,
            List<Above> above,
            @Nullable LoneRow lone,
            UnnestedRows unnested) {
        void addValues(List<@Nullable Object> values) {
            if (lone == null) {
                unnested.addValues(values);
            } else {
                lone.addValues(values);
            }
        }

        List<Param<?>> binds() {
            return lone == null ? unnested.binds() : lone.binds();
        }

        Shape shape() {
            return new Shape(
                    rows.table(),
                    columns.all(),
                    List.copyOf(columns.expressions().keySet()),
                    above,
                    lone == null ? null : lone.nulls());
        }
    }

    /**
     * Rows above, of one level, from which each row of a level takes values.
     *
     * @param level theirs
     * @param theirs the columns of theirs, by their places in the table
     * @param own as many columns that take them
     */
    private record Above(int level, List<Integer> theirs, List<Integer> own) {}

    /** All that the text depends on, but for expressions. */
    private record Shape(
            Table<?> table,
            List<Integer> columns,
            List<Integer> computed,
            List<Above> above,
            @Nullable BitSet nulls) {
        @Override
        @SuppressWarnings("ReferenceEquality") // a model has one table, and equality of tables compares names
        public boolean equals(@Nullable Object other) {
            return other instanceof Shape shape
                    && shape.table == table
                    && shape.columns.equals(columns)
                    && shape.computed.equals(computed)
                    && shape.above.equals(above)
                    && Objects.equals(shape.nulls, nulls);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(table) + columns.hashCode();
        }
    }

    private record Place(int level, int index) {}

    private TreeInsert(ManyRows by, List<Level> levels) {
        this.by = by;
        this.levels = levels;
    }

    /**
     * The statement; null where the rows do not fit into one: where there are too many, or rows of one level name other columns, or
     * take from others, than their neighbours.
     */
    static @Nullable TreeInsert of(ManyRows by, List<Rows> tree) {
        IdentityHashMap<Record, Place> places = new IdentityHashMap<>();
        List<Level> levels = new ArrayList<>(tree.size());
        for (int i = 0; i < tree.size(); i++) {
            Level level = level(tree.get(i), places, levels);
            if (level == null) {
                return null;
            }
            levels.add(level);
            for (int row = 0; row < level.rows().rows().size(); row++) {
                places.put(level.rows().rows().get(row), new Place(i, row));
            }
        }
        return new TreeInsert(by, levels);
    }

    private static @Nullable Level level(Rows rows, IdentityHashMap<Record, Place> places, List<Level> levels) {
        List<Above> above = above(rows, places);
        List<List<Integer>> numbers = numbers(rows, above, places);
        if (numbers == null || !areFound(above, levels)) {
            return null;
        }
        List<Integer> taken = new ArrayList<>();
        above.forEach(each -> taken.addAll(each.own()));
        NamedColumns columns = NamedColumns.of(rows.table(), rows.values(), taken);
        boolean distinct = Set.copyOf(taken).size() == taken.size();
        if (!distinct || !columns.selectable() || (columns.given().isEmpty() && above.isEmpty())) {
            return null;
        }
        LoneRow lone = levels.isEmpty() && rows.values().size() == 1
                ? LoneRow.of(rows.table(), columns.given(), rows.values().getFirst())
                : null;
        if (lone != null) {
            return new Level(rows, columns, above, lone, new UnnestedRows());
        }
        UnnestedRows unnested = UnnestedRows.of(rows.table(), columns.given(), rows.values(), Chunks.ROWS);
        if (unnested.size() < rows.rows().size()) {
            return null;
        }
        numbers.forEach(each -> unnested.column(rows.table(), NUMBER, each));
        return new Level(rows, columns, above, null, unnested);
    }

    /** What the first row of the level takes. */
    private static List<Above> above(Rows rows, IdentityHashMap<Record, Place> places) {
        List<Taken> first = rows.taken().getFirst();
        List<Above> above = new ArrayList<>(first.size());
        for (Taken each : first) {
            Table<?> theirs = Objects.requireNonNull(each.theirs().getFirst().getTable());
            above.add(new Above(
                    place(each, places).level(), indexes(theirs, each.theirs()), indexes(rows.table(), each.own())));
        }
        return above;
    }

    /**
     * For each level that the rows take from, and each row, the number of the row from which it takes; null where a row takes
     * something else than the first.
     */
    private static @Nullable List<List<Integer>> numbers(
            Rows rows, List<Above> above, IdentityHashMap<Record, Place> places) {
        List<Taken> first = rows.taken().getFirst();
        List<List<Integer>> numbers = new ArrayList<>(above.size());
        above.forEach(each -> numbers.add(new ArrayList<>(rows.rows().size())));
        for (List<Taken> taken : rows.taken()) {
            if (taken.size() != above.size()) {
                return null;
            }
            for (int i = 0; i < taken.size(); i++) {
                Place place = place(taken.get(i), places);
                if (place.level() != above.get(i).level() || !areAlike(taken.get(i), first.get(i))) {
                    return null;
                }
                numbers.get(i).add(place.index() + 1);
            }
        }
        return numbers;
    }

    private static boolean areAlike(Taken one, Taken other) {
        return one.theirs().equals(other.theirs()) && one.own().equals(other.own());
    }

    private static Place place(Taken taken, IdentityHashMap<Record, Place> places) {
        return Objects.requireNonNull(places.get(taken.from()));
    }

    private static List<Integer> indexes(Table<?> table, List<? extends TableField<?, ?>> columns) {
        List<Integer> indexes = new ArrayList<>(columns.size());
        columns.forEach(column -> indexes.add(table.indexOf(column)));
        return indexes;
    }

    /** Whether arrays of the keys above are of use. */
    private static boolean areFound(List<Above> all, List<Level> levels) {
        for (Above above : all) {
            Rows rows = levels.get(above.level()).rows();
            for (int column : above.theirs()) {
                Class<?> type = rows.table().fields()[column].getConverter().fromType();
                boolean walked = !FOUND_AT_ONCE.contains(type) && rows.rows().size() > WALKED;
                if (walked || (type.isArray() && type != byte[].class)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Inserts the tree, and reads each row as the database has it then into the record that was given.
     *
     * @return whether all rows are there; where not, none is
     */
    boolean send() {
        List<Returned> returned = new ArrayList<>(levels.size());
        levels.forEach(level -> returned.add(by.returned(level.rows().table())));
        int read = send(Returned.oneBelowTheOther(
                returned, (level, index) -> levels.get(level).rows().rows().get(index)));
        return read == size();
    }

    private int send(Sender.Answer<Integer> answer) {
        List<Shape> shape = new ArrayList<>(levels.size());
        List<Field<?>> expressions = new ArrayList<>(0);
        for (Level level : levels) {
            shape.add(level.shape());
            expressions.addAll(level.columns().expressions().values());
        }
        if (!expressions.isEmpty()) {
            List<Param<?>> binds = binds();
            Fingerprint all = by.channel().shape().token(shape).parts(expressions);
            return by.channel().send(all.parts(binds), () -> statement(binds.getLast()), answer);
        }
        List<@Nullable Object> values = new ArrayList<>();
        levels.forEach(level -> level.addValues(values));
        values.add((long) size());
        return by.channel().send(shape, this::form, values.toArray(), answer);
    }

    private Form form() {
        List<Param<?>> binds = binds();
        return new Form(statement(binds.getLast()), binds);
    }

    /** Those of the levels, and the number of all rows. */
    private List<Param<?>> binds() {
        List<Param<?>> binds = new ArrayList<>();
        levels.forEach(level -> binds.addAll(level.binds()));
        binds.add(DSL.val((long) size(), SQLDataType.BIGINT));
        return binds;
    }

    private int size() {
        int size = 0;
        for (Level level : levels) {
            size += level.rows().rows().size();
        }
        return size;
    }

    private QueryPart statement(Param<?> size) {
        List<QueryPart> inserts = new ArrayList<>();
        List<QueryPart> rows = new ArrayList<>();
        List<QueryPart> counted = new ArrayList<>();
        rows.add(typed());
        for (int i = 0; i < levels.size(); i++) {
            inserts.add(DSL.sql("{0} as ({1})", name(i), insert(i)));
            rows.add(rows(i));
            counted.add(counted(i));
        }
        // Which text is cast is known only when all rows were counted.
        return DSL.sql(
                "with {0} select * from ({1}) as a where cast(case when (select count(*) from ({2}) as a) = {3} then 'true' else 'rows were left out' end as boolean)",
                DSL.list(inserts), union(rows), union(counted), size);
    }

    /** No row, whose columns have the types of all levels' columns. */
    private QueryPart typed() {
        List<QueryPart> columns = new ArrayList<>();
        List<QueryPart> names = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            names.add(name(i));
            for (int column = 0; column < width(i); column++) {
                columns.add(DSL.name(name(i), column(column)));
            }
        }
        return DSL.sql("select 0 as {0}, {1} from {2} where false", LEVEL, DSL.list(columns), DSL.list(names));
    }

    /** The rows of the level: its number, and NULL for the columns of the others. */
    private QueryPart rows(int index) {
        List<QueryPart> columns = new ArrayList<>();
        columns.add(DSL.inline(index));
        for (int i = 0; i < levels.size(); i++) {
            for (int column = 0; column < width(i); column++) {
                columns.add(i == index ? column(column) : DSL.sql("null"));
            }
        }
        return DSL.sql("select {0} from {1}", DSL.list(columns), name(index));
    }

    /** The rows of the level that can be referred to: nothing refers to NULL. */
    private QueryPart counted(int index) {
        List<QueryPart> there = new ArrayList<>();
        keys(index).forEach(key -> there.add(DSL.sql("{0} is not null", key(key))));
        return there.isEmpty()
                ? DSL.sql("select from {0}", name(index))
                : DSL.sql("select from {0} where {1}", name(index), and(there));
    }

    private int width(int index) {
        return levels.get(index).rows().table().fields().length;
    }

    private static QueryPart union(List<QueryPart> all) {
        QueryPart union = all.getFirst();
        for (QueryPart each : all.subList(1, all.size())) {
            union = DSL.sql("{0} union all {1}", union, each);
        }
        return union;
    }

    private QueryPart insert(int index) {
        Level level = levels.get(index);
        Table<?> table = level.rows().table();
        List<QueryPart> columns = new ArrayList<>();
        level.columns().all().forEach(column -> columns.add(table.fields()[column].getUnqualifiedName()));
        level.above()
                .forEach(above ->
                        above.own().forEach(column -> columns.add(table.fields()[column].getUnqualifiedName())));
        LoneRow lone = level.lone();
        return DSL.sql(
                "insert into {0} ({1}) {2} returning {3}",
                table,
                DSL.list(columns),
                lone == null ? source(level) : lone.source(level.columns()),
                DSL.list(returning(index)));
    }

    private static QueryPart source(Level level) {
        UnnestedRows unnested = level.unnested();
        List<QueryPart> values = new ArrayList<>(unnested.values(level.columns()));
        for (int i = 0; i < level.above().size(); i++) {
            Above above = level.above().get(i);
            QueryPart number = unnested.value(level.columns().given().size() + i);
            above.theirs()
                    .forEach(key -> values.add(
                            DSL.sql("(array(select {0} from {1}))[{2}]", key(key), name(above.level()), number)));
        }
        return DSL.sql("select {0} from {1} order by {2}", DSL.list(values), unnested.table(), UnnestedRows.number());
    }

    private static QueryPart and(List<QueryPart> conditions) {
        QueryPart all = conditions.getFirst();
        for (QueryPart each : conditions.subList(1, conditions.size())) {
            all = DSL.sql("{0} and {1}", all, each);
        }
        return all;
    }

    /** What is read, and the columns of which levels below take the values. */
    private List<QueryPart> returning(int index) {
        Table<?> table = levels.get(index).rows().table();
        List<Field<?>> read = by.returned(table).columns();
        List<QueryPart> returning = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            returning.add(DSL.sql("{0} as {1}", read.get(i), column(i)));
        }
        keys(index).forEach(key -> returning.add(DSL.sql("{0} as {1}", table.fields()[key], key(key))));
        return returning;
    }

    /** The columns of which levels below take the values. */
    private Set<Integer> keys(int index) {
        Set<Integer> keys = new TreeSet<>();
        for (Level level : levels) {
            for (Above above : level.above()) {
                if (above.level() == index) {
                    keys.addAll(above.theirs());
                }
            }
        }
        return keys;
    }

    private static Name column(int column) {
        return DSL.name("c" + column);
    }

    private static Name key(int column) {
        return DSL.name("k" + column);
    }

    private static Name name(int level) {
        return DSL.name("l" + level);
    }
}
