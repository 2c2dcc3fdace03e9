package dev.canopy;

import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Include;
import dev.canopy.association.Scope;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Rows that a junction ties to an entity, to be narrowed, ordered and read; each row found holds the junction's row. An immutable
 * value; nothing runs before one of the verbs at the end.
 *
 * @param <J> the junction
 * @param <C> the rows' table
 * @param <R> the rows
 */
public final class TiedRows<J extends Table<?>, C extends Table<R>, R extends Record> {
    private final Entity<?> from;
    private final BelongsToMany<?, J, ?, C, R> association;

    TiedRows(Entity<?> from, BelongsToMany<?, J, ?, C, R> association) {
        this.from = from;
        this.association = association;
    }

    /** Keeps the rows that meet the condition as well. */
    public TiedRows<J, C, R> where(Function<? super C, ? extends Condition> condition) {
        return new TiedRows<>(from, association.where(condition));
    }

    /** Keeps the rows that meet the condition together with the junction's row. */
    public TiedRows<J, C, R> where(BiFunction<? super C, ? super J, ? extends Condition> condition) {
        return new TiedRows<>(from, association.where(condition));
    }

    /** Orders by this after what has been said before. */
    public TiedRows<J, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
        return new TiedRows<>(from, association.orderBy(order));
    }

    /** Orders by row and junction; such orders come before those that name the row alone. */
    public TiedRows<J, C, R> orderBy(BiFunction<? super C, ? super J, ? extends OrderField<?>> order) {
        return new TiedRows<>(from, association.orderBy(order));
    }

    /** At most so many rows. */
    public TiedRows<J, C, R> limit(int rows) {
        return new TiedRows<>(from, association.limit(rows));
    }

    /** Leaves out the first rows. */
    public TiedRows<J, C, R> offset(int rows) {
        return new TiedRows<>(from, association.offset(rows));
    }

    /** Loads the far side of an association with each row. */
    public TiedRows<J, C, R> include(Include<C, ?, ?> include) {
        return new TiedRows<>(from, association.include(include));
    }

    /** Applies these scopes in place of the default scopes; called again, adds to them. */
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, never written
    public final TiedRows<J, C, R> scope(Scope<C>... scopes) {
        return new TiedRows<>(from, association.scope(scopes));
    }

    /** Applies a scope besides the default scopes. */
    public TiedRows<J, C, R> and(Scope<C> scope) {
        return new TiedRows<>(from, association.and(scope));
    }

    /** Drops the default scopes. */
    public TiedRows<J, C, R> unscoped() {
        return new TiedRows<>(from, association.unscoped());
    }

    /** Shows soft-deleted rows as well; for those of the junction, say {@link #withDeletedTies()}. */
    public TiedRows<J, C, R> withDeleted() {
        return new TiedRows<>(from, association.withDeleted());
    }

    /** Lets rows of the junction that are softly deleted tie as well: who was a member once. */
    public TiedRows<J, C, R> withDeletedTies() {
        return new TiedRows<>(from, association.withDeletedTies());
    }

    /** The rows. One statement. */
    public List<R> findAll() {
        return source().loadedMany(association);
    }

    /** The first row by the order asked for, else by primary key. One statement. */
    public Optional<R> findOne() {
        return limit(1).findAll().stream().findFirst();
    }

    /** How many rows there are. One statement. */
    public long count() {
        return value(association.count());
    }

    /** Whether there is any row. One statement. */
    public boolean exists() {
        return value(DSL.field(association.exists()));
    }

    private <V> V value(Field<V> correlated) {
        Table<?> source = association.source();
        return Objects.requireNonNull(from.engine()
                .reading(dsl -> dsl.select(correlated)
                        .from(source)
                        .where(Near.sameKey(source, from))
                        .fetchOptional())
                .orElseThrow(this::gone)
                .value1());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the association is a constant of the entity's own table
    private Entity<?> source() {
        Entity<?> entity = from;
        return (Entity<?>) withIncluded((Entity) entity);
    }

    @SuppressWarnings("unchecked") // the association is a constant of the entity's own table
    private <X extends Entity<X>> X withIncluded(X entity) {
        return from.engine()
                .from(entity.getTable())
                .unscoped()
                .withDeleted()
                .where(row -> Near.sameKey(row, entity))
                .include((Include<Table<X>, ?, ?>) (Include<?, ?, ?>) association)
                .findOne()
                .orElseThrow(this::gone);
    }

    private NotFoundException gone() {
        return new NotFoundException("This %s is not in the database any more.".formatted(ModelName.of(from)));
    }
}
