package dev.canopy.sql;

import java.io.Serial;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A refusal without the server's words, which may show values that are kept secret. */
final class Unspoken extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String detail;

    /** @param detail is compared with and never shown */
    Unspoken(SQLException told, String state, @Nullable String detail) {
        super(
                "SQLSTATE %s; the server's words are left out, for they may show values that are kept secret."
                        .formatted(state),
                state,
                told.getErrorCode());
        this.detail = detail;
        setStackTrace(told.getStackTrace());
    }

    @Nullable
    String detail() {
        return detail;
    }
}
