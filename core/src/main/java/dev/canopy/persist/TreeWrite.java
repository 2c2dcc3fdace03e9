package dev.canopy.persist;

import dev.canopy.error.ValidationException;
import dev.canopy.model.WriteKind;
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
                WritePipeline pipeline, TreeStage<T, R> stage, @Nullable Write<?, ?> outer) {
            return new Planned<>(stage, new Write<>(pipeline, stage.meaning(), WriteKind.CREATE, stage.rows(), outer));
        }

        List<Violation> violations() {
            return write.violations(stage.told());
        }
    }

    TreeWrite(WritePipeline pipeline, List<TreeStage<?, ?>> stages, @Nullable Write<?, ?> outer) {
        List<Planned<?, ?>> all = new ArrayList<>();
        for (TreeStage<?, ?> stage : stages) {
            all.add(Planned.of(pipeline, stage, outer));
        }
        this.planned = List.copyOf(all);
    }

    void run(WritePipeline pipeline) {
        planned.forEach(each -> pipeline.run(each.write(), Write::start));
        requireValid(pipeline);
        planned.forEach(each -> pipeline.run(each.write(), Write::passed));
        for (Planned<?, ?> each : planned) {
            each.stage().fill().run();
            pipeline.run(each.write(), Write::insertValid);
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
