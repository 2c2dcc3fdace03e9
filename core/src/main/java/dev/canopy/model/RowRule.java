package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.List;
import java.util.function.BiConsumer;
import org.jooq.Record;

/** What must hold of a row as a whole. */
record RowRule<R extends Record>(String name, BiConsumer<? super R, ? super Rejections<R>> rule) {
    void check(R row, List<Violation> violations) {
        Rejections<R> rejections = new Rejections<>(name, row);
        rule.accept(row, rejections);
        violations.addAll(rejections.violations());
    }
}
