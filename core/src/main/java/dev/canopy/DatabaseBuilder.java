package dev.canopy;

import com.zaxxer.hikari.HikariConfig;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.Definition;
import dev.canopy.model.EveryModel;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelBuilder;
import dev.canopy.model.ModelName;
import dev.canopy.sql.AmbientTransactions;
import dev.canopy.sql.ExecutedStatement;
import dev.canopy.sql.OnLoop;
import dev.canopy.sql.RowSecurity;
import dev.canopy.sql.TransactionOptions;
import dev.canopy.sql.WhenAway;
import dev.canopy.validation.Messages;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Takes down how a Database is to be, within the call that makes it. Not thread-safe. */
public final class DatabaseBuilder {
    private final Map<Table<?>, Meaning<?, ?>> meanings = new LinkedHashMap<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final EveryModel everyModel = new EveryModel();
    private AmbientTransactions ambient = AmbientTransactions.none();
    private TransactionOptions transactions = TransactionOptions.none();
    private Clock clock = Clock.systemUTC();
    private final PoolSetup pool = new PoolSetup();
    private final ReplicaSetup replica = new ReplicaSetup();
    private final JournalSetup journal = new JournalSetup();
    private Messages messages = Messages.none();
    private @Nullable String tenantSetting;
    private final List<Table<?>> shared = new ArrayList<>();
    private @Nullable String cursorSecret;
    private @Nullable Strategy strategy;

    /** A record that is to be checked. */
    record Shape(Table<?> table, Class<?> type) {}

    private DatabaseBuilder() {}

    static DatabaseBuilder of(Consumer<? super DatabaseBuilder> setup) {
        JooqVersion.require();
        DatabaseBuilder builder = new DatabaseBuilder();
        setup.accept(builder);
        return builder;
    }

    /** Gives a table its meaning; a table without one is a model without extra semantics. */
    public <T extends Table<R>, R extends Record> DatabaseBuilder define(T table, Definition<T, R> definition) {
        if (meanings.putIfAbsent(table, ModelBuilder.read(table, definition)) != null) {
            throw new DefinitionException(
                    "%s is defined twice; put both into one Definition.".formatted(ModelName.of(table)));
        }
        return this;
    }

    /**
     * Checks Java records that rows of this table are read into when the Database is built, not at their first use.
     *
     * @throws DefinitionException out of the call that builds the Database, with every fault of all of them
     */
    public DatabaseBuilder shapes(Table<?> table, Class<?>... records) {
        for (Class<?> record : records) {
            shapes.add(new Shape(table, record));
        }
        return this;
    }

    /**
     * Adds hooks that every model has, after its own; of tables that nobody defines, too. A model that does not want one takes it
     * away by its name: {@code m.removeHook(..)}.
     */
    public DatabaseBuilder hooks(Consumer<? super EveryModel> hooks) {
        hooks.accept(everyModel);
        return this;
    }

    /** The clock for timestamps and soft deletion; the system's, unless a test wants another. */
    public DatabaseBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** How many connections the pool of {@code Database.connect} has; 10 unless said. */
    public DatabaseBuilder poolSize(int connections) {
        pool.size(connections);
        return this;
    }

    /** How long a caller waits for a connection of the pool before it is refused; 10 seconds unless said. */
    public DatabaseBuilder connectionTimeout(Duration most) {
        pool.connectionTimeout(most);
        return this;
    }

    /**
     * How long the driver waits for an answer before it gives the connection up. It must be longer than the longest statement,
     * for the server may go on with what was given up, and a write's outcome is then unknown; so there is none unless said.
     * To end slow statements, let the server do it ({@code statement_timeout}).
     */
    public DatabaseBuilder socketTimeout(Duration most) {
        pool.socketTimeout(most);
        return this;
    }

    /** How long {@link Database#close} waits for connections that are in use; 30 seconds unless said. */
    public DatabaseBuilder drainTimeout(Duration most) {
        pool.drainTimeout(most);
        return this;
    }

