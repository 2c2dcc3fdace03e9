package dev.canopy;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;

/** A row that hangs on an entity which is new, to be saved with it. */
sealed interface Attached {
    /** Between which rows. */
    Include<?, ?, ?> association();

    Record row();

    /** The row that the entity refers to; it comes first. */
    record Parent<C extends Table<R>, R extends Record>(BelongsTo<?, C, R> association, R row) implements Attached {}

    /** The one row that refers to the entity. */
    record Only<C extends Table<R>, R extends Record>(HasOne<?, C, R> association, R row) implements Attached {}

    /** One of the rows that refer to the entity. */
    record Child<C extends Table<R>, R extends Record>(HasMany<?, C, R> association, R row) implements Attached {}

    /** A row that a junction ties to the entity. */
    record Tied<J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>(
            BelongsToMany<?, J, JR, C, R> association, R row, Consumer<? super JR> payload) implements Attached {}
}
