package dev.canopy;

import dev.canopy.association.Include;
import dev.canopy.association.Meanings;
import dev.canopy.association.Strategy;
import dev.canopy.error.ConstraintException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.ValidationException;
import dev.canopy.load.Channel;
import dev.canopy.load.Entities;
import dev.canopy.load.Recent;
import dev.canopy.load.Repertoire;
import dev.canopy.load.TreeLoader;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.WriteKind;
import dev.canopy.persist.BulkWriter;
import dev.canopy.persist.CurrentActor;
import dev.canopy.persist.FindOrCreate;
import dev.canopy.persist.Increment;
import dev.canopy.persist.JooqWrite;
import dev.canopy.persist.SelectionWriter;
import dev.canopy.persist.SetAside;
import dev.canopy.persist.SkippedGroups;
import dev.canopy.persist.Snapshot;
import dev.canopy.persist.Surroundings;
import dev.canopy.persist.TreeStage;
import dev.canopy.persist.WritePipeline;
import dev.canopy.plan.ForeignTables;
import dev.canopy.selection.Assignments;
import dev.canopy.selection.BulkInsert;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.Execution;
import dev.canopy.selection.Finding;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Truncation;
import dev.canopy.selection.Upserted;
import dev.canopy.selection.Written;
import dev.canopy.sql.Journal;
import dev.canopy.sql.LazyTransaction;
import dev.canopy.sql.Sender;
import dev.canopy.sql.StatementTexts;
import dev.canopy.sql.Tenant;
import dev.canopy.sql.Transactions;
import dev.canopy.validation.RuleGroup;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What a Database runs on: selections, entities and handles reach it through their jOOQ configuration. Thread-safe. */
final class Engine implements Execution {
    private static final String KEY = "dev.canopy.engine";

    /** Names of schemas may come from requests. */
    private static final int SCHEMAS = 500;

    private final Ground ground;
    private final Catalog catalog;
    private final DSLContext dsl;
    private final Entities entities;
    private final Transactions transactions;
    private final Way way;
    private final Recent<Map<String, String>, Engine> bySchemas = new Recent<>(SCHEMAS);
    private final Finder finder;
    private final WritePipeline pipeline;
    private final SelectionWriter writer;
    private final BulkWriter bulk;

    /** What all engines of a Database have in common, whatever the schema and whoever the tenant. */
    record Ground(
            Catalog catalog,
            Journal journal,
            Clock clock,
            CursorSeal seal,
            @Nullable Strategy preferred,
            CurrentActor actor,
            SkippedGroups skipped) {}

    /**
     * How its statements come to the server.
     *
     * @param writes to the primary
     * @param reads to where reads go
     */
    private record Way(Channel writes, Channel reads, TableSizes sizes) {
        static Way on(DSLContext dsl, Transactions transactions, Ground ground) {
            DSLContext reading = transactions.reading(dsl, ground.journal());
            Channel reads = new Channel(reading, Sender.ofReads(transactions, ground.journal()));
            return new Way(
                    new Channel(dsl, Sender.of(transactions, ground.journal())),
                    reads,
                    new TableSizes(reading, ground.clock()));
        }

        /** The same with others' transactions; what it knows of statements and tables stays. */
        Way in(DSLContext dsl, Transactions others, Ground ground) {
            return new Way(
                    writes.through(dsl, Sender.of(others, ground.journal())),
                    reads.through(others.reading(dsl, ground.journal()), Sender.ofReads(others, ground.journal())),
                    sizes);
        }
    }

    Engine(Ground ground, DSLContext dsl, Transactions transactions) {
        this(ground, dsl, transactions, Way.on(dsl, transactions, ground));
    }

