package dev.canopy.sql;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * For whom a transaction is, as policies of row-level security read it (PostgreSQL's manual, "Row Security Policies"): a setting
 * that holds until the transaction ends and not a moment longer.
 *
 * @param security what binds the role to it
 * @param value whose rows may be seen
 */
public record Tenant(RowSecurity security, String value) {
    public Tenant {
        if (value.isBlank()) {
            throw new DefinitionException("forTenant(\"%s\") names no tenant; give its key.".formatted(value));
        }
    }

    /** The name of the setting. */
    String setting() {
        return security.setting();
    }

    /** Options with the setting. */
    TransactionOptions on(TransactionOptions options) {
        return options.setting(setting(), value);
    }

    /** Refuses options that would change it. */
    TransactionOptions kept(TransactionOptions options) {
        if (!value.equals(options.settings().get(setting()))) {
            throw new TransactionException(
                    "setting(\"%s\", ..) is what tells the tenant, and this is the Database of tenant %s; take it out."
                            .formatted(setting(), value));
        }
        return options;
    }

    /** Refuses to work in a transaction that is another's, or nobody's. */
    void requireIn(TransactionOptions options) {
        String other = options.settings().get(setting());
        if (!value.equals(other)) {
            throw new TransactionException(
                    "The Database of tenant %s was asked inside a transaction of %s; end that one first, or say forTenant(..).transaction(t -> t.separate(), ..)."
                            .formatted(value, other == null ? "no tenant" : "tenant " + other));
        }
    }

    /** Tells a transaction that was begun elsewhere, which must not be another's. One statement, and one more for a new role. */
    void enter(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true), "
                + RowSecurity.QUESTION + " where coalesce(current_setting(?, true), '') in ('', ?)")) {
            statement.setString(1, setting());
            statement.setString(2, value);
            statement.setString(3, setting());
            statement.setString(4, value);
            try (ResultSet answer = statement.executeQuery()) {
                if (!answer.next()) {
                    throw new TransactionException(
                            "The Database of tenant %s was asked inside a transaction, begun elsewhere, of another tenant; end that one first."
                                    .formatted(value));
                }
                security.require(connection, answer, 2);
            }
        }
    }
}
