package dev.canopy;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.Include;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.selection.Selection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/** A handle on the rows that an association leads to from one entity. Every verb runs a statement, said out loud. */
public sealed interface Related {
    /** A handle on one row. */
    final class One<C extends Table<R>, R extends Record> implements Related {
        private final Entity<?> from;
        private final Include<?, C, R> association;
        private final Link link;

        One(Entity<?> from, Include<?, C, R> association, Link link) {
            this.from = from;
            this.association = association;
            this.link = link;
        }

        /** The row, if there is one. One statement; none where the key is null. */
        public Optional<R> find() {
            return Near.isNull(from, link) ? Optional.empty() : rows().findOne();
        }

        /**
         * Makes this row the one. Where the key is the entity's own, one statement writes it; else the row's key is written,
         * and the row is inserted if it is new.
         */
        public void set(R row) {
            if (association.association() instanceof BelongsTo<?, ?, ?>) {
                Near.copy(row, link.far(), from, link.near());
                Near.save(from);
            } else {
                Near.copy(from, link.near(), row, link.far());
                Near.save(row);
            }
        }

        /** Creates the row and makes it the one: one statement, and another where the key is the entity's own. */
        public R create(Consumer<? super R> values) {
            Engine engine = from.engine();
            C target = association.association().target();
            R row = engine.newRow(target);
            if (association.association() instanceof BelongsTo<?, ?, ?>) {
                return engine.transactions().joined(() -> {
                    values.accept(row);
                    engine.create(row, target);
                    set(row);
                    return row;
                });
            }
            Near.copy(from, link.near(), row, link.far());
            values.accept(row);
            engine.create(row, target);
            return row;
        }

        private Selection<C, R> rows() {
            return Near.rows(from, association.association().target(), link);
        }
    }

    /** A handle on rows that refer back to the entity. */
    final class Many<C extends Table<R>, R extends Record> implements Related {
        private final Entity<?> from;
        private final HasMany<?, C, R> association;

        Many(Entity<?> from, HasMany<?, C, R> association) {
            this.from = from;
            this.association = association;
        }

        /** The rows, to be narrowed, ordered, read or written as any selection; nothing runs yet. */
        public Selection<C, R> rows() {
            return Near.rows(from, association.target(), association.link());
        }

        /** Those of the rows that meet the condition; nothing runs yet. */
        public Selection<C, R> where(Function<? super C, ? extends Condition> condition) {
            return rows().where(condition);
        }

        /** The rows in an order; nothing runs yet. */
        public Selection<C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
            return rows().orderBy(order);
        }

        /** The rows with something included; nothing runs yet. */
        public Selection<C, R> include(Include<C, ?, ?> include) {
            return rows().include(include);
        }

        /** All rows. One statement. */
        public List<R> findAll() {
            return rows().findAll();
        }

        /** How many rows there are. One statement. */
        public long count() {
            return rows().count();
        }

        /** Whether this row is one of them. One statement. */
        public boolean has(R row) {
            return rows().where(table -> Near.sameKey(table, row)).exists();
        }

        /** Creates a row that refers back to the entity. One statement. */
        public R create(Consumer<? super R> values) {
            Engine engine = from.engine();
            R row = engine.newRow(association.target());
            Near.copy(from, association.link().near(), row, association.link().far());
            values.accept(row);
            engine.create(row, association.target());
            return row;
        }

        /** Makes the row refer back to the entity, and inserts it if it is new. One statement. */
        public void add(R row) {
            Near.copy(from, association.link().near(), row, association.link().far());
            Near.save(row);
        }

        /**
         * Makes the row refer to nothing. One statement.
         *
         * @throws DefinitionException if its key must not be null: then destroy the row, or add it to another entity
         */
        public void remove(R row) {
            for (TableField<?, ?> column : association.link().far()) {
                if (!column.getDataType().nullable()) {
                    throw new DefinitionException(
                            "%s.%s must not be null, so a %s cannot be removed from %s; destroy it, or add it to another %s."
                                    .formatted(
                                            ModelName.of(association.target()),
                                            PropertyName.of(column),
                                            ModelName.of(association.target()),
                                            association,
                                            ModelName.of(from.getTable())));
                }
            }
            association.link().far().forEach(column -> Near.put(row, column, null));
            Near.save(row);
        }
    }

    /** A handle on rows behind a junction; each row found holds the junction's row. */
    final class Through<J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>
            implements Related {
        private final Entity<?> from;
        private final BelongsToMany<?, J, JR, C, R> association;

        Through(Entity<?> from, BelongsToMany<?, J, JR, C, R> association) {
            this.from = from;
            this.association = association;
        }

        /** Those of the rows that meet the condition; nothing runs yet. */
        public Through<J, JR, C, R> where(Function<? super C, ? extends Condition> condition) {
            return new Through<>(from, association.where(condition));
        }

        /** Those of the rows that meet the condition on row and junction together; nothing runs yet. */
        public Through<J, JR, C, R> where(BiFunction<? super C, ? super J, ? extends Condition> condition) {
            return new Through<>(from, association.where(condition));
        }

        /** The rows in an order; nothing runs yet. */
        public Through<J, JR, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
            return new Through<>(from, association.orderBy(order));
        }

        /** The rows with something included; nothing runs yet. */
        public Through<J, JR, C, R> include(Include<C, ?, ?> include) {
            return new Through<>(from, association.include(include));
        }

        /** All rows. One statement. */
        public List<R> findAll() {
            return Near.included(from, association);
        }

        /** How many rows there are. One statement. */
        public long count() {
            return Near.value(from, association.count(), association.source());
        }

        /** Whether this row is one of them. One statement. */
        public boolean has(R row) {
            return where(table -> Near.sameKey(table, row)).count() > 0;
        }

        /** Ties the row to the entity. One statement. */
        public JR add(R row) {
            return add(row, junction -> {});
        }

        /** Ties the row to the entity, with what the junction says about it. One statement. */
        public JR add(R row, Consumer<? super JR> payload) {
            Engine engine = from.engine();
            J junction = association.junction();
            JR tie = engine.newRow(junction);
            Near.copy(
                    from,
                    association.linkToJunction().near(),
                    tie,
                    association.linkToJunction().far());
            Near.copy(
                    row,
                    association.linkToTarget().far(),
                    tie,
                    association.linkToTarget().near());
            payload.accept(tie);
            engine.create(tie, junction);
            return tie;
        }

        /**
         * Unties the row from the entity; the row itself stays. One statement.
         *
         * @throws NotFoundException if it was not tied
         */
        public void remove(R row) {
            Engine engine = from.engine();
            int removed = engine.from(association.junction())
                    .where(junction -> Near.equal(
                                    junction,
                                    association.linkToJunction().far(),
                                    from,
                                    association.linkToJunction().near())
                            .and(Near.equal(
                                    junction,
                                    association.linkToTarget().near(),
                                    row,
                                    association.linkToTarget().far())))
                    .destroy();
            if (removed == 0) {
                throw new NotFoundException("This %s is not tied to this %s; nothing was removed."
                        .formatted(ModelName.of(association.target()), ModelName.of(from.getTable())));
            }
        }
    }
}