    private Engine(Ground ground, DSLContext dsl, Transactions transactions, Way way) {
        this.ground = ground;
        this.catalog = ground.catalog();
        this.dsl = dsl;
        this.entities = new AttachedEntities(dsl.configuration());
        this.transactions = transactions;
        this.way = way;
        for (Configuration configuration : List.of(
                dsl.configuration(),
                way.writes().dsl().configuration(),
                way.reads().dsl().configuration())) {
            configuration.data(Meanings.KEY, catalog);
            configuration.data(KEY, this);
        }
        TreeLoader loader = new TreeLoader(way.reads(), entities);
        Surroundings surroundings = new Surroundings(dsl, transactions, this, ground.actor(), ground.skipped());
        this.pipeline = new WritePipeline(surroundings, catalog, way.writes(), entities, ground.clock());
        SelectionPlans plans =
                new SelectionPlans(dsl, transactions, catalog, ground.seal(), way.sizes(), ground.preferred());
        this.finder = new Finder(
                dsl,
                transactions,
                loader,
                new Repertoire(way.reads(), entities, loader, ground.clock()),
                plans,
                new Aggregates(way.reads(), catalog, plans),
                new FindHooks(catalog, surroundings));
        this.writer = new SelectionWriter(pipeline, catalog);
        this.bulk = new BulkWriter(pipeline);
    }

    /** The engine of the Database whose configuration, or one derived from it, this is. */
    static Engine of(Configuration configuration) {
        return (Engine) Objects.requireNonNull(configuration.data(KEY));
    }

    /** The engine of the Database that the entity is attached to. */
    static Engine of(Entity<?> entity) {
        Configuration configuration = entity.configuration();
        if (configuration != null && configuration.data(KEY) instanceof Engine engine) {
            return engine;
        }
        String model = ModelName.of(entity.getTable());
        throw new DefinitionException(
                "This %s belongs to no Database yet; save it with model.save(..), or attach it with model.attach(..)."
                        .formatted(model));
    }

    /** Names of the columns whose values no message shows; none of an entity that belongs to no Database, which alone knows them. */
    static Set<String> sensitive(Entity<?> entity) {
        Configuration configuration = entity.configuration();
        return configuration != null && configuration.data(KEY) instanceof Engine engine
                ? engine.catalog.known(entity.getTable()).rules().sensitive()
                : Set.of();
    }

    /**
     * The same on other schemas.
     *
     * @param schemas the name of the schema to use, by that of the one that was generated
     */
    Engine in(Map<String, String> schemas) {
        Map<String, String> names = Map.copyOf(schemas);
        Engine known = bySchemas.get(names);
        if (known == null) {
            known = new Engine(ground, DSL.using(Schemas.mapped(dsl.configuration(), names)), transactions);
            bySchemas.put(names, known);
        }
        return known;
    }

    /** The same for one tenant. */
    Engine of(Tenant tenant) {
        Transactions own = transactions.of(tenant);
        DSLContext ownDsl = own.writing(dsl, ground.journal());
        return new Engine(ground, ownDsl, own, way.in(ownDsl, own, ground));
    }

    /** Reads by way of jOOQ. */
    <V> V reading(Function<DSLContext, V> work) {
        return way.reads().during(() -> work.apply(way.reads().dsl()));
    }

    DSLContext dsl() {
        return dsl;
    }

    StatementTexts texts() {
        return way.reads().texts().and(way.writes().texts());
    }

    Transactions transactions() {
        return transactions;
    }

    CurrentActor actor() {
        return ground.actor();
    }

    /** The groups of rules that the thread's writes skip, to which this one may be added. */
    SkippedGroups skipped(RuleGroup group) {
        catalog.requireKnown(group);
        return ground.skipped();
    }

    <R extends Record> Meaning<? extends Table<R>, R> meaning(Table<R> table) {
        return catalog.meaning(table);
    }

    Meaning<?, ?> known(Table<?> table) {
        return catalog.known(table);
    }

    /** Begins the write of a row whose SQL jOOQ sends. */
    <R extends Record> JooqWrite begin(R row, Table<R> table, WriteKind kind) {
        return begin(catalog.meaning(table), row, kind);
    }

