package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.ComputedDefault;
import dev.canopy.model.Hook;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.Signature;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.Upserted;
import dev.canopy.sql.LazyTransaction;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table on their way through the pipeline. Each stage is for every row, in their order, before the next one begins;
 * the stages are the lines of {@link #create}, {@link #update}, {@link #destroy}, {@link #forceDestroy} and {@link #restore}.
 */
final class Write<T extends Table<R>, R extends Record> implements Nesting.Link {
    private final WritePipeline pipeline;
    private final Meaning<T, R> meaning;
    private final WriteKind kind;
    private final List<RowWrite<R>> all;
    private final @Nullable Write<?, ?> outer;
    private final Nesting nesting;
    private final Validity<R> validity;
    private final Sending<T, R> sending;
    private @Nullable LazyTransaction transaction;
    private @Nullable Moment moment;
    private boolean begun;

    /** Whether nothing can change the rows between their validation and their statement. */
    private boolean settled;

    private @Nullable Passage passage;
    private List<RowWrite<R>> rows;

    Write(
            WritePipeline pipeline,
            Meaning<T, R> meaning,
            WriteKind kind,
            List<? extends R> rows,
            @Nullable Nesting outer) {
        this(pipeline, meaning, kind, rows, Snapshot::of, outer);
    }

    /** @param before tells how each row was before the operation that the write belongs to */
    Write(
            WritePipeline pipeline,
            Meaning<T, R> meaning,
            WriteKind kind,
            List<? extends R> rows,
            Function<? super R, Snapshot> before,
            @Nullable Nesting outer) {
        this.pipeline = pipeline;
        this.meaning = pipeline.surroundings().skipped().outOf(meaning);
        this.kind = kind;
        this.outer = outer == null ? null : outer.write();
        this.validity = new Validity<>(this.meaning, kind);
        this.nesting = Nesting.of(this, outer);
        this.sending = new Sending<>(this);
        this.all = new ArrayList<>(rows.size());
        for (R row : rows) {
            all.add(new RowWrite<R>(this, row, before.apply(row)));
        }
        this.rows = List.copyOf(all);
        if (pipeline.isPartOfMore()) {
            all.forEach(RowWrite::remember);
        }
    }

    /** No rows yet; they {@link #join} it. */
    Write(WritePipeline pipeline, Meaning<T, R> meaning, Passage passage, Write<?, ?> outer) {
        this(pipeline, meaning, passage.kind(), List.of(), outer.nesting);
        this.passage = passage;
    }

    /** Goes on in this transaction. */
    void in(LazyTransaction given) {
        nesting.requireEnd();
        transaction = given;
    }

    void create(Inserting<R> how) {
        start();
        requireValid();
        insertValid(how);
    }

    /** The rows as they are to be validated. */
    void start() {
        rows.forEach(this::start);
        prepare();
    }

    /** What is left to do of a create once the rows are valid. */
    void insertValid() {
        insertValid(Inserting.plainly());
    }

    private void insertValid(Inserting<R> how) {
        beforeInsert();
        rows = sending.insert(rows, how);
        afterInsert();
    }

    /** What comes between the validation of new rows and their statement. */
    void beforeInsert() {
        run(Moment.BEFORE_CREATE);
        run(Moment.BEFORE_SAVE);
        requireStillValid();
    }

    /** What is left to do then. */
    void insertPrepared() {
        rows = sending.insert(rows, Inserting.plainly());
        afterInsert();
    }

    /** What comes after the statement of new rows. */
    void afterInsert() {
        run(Moment.AFTER_CREATE);
        run(Moment.AFTER_SAVE);
        followCommit();
    }

    /**
     * Whether new rows may be inserted by one statement with those of other writes, which commits by itself.
     *
     * @param first whether the others come after it, so that hooks may run before the statement
     */
    boolean isInsertedWithOthers(boolean first) {
        return first
                ? !meaning.hooks().followSql(kind)
                : !meaning.hooks().mayChangeValid(kind) && !meaning.hooks().hearOfWritten(kind);
    }

    /** What new rows are to be. */
    List<RowValues> insertedValues() {
        return sending.started(rows);
    }

    /** Notes that the statement of the rows, with those of others, is about to be sent. */
    void beforeStatement() {
        sending.beforeStatement(rows);
    }

    void upsert(Conflict<T, R> conflict, Inserting<R> how) {
        Upserting<T, R> upserting = new Upserting<>(meaning, conflict, pipeline.models());
        rows.forEach(each -> upserting.start(each, () -> start(each)));
        prepare();
        requireValid();
        run(Moment.BEFORE_UPSERT);
        run(Moment.BEFORE_SAVE);
        requireStillValid();
        sending.upsert(rows, upserting, how);
        run(Moment.AFTER_UPSERT);
        run(Moment.AFTER_SAVE);
        followCommit();
    }

    void update() {
        prepare();
        dropUnchanged();
        requireValid();
        run(Moment.BEFORE_UPDATE);
        run(Moment.BEFORE_SAVE);
        requireStillValid();
        rows.forEach(this::renew);
        sending.change(rows, this::renewed);
        run(Moment.AFTER_UPDATE);
        run(Moment.AFTER_SAVE);
        followCommit();
    }

    void destroy() {
        pass(meaning.upkeep().deletedAt() == null ? Passage.Way.REMOVED : Passage.Way.MARKED);
    }

    void forceDestroy() {
        pass(Passage.Way.REMOVED);
    }

    void restore() {
        if (meaning.upkeep().deletedAt() == null) {
            throw new DefinitionException(
                    "%s has no soft deletion, so nothing can be restored; say m.softDelete(..) in its definition."
                            .formatted(ModelName.of(meaning.table())));
        }
        pass(Passage.Way.RESTORED);
    }

    private void pass(Passage.Way way) {
        passage = Passage.of(way, meaning, pipeline.clock());
        run(Moment.before(kind));
        new Descent(pipeline, this).run();
        finish();
    }

    /** Takes more rows with those that are on their way already. */
    void join(List<? extends R> more) {
        List<RowWrite<R>> joined = more.stream()
                .map(row -> new RowWrite<R>(this, row, Snapshot.of(row)))
                .toList();
        all.addAll(joined);
        if (pipeline.isPartOfMore()) {
            joined.forEach(RowWrite::remember);
        }
        rows = List.copyOf(all);
        joined.forEach(each -> run(Moment.before(kind), each));
    }

    /** What is left to do when all rows that go, or come back, are known. */
    void finish() {
        switch (passage().way()) {
            case MARKED -> sending.change(rows, each -> only(mark(), marked(mark())));
            case REMOVED -> sending.delete(rows);
            case RESTORED -> sending.change(rows, each -> only(mark(), DSL.inline(null, mark().getDataType())));
        }
        run(Moment.after(kind));
        followCommit();
    }

    Passage passage() {
        return Objects.requireNonNull(passage);
    }

    /** Goes on in this way. */
    void passage(Passage known) {
        passage = known;
    }

    Meaning<T, R> meaning() {
        return meaning;
    }

    /** The rows for which going, or coming back, changes anything. */
    List<R> moving() {
        return rows().stream().filter(row -> passage().moves(row, meaning)).toList();
    }

    /** All that comes before SQL that somebody else sends; what would not change anything is no longer set then. */
    void beforeSql() {
        switch (kind) {
            case CREATE -> start();
            case UPDATE -> {
                prepare();
                dropUnchanged();
            }
            default -> passage = Passage.of(Passage.Way.REMOVED, meaning, pipeline.clock());
        }
        if (kind.saves()) {
            requireValid();
        }
        run(Moment.before(kind));
        if (kind.saves()) {
            run(Moment.BEFORE_SAVE);
            requireStillValid();
        }
        if (kind == WriteKind.UPDATE) {
            rows.forEach(this::renew);
            all.forEach(each -> Changes.touched(each.row(), meaning.table()).stream()
                    .filter(column -> !validity.differing(each.row()).contains(column))
                    .forEach(column -> each.row().touched(column, false)));
        }
        rows.forEach(RowWrite::written);
        begin();
    }

    /** All that comes after it. */
    void afterSql() {
        for (RowWrite<R> each : rows) {
            if (kind == WriteKind.UPDATE && each.row().touched()) {
                throw Gone.of(meaning, each.row());
            }
        }
        sending.followRollback(rows, rows());
        run(Moment.after(kind));
        if (kind.saves()) {
            run(Moment.AFTER_SAVE);
        }
        followCommit();
    }

    WritePipeline pipeline() {
        return pipeline;
    }

    WriteKind kind() {
        return kind;
    }

    @Override
    public String inWords() {
        return Nesting.Link.inWords(kind.name().toLowerCase(Locale.ROOT), meaning.table(), moment);
    }

    /** Where it stands within the hooks of others. */
    Nesting nesting() {
        return nesting;
    }

    /** The rows that were written, or would have been: those of an update that did not differ are not among them. */
    List<R> rows() {
        return RowWrite.rows(rows);
    }

    /** What became of each row of an upsert. */
    List<Upserted<R>> upserted() {
        return rows.stream().map(RowWrite::upserted).toList();
    }

    /** All rows that it began with, or that joined it. */
    List<R> everyRow() {
        return RowWrite.rows(all);
    }

    /** Says that the next statement is the last one. */
    void lastStatement() {
        Objects.requireNonNull(transaction).lastStatement();
    }

    /** Whether SQL was sent, its own or that of a write within one of its hooks. */
    boolean hasBegun() {
        return begun;
    }

    /** Puts every row back to what it was before the write. */
    void undo() {
        all.forEach(RowWrite::restore);
    }

    /** What this write changes in the row, as it stands now. */
    Set<Field<?>> changedFields(R row) {
        return new LinkedHashSet<>(
                switch (kind) {
                    case CREATE, UPSERT -> Changes.touched(row, meaning.table());
                    case UPDATE -> validity.differing(row);
                    case DESTROY, RESTORE -> passage().way() == Passage.Way.REMOVED ? List.of() : List.of(mark());
                });
    }

    private void run(Moment now) {
        if (!meaning.hooks().at(now).isEmpty()) {
            for (RowWrite<R> each : rows) {
                run(now, each);
            }
        }
    }

    private void run(Moment now, RowWrite<R> each) {
        moment = now;
        for (Hook<R> hook : meaning.hooks().at(now)) {
            hook.run(each.row(), each);
        }
        moment = null;
    }

    /** Notes that SQL is sent from now on. */
    void begin() {
        for (Write<?, ?> write = this; write != null; write = write.outer) {
            write.begun = true;
        }
    }

    private void start(RowWrite<R> each) {
        for (ComputedDefault<R, ?> value : meaning.upkeep().defaults()) {
            value.apply(each.row());
        }
        for (Signature<R, ?, ?> signature : meaning.upkeep().createdBy()) {
            signature.apply(each.row(), each);
        }
        for (Signature<R, ?, ?> signature : meaning.upkeep().updatedBy()) {
            signature.apply(each.row(), each);
        }
        Timestamps.start(each.row(), meaning.upkeep(), pipeline.clock());
        Version.start(each.row(), meaning.upkeep());
    }

    private void renew(RowWrite<R> each) {
        for (Signature<R, ?, ?> signature : meaning.upkeep().updatedBy()) {
            signature.apply(each.row(), each);
        }
        Timestamps.renew(each.row(), meaning.upkeep(), pipeline.clock());
    }

    /** What a new row is to be. */
    RowValues started(RowWrite<R> each) {
        RowValues values = Changes.touchedValues(each.row(), meaning.table());
        Timestamps.addStart(meaning.table(), values, meaning.upkeep());
        return values;
    }

    private RowValues renewed(RowWrite<R> each) {
        RowValues values = Changes.differingValues(each.row(), meaning.table());
        Timestamps.addRenewal(meaning.table(), values, meaning.upkeep());
        return values;
    }

    private RowValues only(Field<?> column, Field<?> value) {
        RowValues values = new RowValues(meaning.table().fields().length);
        values.set(meaning.table().indexOf(column), value);
        return values;
    }

    /** The first moment at which a row was deleted stays the one. */
    private <V> Field<V> marked(Field<V> mark) {
        return DSL.coalesce(mark, passage().moment(mark));
    }

    private TableField<R, ?> mark() {
        return Objects.requireNonNull(meaning.upkeep().deletedAt());
    }

    private void prepare() {
        normalize();
        run(Moment.BEFORE_VALIDATE);
        normalize();
    }

    private void normalize() {
        for (RowWrite<R> each : rows) {
            meaning.rules().normalize(each.row());
        }
    }

    private void dropUnchanged() {
        List<RowWrite<R>> changed = new ArrayList<>(rows.size());
        for (RowWrite<R> each : rows) {
            if (Changes.any(each.row(), meaning.table())) {
                changed.add(each);
            }
        }
        rows = changed;
    }

    private void requireValid() {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Violation> found = validity.violations(rows.get(i).row());
            if (!found.isEmpty()) {
                rows.get(i).invalid(found);
                violations.addAll(validity.placed(found, i, all.size()));
            }
        }
        if (!violations.isEmpty()) {
            refused();
            throw new ValidationException(violations);
        }
        passed();
    }

    /**
     * Everything that is wrong with the rows, each told in the words of the one who asks.
     *
     * @param filledLater for each row the columns of which nothing is demanded
     */
    List<Violation> violations(List<BitSet> filledLater, BiFunction<? super R, List<Violation>, List<Violation>> told) {
        List<Violation> violations = List.of();
        for (int i = 0; i < rows.size(); i++) {
            RowWrite<R> each = rows.get(i);
            List<Violation> found = validity.violations(each.row(), filledLater.get(i));
            if (!found.isEmpty()) {
                List<Violation> spoken = told.apply(each.row(), found);
                violations = violations.isEmpty() ? new ArrayList<>() : violations;
                violations.addAll(spoken);
                each.invalid(spoken);
            }
        }
        return violations;
    }

    /** Lets the hooks know of the rows that are not valid. */
    void refused() {
        rows.stream().filter(each -> !each.violations().isEmpty()).forEach(each -> run(Moment.VALIDATION_FAILED, each));
    }

    /** Lets the hooks know that all rows are valid. */
    void passed() {
        if (meaning.hooks().mayChangeValid(kind)) {
            run(Moment.AFTER_VALIDATE);
            rows.forEach(RowWrite::valid);
        } else {
            settled = true;
        }
    }

    /** Once more, where a hook has changed a row since; the hooks around validation do not run again. */
    private void requireStillValid() {
        if (settled) {
            return;
        }
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            RowWrite<R> each = rows.get(i);
            if (each.changedSinceValidation()) {
                meaning.rules().normalize(each.row());
                List<Violation> found = validity.violations(each.row());
                if (!found.isEmpty()) {
                    violations.addAll(validity.placed(found, i, all.size()));
                }
            }
        }
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
    }

    private void followCommit() {
        List<Hook<R>> hooks = meaning.hooks().afterCommit(kind);
        if (hooks.isEmpty()) {
            return;
        }
        for (RowWrite<R> each : rows) {
            for (Hook<R> hook : hooks) {
                pipeline.transactions().afterCommit(() -> hook.run(each.row(), each));
            }
        }
    }
}
