package dev.canopy.persist;

import dev.canopy.error.AfterCommitException;
import dev.canopy.model.Meaning;
import dev.canopy.model.WriteKind;
import dev.canopy.sql.OpenTransaction;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The write of one row whose SQL jOOQ sends: what the pipeline has before it has run, and what comes after it is still to run. */
public final class JooqWrite {
    private final WritePipeline pipeline;
    private final Write<?, ?> write;
    private final @Nullable OpenTransaction own;

    private JooqWrite(WritePipeline pipeline, Write<?, ?> write, @Nullable OpenTransaction own) {
        this.pipeline = pipeline;
        this.write = write;
        this.own = own;
    }

    /** Runs what comes before the SQL, in a transaction that lasts until the end where hooks need one. */
    static <T extends Table<R>, R extends Record> JooqWrite begin(
            WritePipeline pipeline, Meaning<T, R> meaning, WriteKind kind, R row) {
        boolean apart =
                meaning.hooks().wantRows(kind) && !pipeline.transactions().isActive();
        OpenTransaction own = apart ? pipeline.transactions().open(options -> options, pipeline.dsl()) : null;
        JooqWrite begun = new JooqWrite(pipeline, pipeline.within(meaning, kind, row), own);
        begun.orTakenBack(() -> pipeline.run(begun.write, Write::beforeSql));
        return begun;
    }

    /** Runs what comes after the SQL; where that failed, or something does now, the row is as it was before, and nothing is written. */
    public void end(@Nullable Exception failure) {
        if (failure != null) {
            takeBack(failure);
            return;
        }
        orTakenBack(() -> {
            pipeline.run(write, Write::afterSql);
            if (own != null) {
                own.commit();
            }
        });
    }

    private void orTakenBack(Runnable part) {
        try {
            part.run();
        } catch (AfterCommitException committed) {
            // The row is in the database, so it stays as it was written.
            throw committed;
        } catch (RuntimeException | Error failure) {
            takeBack(failure);
            throw failure;
        }
    }

    private void takeBack(Throwable failure) {
        write.undo();
        if (own != null) {
            own.close();
        } else if (write.hasBegun()) {
            pipeline.transactions().failed(failure);
        }
    }
}
