package dev.canopy;

import dev.canopy.association.Include;
import dev.canopy.association.Refinement;
import dev.canopy.association.Strategy;
import dev.canopy.association.Withheld;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Ingredients;
import dev.canopy.plan.Keyset;
import dev.canopy.plan.Outline;
import dev.canopy.plan.Plan;
import dev.canopy.plan.Planner;
import dev.canopy.plan.Seen;
import dev.canopy.plan.Sizes;
import dev.canopy.selection.Asked;
import dev.canopy.selection.RowLock;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Wanted;
import dev.canopy.sql.Transactions;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Plans selections, with what is said of the rows asked for alone: locks, and the place in the order from which they are read. */
record SelectionPlans(
        DSLContext dsl,
        Transactions transactions,
        Catalog catalog,
        CursorSeal seal,
        Sizes sizes,
        @Nullable Strategy preferred) {
    /** The plan; of rows before a place in the order it has them backwards. */
    <T extends Table<R>, R extends Record> Plan of(Selection<T, R> selection, Wanted<T, ?> wanted) {
        return of(selection, wanted, Seen.NOTHING);
    }

    /** The same, knowing what was seen of it. */
    <T extends Table<R>, R extends Record> Plan of(Selection<T, R> selection, Wanted<T, ?> wanted, Seen seen) {
        return plan(selection, wanted, seen).requireWhole();
    }

    /** Tells all that the plan of a selection depends on. */
    <T extends Table<R>, R extends Record> void outline(
            Selection<T, R> selection, Wanted<T, ?> wanted, Ingredients told) {
        RowLock lock = selection.asked().lock();
        if (lock != null) {
            requireTransaction();
        }
        Outline.tell(selection.table(), selection.refinement(), wanted, lock, catalog, told);
    }

    /** The plan of rows that nobody will see whole, such as those that are counted. */
    <T extends Table<R>, R extends Record> Plan unseen(Selection<T, R> selection) {
        return plan(selection, new Wanted.Entities<>(), Seen.NOTHING);
    }

    private <T extends Table<R>, R extends Record> Plan plan(
            Selection<T, R> selection, Wanted<T, ?> wanted, Seen seen) {
        Plan plan = Planner.plan(selection.table(), selection.refinement(), wanted, catalog, sizes, preferred, seen);
        Asked asked = selection.asked();
        if (asked.lock() != null) {
            requireTransaction();
            plan = plan.locked(asked.lock());
        }
        return asked.from() == null ? plan : from(asked.from(), plan, selection);
    }

    /** The plan of an include for rows of this table that were loaded before. */
    Branch of(Include<?, ?, ?> include, Table<?> near, int rows) {
        return Planner.plan(include, near, rows, catalog, sizes, preferred);
    }

    /** How many rows a selection leaves out, its scopes' among them. */
    <T extends Table<R>, R extends Record> int offset(Selection<T, R> selection) {
        return selection.refinement().resolved(catalog, selection.table()).offset();
    }

    /** The order of a selection, with the primary key as the last word. */
    <T extends Table<R>, R extends Record> PlacedOrder order(Selection<T, R> selection) {
        T table = selection.table();
        requireKey(table, "A cursor");
        Refinement<T> resolved = selection.refinement().resolved(catalog, table);
        List<OrderField<?>> orders = resolved.totalOrders(table);
        DSLContext looking = seal.isSecret()
                ? dsl
                : DSL.using(
                        dsl.configuration().deriveAppending(new OpenCursors(Withheld.of(resolved, table), catalog)));
        String spoken = looking.renderInlined(DSL.list(orders));
        return new PlacedOrder(Keyset.of(orders), table.getQualifiedName() + " " + spoken, spoken, seal);
    }

    /** The primary key, which makes an order total. */
    static <R extends Record> UniqueKey<R> requireKey(Table<R> table, String what) {
        UniqueKey<R> key = table.getPrimaryKey();
        if (key == null) {
            throw new DefinitionException(
                    "%s needs a total order, and %s has no primary key to make one; take a table that has."
                            .formatted(what, table.getName()));
        }
        return key;
    }

    private <T extends Table<R>, R extends Record> Plan from(
            Asked.Position position, Plan plan, Selection<T, R> selection) {
        if (plan.refinement().offset() > 0) {
            throw new DefinitionException(
                    "A cursor says where the rows begin, and offset(%d) says it too; take one of them out."
                            .formatted(plan.refinement().offset()));
        }
        PlacedOrder order = order(selection);
        Keyset direction = position.backwards() ? order.keyset().reversed() : order.keyset();
        return plan.narrowed(direction.after(order.place(position.cursor())), direction.orders());
    }

    private void requireTransaction() {
        if (!transactions.isActive()) {
            throw new TransactionException(
                    "A row lock ends with its transaction, and there is none; put the read and what follows into db.transaction(() -> ..).");
        }
    }
}
