package dev.canopy.persist;

import dev.canopy.error.CanopyException;
import dev.canopy.error.InvalidValueException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.WriteKind;
import dev.canopy.sql.ErrorTranslation;
import dev.canopy.sql.LazyTransaction;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The creates of a tree of new rows: all are validated before the first one is inserted. */
final class TreeWrite {
    private final List<Planned<?, ?>> planned;

    private record Planned<T extends Table<R>, R extends Record>(TreeStage<T, R> stage, Write<T, R> write) {
        static <T extends Table<R>, R extends Record> Planned<T, R> of(
                WritePipeline pipeline, TreeStage<T, R> stage, @Nullable Nesting outer) {
            return new Planned<>(
                    stage,
                    new Write<>(pipeline, stage.meaning(), WriteKind.CREATE, stage.rows(), stage.before(), outer));
        }

        List<Violation> violations() {
            return write.violations(stage.filledLater(), stage.told());
        }
    }

    TreeWrite(WritePipeline pipeline, List<TreeStage<?, ?>> stages, @Nullable Nesting outer) {
        List<Planned<?, ?>> all = new ArrayList<>();
        for (TreeStage<?, ?> stage : stages) {
            all.add(Planned.of(pipeline, stage, outer));
        }
        this.planned = List.copyOf(all);
    }

    /**
     * Validates and inserts the rows.
     *
     * @param transaction which begins for them, if they need one
     * @param last whether nothing else follows in it
     */
    void run(WritePipeline pipeline, LazyTransaction transaction, boolean last) {
        planned.forEach(each -> pipeline.run(each.write(), Write::start));
        requireValid(pipeline);
        planned.forEach(each -> pipeline.run(each.write(), Write::passed));
        Planned<?, ?> first = planned.getFirst();
        first.stage().fill().run();
        pipeline.run(first.write(), Write::beforeInsert);
        if (last && transaction.isFresh() && isInsertedAtOnce(pipeline, transaction)) {
            planned.forEach(each -> pipeline.run(each.write(), Write::afterInsert));
            return;
        }
        pipeline.run(first.write(), Write::insertPrepared);
        for (Planned<?, ?> each : planned.subList(1, planned.size())) {
            each.stage().fill().run();
            pipeline.run(each.write(), Write::insertValid);
        }
    }

    /**
     * Inserts all stages by one statement, which commits by itself, if no hook has to run between them. Where the server refuses it,
     * nothing was done, and the stages are inserted one after the other: they say which row it is.
     */
    private boolean isInsertedAtOnce(WritePipeline pipeline, LazyTransaction transaction) {
        List<TreeInsert.Rows> rows = new ArrayList<>(planned.size());
        for (Planned<?, ?> each : planned) {
            List<List<Taken>> taken = each.stage().taken();
            if (taken == null || !each.write().isInsertedWithOthers(rows.isEmpty())) {
                return false;
            }
            rows.add(new TreeInsert.Rows(
                    each.write().meaning().table(),
                    each.stage().rows(),
                    each.write().insertedValues(),
                    taken));
        }
        TreeInsert insert = TreeInsert.of(pipeline.statements(), rows);
        if (insert == null) {
            return false;
        }
        planned.forEach(each -> each.write().beforeStatement());
        try {
            return transaction.alone(insert::send);
        } catch (CanopyException refusal) {
            if (refusal instanceof InvalidValueException || ErrorTranslation.isAboutStatement(refusal)) {
                return false;
            }
            throw refusal;
        }
    }

    boolean hasBegun() {
        return planned.stream().anyMatch(each -> each.write().hasBegun());
    }

    void undo() {
        planned.reversed().forEach(each -> each.write().undo());
    }

    private void requireValid(WritePipeline pipeline) {
        List<Violation> violations = new ArrayList<>();
        planned.forEach(each -> violations.addAll(each.violations()));
        if (!violations.isEmpty()) {
            planned.forEach(each -> pipeline.run(each.write(), Write::refused));
            throw new ValidationException(violations);
        }
    }
}