    /** Logs where a connection was taken that has not come back after this time; costs a stack trace for each. */
    public DatabaseBuilder leakDetection(Duration longest) {
        pool.leakDetection(longest);
        return this;
    }

    /** What the server calls the service's connections ({@code application_name}), and the log its pool. */
    public DatabaseBuilder applicationName(String name) {
        pool.applicationName(name);
        return this;
    }

    /**
     * The server is reached through a pooler that gives each transaction to any of its sessions (PgBouncer's
     * {@code pool_mode = transaction}). Nothing then stays in a session: no prepared statement, no setting.
     */
    public DatabaseBuilder behindTransactionPooler() {
        pool.behindPooler();
        return this;
    }

    /**
     * Every further setting of the pool of {@code Database.connect} and of the driver (by {@code addDataSourceProperty}); called
     * last, so what it sets holds.
     */
    public DatabaseBuilder pool(Consumer<? super HikariConfig> setup) {
        pool.further(setup);
        return this;
    }

    /**
     * Reads of models and selections outside transactions go to this server, which follows the primary; so do transactions that say
     * {@code onReplica()}. Writes, all other transactions, raw SQL and plain jOOQ stay on the primary. A replica is late: read what was
     * just written inside {@link Database#onPrimary}. The Database makes a pool for it with the settings of its own one, and
     * ends it.
     */
    public DatabaseBuilder replica(String url, String user, String password) {
        replica.at(url, user, password);
        return this;
    }

    /** The same with the service's own connections; also a DataSource that spreads them over several replicas. */
    public DatabaseBuilder replica(DataSource dataSource) {
        replica.at(dataSource);
        return this;
    }

    /** What becomes of reads while the replica gives no connection; they are refused unless said. */
    public DatabaseBuilder whenReplicaIsAway(WhenAway policy) {
        replica.whenAway(policy);
        return this;
    }

    /**
     * Encrypts the cursors that slices hand out, so that nobody else can read or make one; of at least 32 characters, the same in
     * all instances of a service. Without it anybody can read in a cursor the values of the columns that the rows are ordered
     * by, only damage is found, and a forged cursor moves within its query and no further; an order by a column that is hidden,
     * or that a scope withholds, has no cursors then.
     */
    public DatabaseBuilder cursorSecret(String secret) {
        if (secret.length() < 32) {
            throw new DefinitionException(
                    "cursorSecret(..) has %d characters; give it 32 at least, by chance.".formatted(secret.length()));
        }
        cursorSecret = secret;
        return this;
    }

    /**
     * Loads to-many includes in this way unless an include asks for another; without, the planner chooses by the tables' sizes,
     * which it asks the server for.
     */
    public DatabaseBuilder strategy(Strategy preferred) {
        strategy = preferred;
        return this;
    }

    /**
     * Tells violations in the words of resource bundles. The keys that are looked for, in this order: {@code User.email.isEmail} and
     * {@code isEmail}; of a constraint its name in place of the rule's. In a message, names in braces are the
     * rule's parameters: {@code min=muss mindestens {least} sein}.
     *
     * @param bundles the bundle of a locale: {@code locale -> ResourceBundle.getBundle("messages", locale)}
     * @param locale asked at each violation, on the thread that writes: {@code LocaleContextHolder::getLocale}
     */
    public DatabaseBuilder messages(
            Function<? super Locale, ? extends ResourceBundle> bundles, Supplier<Locale> locale) {
        messages = Messages.of(bundles, locale);
        return this;
    }

    /** The transactions of a framework around Canopy, whose DataSource the Database uses. */
    public DatabaseBuilder ambient(AmbientTransactions newAmbient) {
        ambient = newAmbient;
        return this;
    }