    private <T extends Table<R>, R extends Record> JooqWrite begin(Meaning<T, R> meaning, R row, WriteKind kind) {
        return pipeline.begin(meaning, kind, row);
    }

    <T extends Table<R>, R extends Record> Selection<T, R> from(T table) {
        return Selection.of(table, this);
    }

    /** One of a table of plain jOOQ is made by jOOQ. */
    @SuppressWarnings("unchecked") // a table's records are of its type
    <R extends Record> R newRow(Table<R> table) {
        return Entity.class.isAssignableFrom(table.getRecordType()) ? (R) entities.create(table) : dsl.newRecord(table);
    }

    <R extends Record> void create(R row, Table<R> table) {
        create(catalog.meaning(table), List.of(row));
    }

    /** The rows go through the pipeline together, each stage for all of them before the next one. */
    <R extends Record> void create(List<? extends R> rows, Table<R> table) {
        create(catalog.meaning(table), rows);
    }

    /** Inserts those of the rows that no key keeps out, and returns them. */
    <R extends Record> List<R> createMissing(List<? extends R> rows, Table<R> table) {
        return createMissing(catalog.meaning(table), rows);
    }

    private <T extends Table<R>, R extends Record> List<R> createMissing(
            Meaning<T, R> meaning, List<? extends R> rows) {
        return pipeline.createMissing(meaning, rows);
    }

    <R extends Record> void update(List<? extends R> rows, Table<R> table) {
        update(catalog.meaning(table), rows);
    }

    <R extends Record> void destroy(List<? extends R> rows, Table<R> table) {
        destroy(catalog.meaning(table), rows);
    }

    <R extends Record> void restore(List<? extends R> rows, Table<R> table) {
        restore(catalog.meaning(table), rows);
    }

    /** Makes a row like another one, which has just been read or written. */
    void become(Record row, Record other) {
        for (int i = 0; i < other.size(); i++) {
            entities.fill(row, i, other.get(i));
        }
        row.touched(false);
    }

    <T extends Table<R>, R extends Record> Written<R> bulkCreate(T table, List<R> rows, BulkInsert<T, R> said) {
        rows.forEach(this::attachAlone);
        return bulk.create(catalog.meaning(table), rows, said);
    }

    <T extends Table<R>, R extends Record> long bulkCreate(T table, Stream<? extends R> rows, BulkInsert<T, R> said) {
        return bulk.create(
                catalog.meaning(table), rows.<R>map(this::attachAlone).iterator(), said);
    }

    <T extends Table<R>, R extends Record> List<Upserted<R>> upsert(
            T table, List<R> rows, Function<? super Conflict.On<T, R>, Conflict<T, R>> on) {
        rows.forEach(this::attachAlone);
        return bulk.upsert(catalog.meaning(table), rows, on.apply(new Conflict.On<>(table)));
    }

    @Override
    public <T extends Table<R>, R extends Record> List<R> bulkCreate(T table, Collection<? extends R> rows) {
        return bulkCreate(table, List.copyOf(rows), BulkInsert.into(table)).rows();
    }

    @Override
    public <T extends Table<R>, R extends Record> Upserted<R> upsert(
            T table, Consumer<? super R> values, Function<? super Conflict.On<T, R>, Conflict<T, R>> on) {
        R row = newRow(table);
        values.accept(row);
        return upsert(table, List.of(row), on).getFirst();
    }

    @Override
    public <T extends Table<R>, R extends Record> FoundOrCreated<R> findOrCreate(
            T table, Consumer<? super R> key, Consumer<? super R> rest) {
        return keyed(table, key, rest).now();
    }

    <T extends Table<R>, R extends Record> R findOrBuild(T table, Consumer<? super R> key, Consumer<? super R> rest) {
        return keyed(table, key, rest).orBuilt();
    }

    private <T extends Table<R>, R extends Record> FindOrCreate<T, R> keyed(
            T table, Consumer<? super R> key, Consumer<? super R> rest) {
        return new FindOrCreate<>(pipeline, catalog.meaning(table), newRow(table), key, rest);
    }

