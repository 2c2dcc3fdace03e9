package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.TimeSource;
import dev.canopy.model.WriteKind;
import dev.canopy.persist.JooqWrite;
import java.util.Arrays;
import java.util.List;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.Record;
import org.jooq.RecordContext;
import org.jooq.RecordListener;
import org.jooq.Table;
import org.jooq.TableRecord;

/**
 * jOOQ's own verbs on the records of a Database: {@code insert()}, {@code update()}, {@code store()} and {@code delete()} run what
 * the pipeline has before and after the SQL. Where a listener cannot see to what the model says, the verb is refused, and the
 * refusal names the one to use. Stateless.
 */
final class PlainVerbs implements RecordListener {
    private static final String WRITE = "dev.canopy.write";

    @Override
    public void storeStart(RecordContext context) {
        requireNoBatch(context);
        requireUnversioned(context, "store");
    }

    @Override
    public void insertStart(RecordContext context) {
        Record row = context.record();
        requireNoBatch(context);
        requireServersTimes(context, "insert");
        if (row instanceof Entity<?> entity && !entity.isNew()) {
            // jOOQ does not know of rows that it has not fetched itself that they are there.
            throw new DefinitionException(
                    "This %s is in the database already, and jOOQ would insert it once more; say save(), or update()."
                            .formatted(model(context)));
        }
        if (NewTree.isOne(List.of(row))) {
            throw new DefinitionException(
                    "New rows hang on this %s, and insert() would leave them behind; say save(), which writes them all."
                            .formatted(model(context)));
        }
        begin(context, WriteKind.CREATE);
    }

    @Override
    public void insertEnd(RecordContext context) {
        end(context);
    }

    @Override
    public void updateStart(RecordContext context) {
        requireNoBatch(context);
        requireUnversioned(context, "update");
        requireServersTimes(context, "update");
        if (context.record() instanceof Entity<?> entity) {
            HeldChanges.of(entity).refuse(entity);
        }
        begin(context, WriteKind.UPDATE);
    }

    @Override
    public void updateEnd(RecordContext context) {
        end(context);
    }

    @Override
    public void mergeStart(RecordContext context) {
        requireNoBatch(context);
        throw new DefinitionException(
                "merge() on %s cannot tell which hooks to run, for nobody knows whether it inserts or updates; say save(), or upsert(..) on the model."
                        .formatted(model(context)));
    }

    @Override
    public void deleteStart(RecordContext context) {
        requireNoBatch(context);
        Meaning<?, ?> meaning = meaning(context);
        if (meaning.upkeep().deletedAt() != null) {
            throw new DefinitionException(
                    "delete() on %s would remove a row that is only to be marked; say destroy(), or forceDestroy() to remove it for good."
                            .formatted(model(context)));
        }
        requireUnversioned(context, "delete");
        if (!meaning.cascades().isEmpty()) {
            throw new DefinitionException("delete() on %s would leave the rows that go with it behind; say destroy()."
                    .formatted(model(context)));
        }
        begin(context, WriteKind.DESTROY);
    }

    @Override
    public void deleteEnd(RecordContext context) {
        end(context);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a record is a row of its own table
    private static void begin(RecordContext context, WriteKind kind) {
        JooqWrite write = Engine.of(context.configuration()).begin(context.record(), (Table) table(context), kind);
        context.data(WRITE, write);
    }

    /** jOOQ lets the records of a batch run their verbs under a listener of its own, which keeps each statement back. */
    private static void requireNoBatch(RecordContext context) {
        if (Arrays.stream(context.configuration().executeListenerProviders())
                .map(ExecuteListenerProvider::provide)
                .map(ExecuteListener::getClass)
                .anyMatch(type -> type.getName().startsWith("org.jooq.impl.BatchCRUD"))) {
            throw new DefinitionException(
                    "A batch of %s would run hooks around no statement; say bulkCreate(..) or upsertAll(..) on the model, or update(..) or destroy() on a selection."
                            .formatted(model(context)));
        }
    }

    private static void end(RecordContext context) {
        if (context.data(WRITE) instanceof JooqWrite write) {
            write.end(context.exception());
        }
    }

    private static void requireUnversioned(RecordContext context, String verb) {
        if (meaning(context).upkeep().version() != null) {
            throw new DefinitionException(
                    "%s() on %s does not look at its version, so it could undo what somebody else wrote; say %s()."
                            .formatted(verb, model(context), verb.equals("delete") ? "destroy" : "save"));
        }
    }

    private static void requireServersTimes(RecordContext context, String verb) {
        var upkeep = meaning(context).upkeep();
        if (upkeep.times() == TimeSource.SERVER && (upkeep.createdAt() != null || upkeep.updatedAt() != null)) {
            throw new DefinitionException("%s() on %s would leave out the times that the server is to set; say save()."
                    .formatted(verb, model(context)));
        }
    }

    private static Meaning<?, ?> meaning(RecordContext context) {
        return Engine.of(context.configuration()).known(table(context));
    }

    private static Table<?> table(RecordContext context) {
        return ((TableRecord<?>) context.record()).getTable();
    }

    private static String model(RecordContext context) {
        return ModelName.of(table(context));
    }
}
