package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Schema;
import org.jooq.Table;

/**
 * That policies of row-level security bind the role of a service on every table that it may use (PostgreSQL's manual, "Row
 * Security Policies"): they bind no superuser, no role with BYPASSRLS, no owner unless they are forced, and nobody on a table
 * where they are not enabled. Of all tenants of a Database. Thread-safe.
 */
public final class RowSecurity {
    /** What every transaction of a tenant asks: whether nothing binds the role at all, and who it is. */
    static final String QUESTION =
            "(select rolsuper or rolbypassrls from pg_roles where rolname = current_user), current_user";

    private static final int MOST = 10;

    /**
     * What the role may use and no policy can bind it on, and how to mend it. A part of a divided table is reached by the whole,
     * whose policies hold; what belongs to an extension is nobody's; a view is read with the rights of its owner unless it says
     * otherwise.
     */
    private static final String UNBOUND = """
        select c.oid::regclass::text, case
            when c.relkind = 'v' then 'alter view ' || c.oid::regclass || ' set (security_invoker = true)'
            when c.relkind in ('m', 'f') then 'revoke all on ' || c.oid::regclass || ' from ' || quote_ident(current_user)
            else 'alter table ' || c.oid::regclass
                || case when c.relrowsecurity then '' else ' enable row level security' end
                || case when c.relrowsecurity or not pg_has_role(c.relowner, 'usage') then '' else ',' end
                || case when pg_has_role(c.relowner, 'usage') then ' force row level security' else '' end
            end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
            and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
            and has_schema_privilege(n.oid, 'usage')
            and (has_any_column_privilege(c.oid, 'select, insert, update') or has_table_privilege(c.oid, 'delete, truncate'))
            and not row_security_active(c.oid)
            and not (c.relkind = 'v' and exists (select from pg_options_to_table(c.reloptions)
                where case option_name when 'security_invoker' then option_value::boolean else false end))
            and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
            and not exists (select from unnest(?::text[]) shared where to_regclass(shared) = c.oid)
        order by 1\
        """;

    private final String setting;
    private final List<String> shared;
    private final Set<String> bound = ConcurrentHashMap.newKeySet();

    /**
     * What is to be bound.
     *
     * @param setting the name of the setting that the policies read
     * @param shared the tables that are meant for all tenants
     */
    public RowSecurity(String setting, List<? extends Table<?>> shared) {
        this.setting = setting;
        this.shared = shared.stream().map(RowSecurity::name).toList();
    }

    String setting() {
        return setting;
    }

    /**
     * Refuses a role that policies do not bind. One statement for each role, the first time that it is met.
     *
     * @param answer to the {@link #QUESTION}
     * @param column where it begins
     */
    void require(Connection connection, ResultSet answer, int column) throws SQLException {
        if (answer.getBoolean(column)) {
            throw new TransactionException(
                    "The Database signs in as a superuser or with BYPASSRLS, whom row-level security does not bind, so"
                            + " forTenant(..) would show every tenant's rows; sign in as a role without.");
        }
        String role = Objects.requireNonNull(answer.getString(column + 1));
        if (!bound.contains(role)) {
            requireBound(connection, role);
            bound.add(role);
        }
    }

    private void requireBound(Connection connection, String role) throws SQLException {
        List<String> tables = new ArrayList<>();
        List<String> mends = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNBOUND)) {
            Array names = connection.createArrayOf("text", shared.toArray());
            statement.setArray(1, names);
            try (ResultSet unbound = statement.executeQuery()) {
                while (unbound.next()) {
                    tables.add(unbound.getString(1));
                    mends.add(unbound.getString(2));
                }
            }
            names.free();
        }
        if (!tables.isEmpty()) {
            throw new TransactionException(
                    "Row-level security does not bind the role %s on %s, so forTenant(..) would show every tenant's rows there; give each a policy and say: %s. Or sign in as a role that is not the owner, take the role's rights away, or name what is meant for all tenants in c.sharedByTenants(..)."
                            .formatted(role, some(tables, ", "), some(mends, "; ")));
        }
    }

    private static String some(List<String> all, String between) {
        return all.size() <= MOST
                ? String.join(between, all)
                : String.join(between, all.subList(0, MOST)) + between + "and " + (all.size() - MOST) + " more";
    }

    private static String name(Table<?> table) {
        Schema schema = table.getSchema();
        return (schema == null ? "" : quoted(schema.getName()) + ".") + quoted(table.getName());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
