package dev.canopy.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The server behind a URL that was given. It ran before us and runs after us. */
record NamedServer(
        String url, @Nullable String user, @Nullable String password) implements RunningServer {
    static NamedServer at(Choice.Url choice) {
        NamedServer server = new NamedServer(choice.url(), choice.user(), choice.password());
        try (Connection connection = server.connect()) {
            if (!connection.isValid(10)) {
                throw new SQLException("the server did not answer within 10 seconds");
            }
        } catch (SQLException unreachable) {
            throw new PostgresServerException(
                    """
                    No PostgreSQL can be used at %s
                      cause: %s
                      mend:  start it or correct canopy.db (user and password: canopy.db.user, canopy.db.password), \
                    or leave canopy.db out to have a server started""".formatted(WithoutPassword.of(choice.url()), unreachable.getMessage()), unreachable);
        }
        return server;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public void stop() {}

    @Override
    public String toString() {
        return WithoutPassword.of(url);
    }
}
