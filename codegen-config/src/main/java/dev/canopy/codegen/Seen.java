package dev.canopy.codegen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.meta.TableDefinition;

/**
 * What PostgreSQL's catalog says of constraints and partitions and jOOQ's model does not have.
 *
 * @param columns for each table the columns of each of its constraints and unique indexes that no key of jOOQ's describes
 * @param parts for each partitioned table its parts, however deep
 */
record Seen(Map<String, Map<String, List<String>>> columns, Map<String, List<String>> parts) {
    /** Checks and exclusions; unique indexes on expressions, whose columns are those that an expression names; those of parts. */
    private static final String COLUMNS = """
        select n.nspname || '.' || t.relname, c.conname, a.attname
        from pg_constraint c
        join pg_class t on t.oid = c.conrelid
        join pg_namespace n on n.oid = t.relnamespace
        cross join lateral unnest(c.conkey) with ordinality as k (num, nth)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num
        where c.contype in ('c', 'x') and n.nspname not in ('pg_catalog', 'information_schema')
        union all
        select n.nspname || '.' || t.relname, i.relname, a.attname
        from pg_index x
        join pg_class i on i.oid = x.indexrelid
        join pg_class t on t.oid = x.indrelid
        join pg_namespace n on n.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        where x.indisunique and x.indexprs is not null and n.nspname not in ('pg_catalog', 'information_schema')
            and exists (
                select from generate_series(1, x.indnkeyatts) as key
                where pg_get_indexdef(x.indexrelid, key, false)
                    ~ ('\\m' || regexp_replace(a.attname, '(\\W)', '\\\\\\1', 'g') || '\\M'))
        union all
        select n.nspname || '.' || r.relname, i.relname, a.attname
        from pg_index x
        join pg_class i on i.oid = x.indexrelid
        join pg_class t on t.oid = x.indrelid
        join pg_class r on r.oid = pg_partition_root(t.oid)
        join pg_namespace n on n.oid = r.relnamespace
        cross join lateral unnest(x.indkey) with ordinality as k (num, nth)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num
        where x.indisunique and x.indexprs is null and t.relispartition and k.nth <= x.indnkeyatts
        """;

    private static final String PARTS = """
        with recursive part (root, oid) as (
            select inhparent, inhrelid from pg_inherits join pg_class on oid = inhparent
            where relkind = 'p' and not relispartition
            union all
            select root, inhrelid from pg_inherits join part on inhparent = oid)
        select rn.nspname || '.' || r.relname, n.nspname || '.' || t.relname
        from part
        join pg_class r on r.oid = part.root
        join pg_namespace rn on rn.oid = r.relnamespace
        join pg_class t on t.oid = part.oid
        join pg_namespace n on n.oid = t.relnamespace
        order by 1, 2
        """;

    static Seen in(Connection connection) {
        Map<String, Map<String, List<String>>> columns = new HashMap<>();
        Map<String, List<String>> parts = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS);
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                columns.computeIfAbsent(found.getString(1), table -> new TreeMap<>())
                        .computeIfAbsent(found.getString(2), constraint -> new ArrayList<>())
                        .add(found.getString(3));
            }
        } catch (SQLException failed) {
            throw new GenerationException("The constraints cannot be read: " + failed.getMessage(), failed);
        }
        try (PreparedStatement query = connection.prepareStatement(PARTS);
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                parts.computeIfAbsent(found.getString(1), table -> new ArrayList<>())
                        .add(found.getString(2));
            }
        } catch (SQLException failed) {
            throw new GenerationException("The partitions cannot be read: " + failed.getMessage(), failed);
        }
        return new Seen(columns, parts);
    }

    Map<String, List<String>> columns(TableDefinition table) {
        return columns.getOrDefault(table.getQualifiedName(), Map.of());
    }

    List<String> parts(TableDefinition table) {
        return parts.getOrDefault(table.getQualifiedName(), List.of());
    }

    /** The tables that are only a part of another one. */
    Set<String> allParts() {
        return Set.copyOf(parts.values().stream().flatMap(List::stream).toList());
    }
}
