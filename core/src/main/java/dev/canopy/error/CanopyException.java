package dev.canopy.error;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whatever Canopy refuses or the database refused; the subtype says which meaning it has. */
public abstract class CanopyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    protected CanopyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The SQLSTATE that the server or the driver gave; empty where neither refused. */
    public final Optional<String> sqlState() {
        String found = null;
        for (Throwable e = getCause(); e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql.getSQLState();
            }
        }
        return Optional.ofNullable(found);
    }
}
