package dev.canopy;

import dev.canopy.association.Include;
import dev.canopy.association.RowLimit;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.load.Beside;
import dev.canopy.load.Entities;
import dev.canopy.load.NamedRows;
import dev.canopy.load.Repertoire;
import dev.canopy.load.Row;
import dev.canopy.load.TreeLoader;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Explainer;
import dev.canopy.plan.Keyset;
import dev.canopy.plan.Outline;
import dev.canopy.plan.Plan;
import dev.canopy.plan.Seen;
import dev.canopy.selection.Asked;
import dev.canopy.selection.Cursor;
import dev.canopy.selection.Explanation;
import dev.canopy.selection.Finding;
import dev.canopy.selection.Groups;
import dev.canopy.selection.Page;
import dev.canopy.selection.RowLock;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Slice;
import dev.canopy.selection.Wanted;
import dev.canopy.sql.CallSite;
import dev.canopy.sql.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The reading verbs of selections. Thread-safe. */
record Finder(
        DSLContext dsl,
        Transactions transactions,
        TreeLoader loader,
        Repertoire repertoire,
        SelectionPlans plans,
        Aggregates aggregates,
        FindHooks hooks)
        implements Finding {
    /** How many rows there are, whatever the page. */
    private static final Beside TOTAL = plan -> List.of(DSL.field(Aggregates.counting(plan)));

    @Override
    public <T extends Table<R>, R extends Record, V> List<V> findAll(Selection<T, R> selection, Wanted<T, V> wanted) {
        if (isOutlined(selection, wanted)) {
            return inOrder(
                    selection,
                    repertoire.load(
                            told -> plans.outline(selection, wanted, told), seen -> plans.of(selection, wanted, seen)));
        }
        Plan plan = plans.of(selection, wanted);
        hooks.before(plan);
        return inOrder(selection, loader.load(plan));
    }

    /** Brings an include to entities that were loaded before. */
    <R extends Entity<R>> void load(Collection<? extends R> rows, Include<? extends Table<R>, ?, ?> include) {
        if (include.isRequired()) {
            throw new DefinitionException(
                    "load(.., %s) cannot be required(), for the rows are there already; filter them, or include it where they are loaded."
                            .formatted(include.association()));
        }
        if (!rows.isEmpty()) {
            List<R> all = List.copyOf(rows);
            Branch branch = plans.of(include, all.getFirst().getTable(), all.size());
            List<@Nullable Object> brought = new ArrayList<>();
            hooks.before(branch);
            loader.load(branch, all, (row, held) -> {
                ((Entity<?>) row).hold(include.name(), held, include.isNarrowed());
                brought.add(held);
            });
            brought.forEach(held -> hooks.after(held, include.name()));
        }
    }

    @Override
    public <T extends Table<R>, R extends Record> Explanation explain(Selection<T, R> selection, Wanted<T, ?> wanted) {
        Seen seen = isOutlined(selection, wanted)
                ? repertoire.seen(told -> plans.outline(selection, wanted, told))
                : Seen.NOTHING;
        return Explainer.explain(plans.of(selection, wanted, seen));
    }

    @Override
    public <T extends Table<R>, R extends Record, V> Page<V> findAndCountAll(
            Selection<T, R> selection, Wanted<T, V> wanted) {
        if (selection.asked().from() != null) {
            throw new DefinitionException(
                    "findAndCountAll() finds a page by its number and cannot have after(..) or before(..); say"
                            + " findSlice().");
        }
        RowLock lock = selection.asked().lock();
        if (lock != null && lock.onLocked() == RowLock.Wait.SKIP) {
            throw new DefinitionException(
                    "findAndCountAll() cannot have skipLocked(), for the rows left out would be counted; say"
                            + " findAll().");
        }
        Supplier<List<Row>> read = counted(selection, wanted);
        int offset = plans.offset(selection);
        while (true) {
            List<Row> rows = read.get();
            if (!rows.isEmpty()) {
                long all =
                        (Long) Objects.requireNonNull(rows.getFirst().beside().getFirst());
                return new Page<>(made(rows), all, offset);
            }
            // A page is empty if and only if it begins behind the last row, so this count alone says that it is.
            Plan plan = plans.of(selection, wanted);
            long all = aggregates.countAll(plan);
            if (all <= offset || isNothing(plan)) {
                return new Page<>(List.of(), all, offset);
            }
        }
    }

    /** Reads the rows, each with their total beside it. */
    private <T extends Table<R>, R extends Record, V> Supplier<List<Row>> counted(
            Selection<T, R> selection, Wanted<T, V> wanted) {
        if (isOutlined(selection, wanted)) {
            return () -> repertoire.load(
                    told -> plans.outline(selection, wanted, told), seen -> plans.of(selection, wanted, seen), TOTAL);
        }
        Plan plan = plans.of(selection, wanted);
        hooks.beforeCount(selection.table());
        hooks.before(plan);
        return () -> loader.load(plan, TOTAL.of(plan));
    }

    /** Whether a selection can be read without its plan: from its first row on, and with no hook that is told of each place. */
    private boolean isOutlined(Selection<?, ?> selection, Wanted<?, ?> wanted) {
        return selection.asked().from() == null && Outline.isOf(wanted) && !hooks.areThere();
    }

    @Override
    public <T extends Table<R>, R extends Record, V> Slice<V> findSlice(
            Selection<T, R> selection, Wanted<T, V> wanted) {
        Plan plan = plans.of(selection, wanted);
        RowLimit said = plan.refinement().limit();
        int limit = said == null ? 0 : said.rows();
        if (limit == 0) {
            throw new DefinitionException("findSlice() needs to know how many rows; say limit(..), at least 1.");
        }
        if (plan.refinement().offset() > 0) {
            throw new DefinitionException(
                    "findSlice() begins at a cursor and cannot have offset(..); say after(..), or findAndCountAll()"
                            + " for a page by its number.");
        }
        PlacedOrder order = plans.order(selection);
        Asked.Position from = selection.asked().from();
        boolean backwards = from != null && from.backwards();
        hooks.before(plan);
        List<Row> read = loader.load(plan.limited(limit + 1), order.keyset().place());
        boolean more = read.size() > limit;
        List<Row> rows = new ArrayList<>(more ? read.subList(0, limit) : read);
        if (backwards) {
            Collections.reverse(rows);
        }
        if (rows.isEmpty()) {
            return new Slice<>(List.of(), Optional.empty(), Optional.empty());
        }
        Optional<Cursor> next =
                backwards || more ? Optional.of(order.cursor(rows.getLast().beside())) : Optional.empty();
        Optional<Cursor> previous = (backwards ? more : from != null)
                ? Optional.of(order.cursor(rows.getFirst().beside()))
                : Optional.empty();
        return new Slice<>(made(rows), next, previous);
    }

    /** The rows of a statement that the user wrote. */
    <T extends Table<R>, R extends Record> List<R> find(T table, QueryPart statement, Entities entities) {
        hooks.before(table);
        List<R> found = NamedRows.entities(dsl, statement, table, entities);
        hooks.after(found);
        return found;
    }

    @Override
    public <T extends Table<R>, R extends Record, V> Stream<V> stream(Selection<T, R> selection, Wanted<T, V> wanted) {
        refuseBackwards(selection, "stream");
        if (!transactions.isActive()) {
            throw new TransactionException(
                    "stream() needs a transaction, for the server keeps the rows no longer; put it into"
                            + " db.transaction(() -> ..), or say eachBatch(..).");
        }
        Plan plan = plans.of(selection, wanted);
        hooks.before(plan);
        OpenStream<V> open = new OpenStream<>(loader.open(plan), CallSite.find());
        transactions.atEnd(open::close);
        return open.stream().map(row -> {
            hooks.after(row);
            return row;
        });
    }

    @Override
    public <T extends Table<R>, R extends Record, V> void eachBatch(
            Selection<T, R> selection, Wanted<T, V> wanted, int rows, Consumer<? super List<V>> work) {
        if (rows < 1) {
            throw new DefinitionException("eachBatch(%d, ..) has no rows; say at least 1.".formatted(rows));
        }
        Plan all = plans.of(selection, wanted);
        if (!selection.refinement().orders().isEmpty()
                || all.refinement().isPage()
                || selection.asked().from() != null) {
            throw new DefinitionException(
                    "eachBatch(..) goes by primary key over all rows, so that none is met twice or missed; take"
                            + " orderBy, limit, offset and cursors out.");
        }
        Keyset keyset = Keyset.of(List.copyOf(
                SelectionPlans.requireKey(selection.table(), "eachBatch(..)").getFields()));
        Condition rest = DSL.noCondition();
        List<Row> batch;
        do {
            hooks.before(all);
            batch = loader.load(all.narrowed(rest, keyset.orders()).limited(rows), keyset.place());
            if (!batch.isEmpty()) {
                rest = keyset.after(batch.getLast().beside().stream()
                        .map(String.class::cast)
                        .toList());
                work.accept(made(batch));
            }
        } while (batch.size() == rows);
    }

    @Override
    public <T extends Table<R>, R extends Record> Select<R> toSelect(Selection<T, R> selection) {
        refuseBackwards(selection, "toSelect");
        Plan plan = plans.of(selection, new Wanted.Entities<>());
        if (!plan.root().branches().isEmpty()) {
            throw new DefinitionException(
                    "toSelect() on %s is a flat select and cannot have an include; take it out, or drop the scope that adds it."
                            .formatted(selection.table().getName()));
        }
        SelectQuery<R> select = plan.refinement()
                .page(dsl.selectFrom(selection.table()).where(plan.condition()).orderBy(plan.orders()))
                .getQuery();
        if (plan.lock() != null) {
            plan.lock().on(select, selection.table());
        }
        return select;
    }

    @Override
    public <T extends Table<R>, R extends Record> long count(Selection<T, R> selection) {
        hooks.beforeCount(selection.table());
        return aggregates.count(selection);
    }

    @Override
    public <T extends Table<R>, R extends Record> boolean exists(Selection<T, R> selection) {
        return aggregates.exists(selection);
    }

    @Override
    public <T extends Table<R>, R extends Record, V> Optional<V> aggregate(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> aggregate) {
        return aggregates.aggregate(selection, aggregate);
    }

    @Override
    public <T extends Table<R>, R extends Record, V> List<V> distinct(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value) {
        return aggregates.distinct(selection, value);
    }

    @Override
    public <T extends Table<R>, R extends Record, V> Map<@Nullable V, Long> countBy(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value) {
        return aggregates.countBy(selection, value);
    }

    @Override
    public <T extends Table<R>, R extends Record, V> List<V> select(
            Groups<T, R> groups, Function<? super T, ? extends SelectField<V>> value) {
        return aggregates.select(groups, value);
    }

    /** Rows before a place were read backwards. */
    @SuppressWarnings("unchecked") // the plan makes rows of this type
    private <V> List<V> inOrder(Selection<?, ?> selection, List<@Nullable Object> read) {
        Asked.Position from = selection.asked().from();
        List<V> rows = (List<V>) (List<?>) read;
        hooks.after(rows);
        return from != null && from.backwards() ? rows.reversed() : rows;
    }

    @SuppressWarnings("unchecked") // the plan makes rows of this type
    private <V> List<V> made(List<Row> rows) {
        List<V> made = (List<V>) (List<?>) rows.stream().map(Row::made).toList();
        hooks.after(made);
        return made;
    }

    private static void refuseBackwards(Selection<?, ?> selection, String verb) {
        Asked.Position from = selection.asked().from();
        if (from != null && from.backwards()) {
            throw new DefinitionException(
                    "%s() reads in one direction and cannot have before(..); say findAll() or findSlice()."
                            .formatted(verb));
        }
    }

    /** Whether no rows are wanted at all. */
    private static boolean isNothing(Plan plan) {
        RowLimit limit = plan.refinement().limit();
        return limit != null && limit.rows() == 0;
    }
}
