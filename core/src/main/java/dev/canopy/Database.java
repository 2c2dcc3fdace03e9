package dev.canopy;

import dev.canopy.association.Include;
import dev.canopy.association.Keyed;
import dev.canopy.association.Refinement;
import dev.canopy.error.DefinitionException;
import dev.canopy.persist.CurrentActor;
import dev.canopy.persist.SkippedGroups;
import dev.canopy.plan.Planner;
import dev.canopy.plan.Seen;
import dev.canopy.plan.Sizes;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Wanted;
import dev.canopy.sql.Action;
import dev.canopy.sql.Counted;
import dev.canopy.sql.ErrorTranslation;
import dev.canopy.sql.HalfCharacters;
import dev.canopy.sql.Health;
import dev.canopy.sql.Journal;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.sql.Pool;
import dev.canopy.sql.Pulse;
import dev.canopy.sql.Redaction;
import dev.canopy.sql.RowSecurity;
import dev.canopy.sql.RunningTransaction;
import dev.canopy.sql.StatementTexts;
import dev.canopy.sql.Tenant;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.sql.TransactionOptions;
import dev.canopy.sql.Transactions;
import dev.canopy.sql.Work;
import dev.canopy.validation.RuleGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultRecordListenerProvider;
import org.jspecify.annotations.Nullable;

/** A database with its models: the beginning of everything. Thread-safe; a service has one. */
public final class Database implements AutoCloseable {
    private static final int LONGEST_NAME = 63;

    private final Engine engine;
    private final Map<String, String> schemas;
    private final @Nullable RowSecurity rowSecurity;
    private final Journal journal;
    private final Pulse pulse;
    private final @Nullable Pool pool;
    private final ReplicaSetup.Opened replica;

    private Database(
            ConnectionProvider source,
            String server,
            Settings settings,
            @Nullable Pool pool,
            ReplicaSetup.Opened replica,
            Catalog catalog,
            DatabaseBuilder builder) {
        ErrorTranslation errors = new ErrorTranslation(server, catalog);
        this.journal = new Journal(builder.journal().wishes(), new Redaction(catalog.sensitive()));
        Transactions transactions =
                new Transactions(source, replica.replica(), builder.ambient(), errors, builder.transactions());
        DSLContext dsl = transactions.writing(
                DSL.using(new DefaultConfiguration()
                        .set(SQLDialect.POSTGRES)
                        .set(settings)
                        .set(new DefaultRecordListenerProvider(new PlainVerbs()))),
                journal);
        this.engine = new Engine(
                new Engine.Ground(
                        catalog,
                        journal,
                        builder.clock(),
                        CursorSeal.with(builder.cursorSecret()),
                        builder.strategy(),
                        new CurrentActor(),
                        new SkippedGroups()),
                dsl,
                transactions);
        this.schemas = Map.of();
        this.rowSecurity = builder.rowSecurity();
        this.pulse = new Pulse(source, errors, pool, replica.replica());
        this.pool = pool;
        this.replica = replica;
        builder.meanings().keySet().forEach(table -> requireFinite(table, catalog));
        requireFitting(builder.shapes(), catalog);
    }

    /** The same Database by way of another engine; the pools stay with the one that it came from. */
    private Database(Database other, Engine engine, Map<String, String> schemas) {
        this.engine = engine;
        this.schemas = Map.copyOf(schemas);
        this.rowSecurity = other.rowSecurity;
        this.journal = other.journal;
        this.pulse = other.pulse;
        this.pool = null;
        this.replica = ReplicaSetup.Opened.NONE;
    }

    private static Database over(
            ConnectionProvider source, String server, Settings settings, @Nullable Pool pool, DatabaseBuilder builder) {
        Catalog catalog = catalog(builder);
        ReplicaSetup.Opened replica =
                builder.replica().open(builder.pool(), name -> new ErrorTranslation(name, catalog));
        try {
            return new Database(source, server, settings, pool, replica, catalog, builder);
        } catch (RuntimeException | Error e) {
            replica.close();
            throw e;
        }
    }

    private static Catalog catalog(DatabaseBuilder builder) {
        return new Catalog(builder.meanings(), builder.everyModel(), builder.messages());
    }

