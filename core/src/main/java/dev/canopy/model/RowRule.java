package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.List;
import java.util.function.BiConsumer;
import org.jooq.Record;

/** What must hold of a row as a whole. */
record RowRule<R extends Record>(String name, BiConsumer<? super R, ? super Rejections<R>> rule, Asking<R> asking) {
    void check(R row, Wording wording, List<Violation> violations) {
        rule.accept(row, new Rejections<>(name, row, wording, violations));
    }
}
