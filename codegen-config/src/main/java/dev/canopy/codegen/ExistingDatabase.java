package dev.canopy.codegen;

import dev.canopy.Database;
import dev.canopy.error.ConnectionException;
import java.util.Optional;
import org.jooq.meta.jaxb.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * A database that is there already and that others migrate. It is read and nothing else.
 *
 * @param url such as {@code jdbc:postgresql://localhost/app}
 * @param user null where the URL says it, or the operating system's user is meant
 * @param password null where the URL says it or none is wanted
 */
record ExistingDatabase(
        String url, @Nullable String user, @Nullable String password) implements Source {
    @Override
    public void use(Work work) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new GenerationException(
                    "The URL \"%s\" is not PostgreSQL's; one such as jdbc:postgresql://localhost:5432/app is wanted."
                            .formatted(withoutParameters()));
        }
        // What the URL itself says of user and password has precedence in the driver.
        String signsIn = Optional.ofNullable(user).orElseGet(() -> System.getProperty("user.name"));
        String secret = Optional.ofNullable(password).orElse("");
        try (Database database = Database.connect(url, signsIn, secret, c -> c.poolSize(1))) {
            database.authenticate();
        } catch (ConnectionException refused) {
            throw new GenerationException(String.valueOf(refused.getMessage()), refused);
        }
        work.on(new Jdbc().withUrl(url).withUser(signsIn).withPassword(secret));
    }

    private String withoutParameters() {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
        return withoutParameters();
    }
}
