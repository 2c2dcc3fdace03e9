package dev.canopy.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The database that all contenders work on, near or far away, with its rows. */
public final class Lab implements AutoCloseable {
    private final PostgresServer server = PostgresServer.shared();
    private final ScratchDatabase database = server.createDatabase("benchmarks");
    private final Map<Setting, DelayProxy> proxies = new HashMap<>();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final AtomicReference<@Nullable Setting> setting = new AtomicReference<>();

    public Lab() {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        quiet();
    }

    /** From now on, pools lead to the server in this way. */
    void enter(Setting newSetting) {
        setting.set(newSetting);
    }

    /** A pool of the given setting's connections; the lab closes it when the setting is left. */
    public HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(user());
        config.setPassword(password());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** Where the database is, in the setting of now; for contenders that connect by themselves. */
    public String url() {
        Setting now = setting.get();
        if (now == null || now.addedMicros() == 0) {
            return database.url();
        }
        URI near = URI.create(database.url().substring("jdbc:".length()));
        DelayProxy proxy = proxies.computeIfAbsent(
                now, far -> DelayProxy.before(near.getHost(), near.getPort(), far.addedMicros()));
        String query = near.getRawQuery() == null ? "" : "?" + near.getRawQuery();
        return "jdbc:postgresql://127.0.0.1:%d%s%s".formatted(proxy.port(), near.getRawPath(), query);
    }

    public String user() {
        return server.user().orElse("");
    }

    public String password() {
        return server.password().orElse("");
    }

    /** Closes the pools of the setting. */
    void leave() {
        pools.forEach(HikariDataSource::close);
        pools.clear();
    }

    /** Runs statements that nobody measures. */
    void execute(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query that nobody measures, as lists. */
    List<List<@Nullable Object>> rows(String sql, Object... values) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                int width = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server says that it is. */
    String version() {
        return String.valueOf(rows("show server_version").getFirst().getFirst());
    }

    /** A throw-away server logs each statement for the tests' sake; that would be measured as well. */
    private void quiet() {
        try {
            execute("alter database \"%s\" set log_statement = 'none'".formatted(database.name()));
        } catch (IllegalStateException notAllowed) {
            System.err.println("The server may log statements, and this user cannot change that: " + notAllowed);
        }
    }

    @Override
    public void close() {
        leave();
        proxies.values().forEach(DelayProxy::close);
        database.close();
    }
}
