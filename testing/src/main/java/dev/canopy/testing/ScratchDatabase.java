package dev.canopy.testing;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that was made for one purpose and is dropped when it is closed. */
public final class ScratchDatabase implements AutoCloseable {
    private final PostgresServer server;
    private final String name;
    private final PGSimpleDataSource dataSource;

    ScratchDatabase(PostgresServer server, String name, PGSimpleDataSource dataSource) {
        this.server = server;
        this.name = name;
        this.dataSource = dataSource;
    }

    /** The server that it is on. */
    public PostgresServer server() {
        return server;
    }

    /** Its name on the server; unlike any other's. */
    public String name() {
        return name;
    }

    /** Its JDBC URL, without user and password: those are the server's. */
    public String url() {
        return dataSource.getURL();
    }

    /** Connections to it, each a new one. */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Connections that take a savepoint before each statement: else the first refused one, which a test may be about, would end
     * the test's transaction.
     */
    DataSource forgiving() {
        PGSimpleDataSource forgiving = server.dataSource(name);
        try {
            forgiving.setProperty("autosave", "always");
        } catch (SQLException unknown) {
            throw new IllegalStateException("The PostgreSQL driver no longer knows autosave.", unknown);
        }
        return forgiving;
    }

    /** Drops it, whoever is still connected. */
    @Override
    public void close() {
        server.drop(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
