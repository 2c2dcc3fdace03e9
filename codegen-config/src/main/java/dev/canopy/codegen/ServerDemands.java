package dev.canopy.codegen;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalog demands of the values of each table; it is written into the table's class. */
final class ServerDemands {
    /**
     * A column on the way down through its domains, one row for each step. A type without domains is the only one, or the last.
     */
    private static final String STEPS = """
        with recursive step as (
            select c.oid as relation, a.attnum, a.attname, a.atttypid as type, a.atttypmod as modifier, a.attcollation as collation
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
                and n.nspname not in ('pg_catalog', 'information_schema')
            union all
            select s.relation, s.attnum, s.attname, t.typbasetype, t.typtypmod, s.collation
            from step s join pg_type t on t.oid = s.type
            where t.typtype = 'd')
        """;

    /** Types of columns that a check or their length limits; what a collation takes for equal is left to the server. */
    private static final String TYPES = STEPS + """
        select n.nspname || '.' || c.relname, s.attname, format_type(s.type, s.modifier)
        from step s
        join pg_class c on c.oid = s.relation
        join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = s.type
        left join pg_collation l on l.oid = s.collation
        where t.typtype <> 'd' and coalesce(l.collisdeterministic, true)
            and (s.modifier >= 0
                or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and s.attnum = any(k.conkey))
                or exists (select from step d join pg_constraint k on k.contypid = d.type
                           where d.relation = s.relation and d.attnum = s.attnum and k.contype = 'c'))
        order by 1, s.attnum
        """;

    /** Columns without a default of their own whose domain has one. */
    private static final String FILLED = STEPS + """
        select distinct n.nspname || '.' || c.relname, s.attname, s.attnum
        from step s
        join pg_class c on c.oid = s.relation
        join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = s.type
        where t.typtype = 'd' and t.typdefault is not null
        order by 1, 3
        """;

    /** Checks that new rows must meet, of tables and of domains. Before version 18 all of them are enforced. */
    private static final String CHECKS = STEPS + """
        select n.nspname || '.' || c.relname, k.conname, null, pg_get_expr(k.conbin, k.conrelid)
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        where k.contype = 'c' and coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
            and n.nspname not in ('pg_catalog', 'information_schema')
        union all
        select n.nspname || '.' || c.relname, k.conname, s.attname, pg_get_expr(k.conbin, 0)
        from step s
        join pg_constraint k on k.contypid = s.type
        join pg_class c on c.oid = s.relation
        join pg_namespace n on n.oid = c.relnamespace
        where k.contype = 'c'
        order by 1, 3 nulls first, 2
        """;

    private final Map<String, List<String>> calls = new HashMap<>();

    private ServerDemands() {}

    static ServerDemands in(Connection connection) {
        ServerDemands demands = new ServerDemands();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery(TYPES)) {
                while (found.next()) {
                    demands.add(found, "type", found.getString(2), found.getString(3));
                }
            }
            try (ResultSet found = statement.executeQuery(FILLED)) {
                while (found.next()) {
                    demands.add(found, "filled", found.getString(2));
                }
            }
            try (ResultSet found = statement.executeQuery(CHECKS)) {
                while (found.next()) {
                    String column = found.getString(3);
                    if (column == null) {
                        demands.add(found, "check", found.getString(2), found.getString(4));
                    } else {
                        demands.add(found, "check", found.getString(2), column, found.getString(4));
                    }
                }
            }
        } catch (SQLException failed) {
            throw new GenerationException("The demands of the tables cannot be read: " + failed.getMessage(), failed);
        }
        return demands;
    }

    /** The calls on {@code Demands.none()} that tell the demands of this table; empty if there are none. */
    List<String> calls(TableDefinition table) {
        return calls.getOrDefault(table.getQualifiedName(), List.of());
    }

    private void add(ResultSet found, String call, @Nullable String... arguments) throws SQLException {
        List<String> literals = new ArrayList<>();
        for (String argument : arguments) {
            literals.add(literal(Objects.requireNonNull(argument)));
        }
        calls.computeIfAbsent(found.getString(1), table -> new ArrayList<>())
                .add(".%s(%s)".formatted(call, String.join(", ", literals)));
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> literal.append((char) c);
            }
        });
        return literal.append('"').toString();
    }
}