    <T extends Table<R>, R extends Record> void truncate(T table, Truncation how) {
        writer.truncate(from(table).unscoped().withDeleted().everyRow(), catalog.meaning(table), how);
    }

    <R extends Record> R attach(R row) {
        row.attach(dsl.configuration());
        return row;
    }

    /** The same for a row that is written among many of its table, and so without new rows of others. */
    private <R extends Record> R attachAlone(R row) {
        if (NewTree.isOne(row)) {
            throw new DefinitionException(
                    "New rows hang on this %s, and a bulk write is of rows of one table; nothing was written. Save it with save(), which writes them all."
                            .formatted(ModelName.of(row)));
        }
        return attach(row);
    }

    /** Saves the row and every row that it holds, however deep, where it was changed. */
    <R extends Entity<R>> void saveTree(R row) {
        if (row.isNew()) {
            save(row);
            return;
        }
        HeldChanges.of(row).save(this, row);
    }

    <R extends Entity<R>> void save(R row) {
        if (!row.isNew()) {
            HeldChanges.of(row).refuse(row);
        }
        if (row.isNew()) {
            create(catalog.meaning(row.getTable()), List.of(row));
        } else {
            update(catalog.meaning(row.getTable()), List.of(row));
        }
    }

    <R extends Entity<R>> void save(R row, List<? extends Field<?>> columns) {
        pipeline.remember(row);
        SetAside rest = SetAside.allBut(columns, row);
        try {
            save(row);
        } finally {
            rest.putBack();
        }
    }

    <R extends Entity<R>> void update(R row, Consumer<? super R> patch) {
        pipeline.orAsBefore(row, () -> {
            patch.accept(row);
            save(row);
        });
    }

    <R extends Entity<R>, V extends Number> void increment(R row, TableField<R, V> column, V by) {
        increment(catalog.meaning(row.getTable()), row, column, by);
    }

    <R extends Entity<R>, V extends Number> void decrement(R row, TableField<R, V> column, V by) {
        increment(row, column, Increment.negated(column, by));
    }

    /** Runs a write that may be refused; within a transaction, so that what it did can be taken back alone. */
    <R extends Record> WriteResult<R> attempt(R row, Runnable write) {
        try {
            if (transactions.isActive()) {
                transactions.nested(() -> {
                    write.run();
                    return row;
                });
            } else {
                write.run();
            }
            return new WriteResult.Saved<>(row);
        } catch (ValidationException refusal) {
            return new WriteResult.Invalid<>(row, refusal);
        } catch (ConstraintException refusal) {
            // Of rows that refer to this one, no field of it is told.
            if (refusal.violations().isEmpty()) {
                throw refusal;
            }
            return new WriteResult.Invalid<>(row, ValidationException.of(refusal));
        } catch (StaleEntityException refusal) {
            return new WriteResult.Stale<>(row, refusal);
        }
    }

    <R extends Entity<R>> void destroy(R row) {
        destroy(catalog.meaning(row.getTable()), List.of(row));
    }

    <R extends Entity<R>> void forceDestroy(R row) {
        forceDestroy(catalog.meaning(row.getTable()), List.of(row));
    }

    <R extends Entity<R>> void restore(R row) {
        restore(catalog.meaning(row.getTable()), List.of(row));
    }

    /** Lets the transaction that the thread is in make the row that again where it is rolled back. */
    void remember(Record row, Snapshot before) {
        pipeline.remember(row, before);
    }

    <R extends Entity<R>> void reload(R row) {
        R read = transactions
                .onPrimary(() -> from(row.getTable())
                        .unscoped()
                        .withDeleted()
                        .where(table -> sameKey(table, row))
                        .findOne())
                .orElseThrow(() -> new NotFoundException(
                        "%s is not there any more; it cannot be reloaded.".formatted(ModelName.of(row.getTable()))));
        pipeline.remember(row);
        become(row, read);
    }

