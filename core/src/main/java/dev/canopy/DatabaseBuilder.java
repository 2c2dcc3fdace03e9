package dev.canopy;

import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.Definition;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelBuilder;
import dev.canopy.model.ModelName;
import dev.canopy.sql.AmbientTransactions;
import dev.canopy.sql.ExecutedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Takes down how a Database is to be, within the call that makes it. Not thread-safe. */
public final class DatabaseBuilder {
    private final Map<Table<?>, Meaning<?, ?>> meanings = new LinkedHashMap<>();
    private final List<Consumer<ExecutedStatement>> observers = new ArrayList<>();
    private AmbientTransactions ambient = AmbientTransactions.none();
    private Clock clock = Clock.systemUTC();
    private int poolSize = 10;
    private @Nullable String cursorSecret;
    private @Nullable Strategy strategy;

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

    /** The clock for timestamps and soft deletion; the system's, unless a test wants another. */
    public DatabaseBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** How many connections the pool of {@code Database.connect} has at most; 10 unless said. */
    public DatabaseBuilder poolSize(int connections) {
        poolSize = connections;
        return this;
    }

    /**
     * Signs the cursors that slices hand out, so that nobody else can make one; of at least 32 characters, the same in all
     * instances of a service. Without it only damage is found, and a forged cursor moves within its query and no further.
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

    /** The transactions of a framework around Canopy, whose DataSource the Database uses. */
    public DatabaseBuilder ambient(AmbientTransactions newAmbient) {
        ambient = newAmbient;
        return this;
    }

    /** Is told of each statement after it ran, on the thread that ran it; must be quick and must not throw. */
    public DatabaseBuilder onStatement(Consumer<ExecutedStatement> observer) {
        observers.add(observer);
        return this;
    }

    Map<Table<?>, Meaning<?, ?>> meanings() {
        return meanings;
    }

    List<Consumer<ExecutedStatement>> observers() {
        return List.copyOf(observers);
    }

    AmbientTransactions ambient() {
        return ambient;
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

    int poolSize() {
        return poolSize;
    }
}