    /**
     * The setting that policies of row-level security read by {@code current_setting(..)} to know the tenant, such as
     * {@code app.tenant}; {@link Database#forTenant} gives it its value. Every table that the service may use must have such policies
     * that bind it, but for those that {@link #sharedByTenants} names.
     */
    public DatabaseBuilder tenantSetting(String name) {
        if (!name.matches("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)+")) {
            throw new DefinitionException(
                    "tenantSetting(\"%s\") is no name of a setting of one's own, which has a dot in it; say \"app.tenant\"."
                            .formatted(name));
        }
        tenantSetting = name;
        return this;
    }

    /**
     * Tables and views that are meant for all tenants alike, such as a list of countries: that no policy keeps their rows apart is
     * no oversight, and {@link Database#forTenant} works with them as they are. One that was not generated is named by
     * {@code DSL.table(DSL.name("public", "jobs"))}.
     */
    public DatabaseBuilder sharedByTenants(Table<?>... tables) {
        shared.addAll(List.of(tables));
        return this;
    }

    /**
     * How a transaction is that says nothing of it, such as {@code t -> t.lockTimeout(Duration.ofSeconds(2))}; those of single
     * operations as well, except that these are never run again: {@code retry(..)} is for {@code db.transaction(..)}.
     */
    public DatabaseBuilder transactions(UnaryOperator<TransactionOptions> usual) {
        transactions = usual.apply(transactions);
        return this;
    }

    /**
     * Is told of each statement after it ran and its rows were read, on the thread that ran it; must be quick and must not throw.
     * Its values and call site are told only where the log or a counter wants them, for they cost.
     */
    public DatabaseBuilder onStatement(Consumer<ExecutedStatement> observer) {
        journal.observer(observer);
        return this;
    }

    /** Warns of statements whose first answer takes longer, with their place and values. */
    public DatabaseBuilder slowerThan(Duration longest) {
        journal.slow(longest);
        return this;
    }

    /**
     * For development: slow statements (above 200 ms unless {@link #slowerThan} says otherwise) are logged with the server's plan,
     * and the same read that runs more than ten times in a loop is warned of. Costs a look at the stack for each statement.
     */
    public DatabaseBuilder development() {
        journal.development();
        return this;
    }

    /**
     * Finds what should be one read and is many: the same statement, from the same line, more often than this in a loop. For
     * development and tests; costs a look at the stack for each statement.
     */
    public DatabaseBuilder loops(int most, OnLoop response) {
        journal.loops(most, response);
        return this;
    }

    /**
     * Writes the line of code that runs a statement into the statement, as a comment, for whoever looks at the server. No value
     * ever gets there. Costs a look at the stack for each statement, and a prepared statement for each line.
     */
    public DatabaseBuilder commentStatements() {
        journal.comments();
        return this;
    }

    Map<Table<?>, Meaning<?, ?>> meanings() {
        return meanings;
    }

    List<Shape> shapes() {
        return List.copyOf(shapes);
    }

    Messages messages() {
        return messages;
    }

    EveryModel everyModel() {
        return everyModel;
    }

    JournalSetup journal() {
        return journal;
    }

    TransactionOptions transactions() {
        return transactions;
    }

    AmbientTransactions ambient() {
        return ambient;
    }

    /** What keeps tenants apart; null where nobody said how they are told. */
    @Nullable
    RowSecurity rowSecurity() {
        if (tenantSetting == null) {
            if (!shared.isEmpty()) {
                throw new DefinitionException(
                        "sharedByTenants(..) means nothing without tenants; say c.tenantSetting(\"app.tenant\"), or take it out.");
            }
            return null;
        }
        return new RowSecurity(tenantSetting, shared);
    }

    @Nullable
    String cursorSecret() {
        return cursorSecret;
    }

    Clock clock() {
        return clock;
    }

    @Nullable
    Strategy strategy() {
        return strategy;
    }

    ReplicaSetup replica() {
        return replica;
    }

    PoolSetup pool() {
        return pool;
    }
}