    <R extends Entity<R>> void load(Collection<? extends R> rows, Include<? extends Table<R>, ?, ?> include) {
        finder.load(rows, include);
    }

    <T extends Table<R>, R extends Record> List<R> find(T table, QueryPart statement) {
        return transactions.during(() -> finder.find(table, statement, entities));
    }

    @Override
    public <R extends Record> R create(Table<R> table, Consumer<? super R> values) {
        R row = newRow(table);
        values.accept(row);
        create(row, table);
        return row;
    }

    @Override
    public Finding finding() {
        return finder;
    }

    @Override
    public <T extends Table<R>, R extends Record> int update(Selection<T, R> selection, Consumer<? super R> patch) {
        R values = newRow(selection.table());
        patch.accept(values);
        return writer.update(selection, catalog.meaning(selection.table()), values, Map.of());
    }

    @Override
    public <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection, BiConsumer<? super T, ? super Assignments<R>> assignments) {
        return update(selection, catalog.meaning(selection.table()), assignments);
    }

    @Override
    public <T extends Table<R>, R extends Record> int destroy(Selection<T, R> selection) {
        return writer.destroy(selection, catalog.meaning(selection.table()));
    }

    @Override
    public <T extends Table<R>, R extends Record> int forceDestroy(Selection<T, R> selection) {
        return writer.forceDestroy(selection, catalog.meaning(selection.table()));
    }

    @Override
    public <T extends Table<R>, R extends Record> int restore(Selection<T, R> selection) {
        return writer.restore(selection, catalog.meaning(selection.table()));
    }

    @Override
    public void requireKnownTables(Table<?> root, Condition condition) {
        ForeignTables.refuse(root, condition, dsl);
    }

    private <T extends Table<R>, R extends Record> void create(Meaning<T, R> meaning, List<? extends R> rows) {
        if (NewTree.isOne(rows)) {
            NewTree.create(this, rows, meaning.table());
        } else {
            pipeline.create(meaning, rows);
        }
    }

    /** Inserts a tree of new rows; see {@link WritePipeline#createTree}. */
    void createTree(List<TreeStage<?, ?>> stages, LazyTransaction transaction, List<Runnable> after) {
        pipeline.createTree(stages, transaction, after);
    }

    private <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection,
            Meaning<T, R> meaning,
            BiConsumer<? super T, ? super Assignments<R>> assignments) {
        Assignments<R> said = new Assignments<>();
        assignments.accept(meaning.table(), said);
        R values = newRow(selection.table());
        said.setValues(values);
        return writer.update(selection, meaning, values, said.expressions());
    }

    private <T extends Table<R>, R extends Record> void update(Meaning<T, R> meaning, List<? extends R> rows) {
        pipeline.update(meaning, rows);
    }

    private <T extends Table<R>, R extends Record> void destroy(Meaning<T, R> meaning, List<? extends R> rows) {
        pipeline.destroy(meaning, rows);
    }

    private <T extends Table<R>, R extends Record, V extends Number> void increment(
            Meaning<T, R> meaning, R row, TableField<R, V> column, V by) {
        new Increment<>(pipeline, meaning, column, by).of(row);
    }

    private <T extends Table<R>, R extends Record> void forceDestroy(Meaning<T, R> meaning, List<? extends R> rows) {
        pipeline.forceDestroy(meaning, rows);
    }

    private <T extends Table<R>, R extends Record> void restore(Meaning<T, R> meaning, List<? extends R> rows) {
        pipeline.restore(meaning, rows);
    }

    private static <R extends Record> Condition sameKey(Table<R> table, R row) {
        List<TableField<R, ?>> key =
                Objects.requireNonNull(table.getPrimaryKey()).getFields();
        return DSL.and(key.stream().map(column -> equal(column, row)).toList());
    }

    private static <R extends Record, V> Condition equal(TableField<R, V> column, R row) {
        return column.eq(row.original(column));
    }
}