    /**
     * Connects through a pool of its own, which {@link #close} ends.
     *
     * @param url such as {@code jdbc:postgresql://localhost/app}
     * @param setup defines the models
     * @throws dev.canopy.error.ConnectionException if the server does not answer or refuses the user
     */
    public static Database connect(String url, String user, String password, Consumer<? super DatabaseBuilder> setup) {
        DatabaseBuilder builder = DatabaseBuilder.of(setup);
        String server = PoolSetup.withoutSecrets(url);
        Pool pool = Pool.open(
                builder.pool().config(url, user, password),
                new ErrorTranslation(server, catalog(builder)),
                builder.pool().drainTimeout());
        try {
            return over(pool, server, settings(), pool, builder);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    /** Uses the service's own connections, which {@link #close} leaves alone. */
    public static Database using(DataSource dataSource, Consumer<? super DatabaseBuilder> setup) {
        return over(
                new DataSourceConnectionProvider(dataSource),
                "the given DataSource",
                settings(),
                null,
                DatabaseBuilder.of(setup));
    }

    /** Uses the service's own jOOQ: its connections and settings; {@link #close} leaves them alone. */
    public static Database using(DSLContext dsl, Consumer<? super DatabaseBuilder> setup) {
        Settings settings = SettingsTools.clone(dsl.settings()).withUpdatablePrimaryKeys(true);
        return over(
                dsl.configuration().connectionProvider(),
                "the given DSLContext",
                settings,
                null,
                DatabaseBuilder.of(setup));
    }

    /**
     * Asks the server for an answer. One statement.
     *
     * @throws dev.canopy.error.ConnectionException if it does not answer or refuses the user
     */
    public void authenticate() {
        dsl().selectOne().fetchSingle();
    }

    /** A table with its meaning. */
    public <T extends Table<R> & Keyed<K>, R extends Record, K> Model<T, R, K> model(T table) {
        // What was generated with the table is known from now on, so that refusals can speak of fields.
        engine.meaning(table);
        return new Model<>(engine, table, table);
    }

    /** The rows of a table or view, with or without a primary key, to be read. */
    public <T extends Table<R>, R extends Record> Selection<T, R> from(T table) {
        return engine.from(table);
    }

    /**
     * Loads an include onto entities that are there already: their getters and {@code included(..)} then give it. A statement for
     * each level, none for no entities.
     *
     * @throws dev.canopy.error.DefinitionException if it is {@code required()}, or its key cannot be compared outside the database,
     *     as one of a type of the user's own cannot
     */
    public <R extends Entity<R>> void load(Collection<? extends R> rows, Include<? extends Table<R>, ?, ?> include) {
        engine.load(rows, include);
    }

    /**
     * The same Database with this schema in place of {@code public}, in every statement and for the entities that it loads: a
     * schema for each tenant. Transactions are common to both. Closing it closes nothing. No statement.
     *
     * @param schema such as {@code tenant_17}; it has the tables that were generated
     * @throws DefinitionException for what cannot be a schema's name: PostgreSQL would cut one of more than 63 bytes
     */
    public Database withSchema(String schema) {
        return withSchema("public", schema);
    }

    /** The same for tables that were generated from another schema than {@code public}. */
    public Database withSchema(Schema generated, String schema) {
        return withSchema(generated.getName(), schema);
    }

    private Database withSchema(String generated, String schema) {
        if (schema.isBlank()) {
            throw new DefinitionException("withSchema(\"\") names no schema; give the tenant's.");
        }
        requireName(schema);
        Map<String, String> names = new HashMap<>(schemas);
        names.put(generated, schema);
        return new Database(this, engine.in(names), names);
    }

    /**
     * The same Database for one tenant, whose key the policies of row-level security read from the setting that
     * {@code c.tenantSetting("app.tenant")} names. Everything that is read and written through it, by its models and by the entities
     * that they give, runs in a transaction in which the server was told the tenant; by itself each operation has one of its own, which
     * costs a round trip before and one after, so put several into one. Plain jOOQ needs {@code transaction(() -> ..)}. When the
     * transaction ends, the setting is gone from the connection. Cheap; a service makes one for each request. Closing it closes nothing.
     *
     * <p>Inside a transaction of another tenant, or of none, it refuses to work. So it does if the Database signs in as somebody whom
     * policies do not bind: as a superuser, or as a role that may use a table where they are not enabled, or not for it as the owner. The
     * server is asked that once for each role, by one statement; {@code c.sharedByTenants(..)} names the tables that are meant for
     * all. What the Database that it came from does inside its transactions is the tenant's as well.
     *
     * @throws DefinitionException without {@code c.tenantSetting(..)}, for a blank key, or on the Database of another tenant
     */
    public Database forTenant(String tenant) {
        if (rowSecurity == null) {
            throw new DefinitionException(
                    "forTenant(\"%s\") does not know which setting the policies read; say c.tenantSetting(\"app.tenant\") in the builder."
                            .formatted(tenant));
        }
        return new Database(this, engine.of(new Tenant(rowSecurity, tenant)), schemas);
    }

    /** PostgreSQL cuts a longer name without a word, and might then find another tenant's. */
    private static void requireName(String schema) {
        HalfCharacters.refuse(schema);
        int bytes = schema.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_NAME || schema.indexOf('\0') >= 0) {
            throw new DefinitionException(
                    "withSchema(..) was given a name of %d bytes that begins with \"%s\"; a schema's name has %d at most, and no U+0000."
                            .formatted(bytes, schema.substring(0, Math.min(20, schema.length())), LONGEST_NAME));
        }
    }

    /**
     * A statement that is written as SQL, with parameters as {@code :name}. It is sent as it stands: scopes, soft deletion and
     * hooks do not touch it. Nothing runs yet.
     */
    public RawSql sql(String sql) {
        return RawSql.of(engine, sql);
    }

    /** Plain jOOQ on the same connections and in the same transactions; associations work in its conditions. */
    public DSLContext dsl() {
        return engine.dsl();
    }

    /**
     * Runs the work in a transaction that is bound to the thread: everything on this Database inside it takes part. Inside
     * another one it is a savepoint. Commits when the work returns, rolls back when it throws; the entities that were written in it
     * are as they were before then, for which how each was is kept until it ends, if it is still held. A connection is taken when the
     * first statement runs. Threads that are started inside are refused; those of a pool run outside.
     *
     * @return what the work returns
     * @throws dev.canopy.error.TransactionException if an operation inside had failed and the failure was swallowed
     * @throws dev.canopy.error.CommitUnknownException if the connection was lost before COMMIT was answered
     * @throws dev.canopy.error.AfterCommitException if it is committed, and what was to follow failed
     */
    public <V, X extends Exception> V transaction(Work<V, X> work) throws X {
        return engine.transactions().nested(work);
    }

    /**
     * The same for work that returns nothing.
     *
     * @throws dev.canopy.error.TransactionException if an operation inside had failed and the failure was swallowed
     */
    public <X extends Exception> void transaction(Action<X> action) throws X {
        engine.transactions().nested(() -> {
            action.run();
            return true;
        });
    }

    /**
     * Runs the work on behalf of somebody: hooks see who as {@code op.actor(..)}, and columns that say who wrote a row are signed.
     * It holds for the thread and for every Database on the same pool; inside another one it takes its place.
     *
     * @param actor such as the signed-in user; what it is, is the service's own affair
     * @return what the work returns
     */
    public <V, X extends Exception> V actingAs(Object actor, Work<V, X> work) throws X {
        return engine.actor().during(actor, work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void actingAs(Object actor, Action<X> action) throws X {
        engine.actor().during(actor, () -> {
            action.run();
            return true;
        });
    }

    /**
     * Runs the work without the rules of this group: {@code db.skipping(PUBLICATION, () -> post.save())}. What the database's own
     * constraints say holds all the same. It is for every write of the thread, by whatever door and for every Database on the same
     * pool, those of hooks among them; inside another one it skips the groups of both.
     *
     * @return what the work returns
     * @throws DefinitionException if no rule is in the group
     */
    public <V, X extends Exception> V skipping(RuleGroup group, Work<V, X> work) throws X {
        return engine.skipped(group).during(group, work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void skipping(RuleGroup group, Action<X> action) throws X {
        engine.skipped(group).during(group, () -> {
            action.run();
            return true;
        });
    }

    /**
     * Runs the work and tells which statements this thread ran meanwhile on this Database, with their places and values: for
     * tests, and for whoever wants to see what a piece of code costs.
     *
     * @return what the work returns, and the statements
     */
    public <V, X extends Exception> Counted<V> countingStatements(Work<V, X> work) throws X {
        return journal.counting(work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> Counted<@Nullable Void> countingStatements(Action<X> action) throws X {
        return journal.<@Nullable Void, X>counting(() -> {
            action.run();
            return null;
        });
    }

    /**
     * Runs the work in a transaction as it is asked for: {@code t -> t.serializable().retry(5)}. Where it is rolled back, the entities
     * that were written in it are as they were before; until it ends, how each was is kept for those that are still held.
     *
     * @return what the work returns
     * @throws dev.canopy.error.TransactionException if an operation inside had failed and the failure was swallowed, or if the
     *     transaction around it is not as it is asked for
     * @throws dev.canopy.error.CommitUnknownException if the connection was lost before COMMIT was answered
     * @throws dev.canopy.error.AfterCommitException if it is committed, and what was to follow failed
     */
    public <V, X extends Exception> V transaction(UnaryOperator<TransactionOptions> options, Work<V, X> work) throws X {
        return engine.transactions().run(options, work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void transaction(UnaryOperator<TransactionOptions> options, Action<X> action)
            throws X {
        engine.transactions().run(options, () -> {
            action.run();
            return true;
        });
    }

    /**
     * Runs the work, in which the primary answers all reads of this thread: for what was just written, which a read replica may not
     * have yet. Actions after a commit run so by themselves. Without a replica it makes no difference. No statement.
     *
     * @return what the work returns
     */
    public <V, X extends Exception> V onPrimary(Work<V, X> work) throws X {
        return engine.transactions().onPrimary(work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void onPrimary(Action<X> action) throws X {
        engine.transactions().onPrimary(() -> {
            action.run();
            return true;
        });
    }

    /**
     * The transaction that the thread is in: for actions after its end, locks, and other threads.
     *
     * @throws dev.canopy.error.TransactionException if it is in none
     */
    public RunningTransaction currentTransaction() {
        return engine.transactions().running(dsl());
    }

    /** Whether the thread is in a transaction. */
    public boolean isInTransaction() {
        return engine.transactions().isActive();
    }

    /**
     * Begins a transaction that is ended by hand, for frameworks; inside another one it is a savepoint. It is bound to the thread, and
     * to be put into {@code try (..)}.
     */
    public OpenTransaction begin() {
        return begin(UnaryOperator.identity());
    }

    /** The same as it is asked for. */
    public OpenTransaction begin(UnaryOperator<TransactionOptions> options) {
        return engine.transactions().open(options, dsl());
    }

    /** How often this Database knew a statement again and did not have to render it; those of other schemas are not counted. */
    public StatementTexts statementTexts() {
        return engine.texts();
    }

    /** How the transactions of this Database have ended so far. */
    public TransactionCounts transactionCounts() {
        return engine.transactions().counts();
    }

    /**
     * How the database is: whether it answers, how fast, and how the pool is used. Asks outside the thread's transaction, waits no
     * longer than the pool lets callers wait and five seconds for the answer, and never throws. No statement.
     */
    public Health health() {
        return pulse.take();
    }

    /**
     * Ends the pools that the Database has made: gives out no connection any more, waits for those that are in use
     * (30 seconds unless {@code c.drainTimeout(..)} says otherwise), then cuts them and logs who held them.
     *
     * @throws dev.canopy.error.TransactionException in a transaction of the same thread; nothing was closed
     */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
        replica.close();
    }

    private static Settings settings() {
        return new Settings().withExecuteLogging(false).withFetchWarnings(false).withUpdatablePrimaryKeys(true);
    }

    /** Default scopes that lead in a circle would never end; they are found now, not at the first request. */
    private <T extends Table<?>> void requireFinite(T table, Catalog catalog) {
        engine.dsl().render(Planner.plan(table, Refinement.none(), catalog).condition());
    }

    /** Whatever does not fit in any of the records is said at once. */
    private static void requireFitting(List<DatabaseBuilder.Shape> shapes, Catalog catalog) {
        List<String> faults = new ArrayList<>();
        for (DatabaseBuilder.Shape shape : shapes) {
            try {
                plan(shape.table(), shape.type(), catalog);
            } catch (DefinitionException fault) {
                faults.add(fault.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new DefinitionException(String.join("\n", faults));
        }
    }

    private static <T extends Table<?>> void plan(T table, Class<?> shape, Catalog catalog) {
        Planner.plan(table, Refinement.none(), new Wanted.Shapes<>(shape), catalog, Sizes.UNKNOWN, null, Seen.NOTHING);
    }
}
