package dev.canopy.association;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Table;
import org.jooq.UniqueKey;

/** A Database's aliases of tables, each made once: an alias costs as much as its table has columns. Thread-safe. */
public final class Aliases {
    private final Map<Position, Table<?>> interned = new ConcurrentHashMap<>();

    /** None yet. */
    public Aliases() {}

    /** The table without the name that somebody else gave it, which its key still knows; a table without a key as it is. */
    public static Table<?> declared(Table<?> table) {
        UniqueKey<?> key = table.getPrimaryKey();
        return key == null || key.getTable().getClass() != table.getClass() ? table : key.getTable();
    }

    /** The table under this name, always the same value for the same table; names that others give are without number. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a generated table's as(..) returns its own class
    public <T extends Table<?>> T of(T table, String alias) {
        if (declared(table) != table) {
            return (T) table.as(alias);
        }
        Position position = new Position(table, alias);
        Table<?> known = interned.get(position);
        return (T) (known == null ? interned.computeIfAbsent(position, unknown -> table.as(alias)) : known);
    }

    /** Compared by identity: tables of two schemas or class loaders may share a name. */
    @SuppressWarnings("ReferenceEquality") // identity is meant
    private record Position(Table<?> table, String alias) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Position position && position.table == table && position.alias.equals(alias);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(table) + alias.hashCode();
        }
    }
}
