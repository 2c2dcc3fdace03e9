package dev.canopy.codegen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.InverseForeignKeyDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.UniqueKeyDefinition;

/**
 * The associations of one table and their names, by rules that do not depend on what else is in the schema.
 *
 * <ul>
 *   <li>To a parent: the key's column without {@code _id}; without that suffix the parent's singular, {@code _BY_} and the
 *       column. Of several columns the one that no other key shares, else the last.
 *   <li>To children: the child's table. Of several keys the one whose column stands first keeps the plain name, the others
 *       add {@code _BY_} and their own role, so that a new key renames nothing; a reference to the same table always adds it.
 *   <li>Across a junction: the far table, and {@code _BY_} the role or the junction where that is taken.
 *   <li>Columns and the table's own constant keep their names. On a clash the association adds {@code _BY_} and its column,
 *       then its constraint's name.
 * </ul>
 */
final class Links {
    private Links() {}

    static List<Link> of(TableDefinition table) {
        List<Link> links = new ArrayList<>();
        Distinct constants = Distinct.names();
        constants.add(Spelling.constant(table.getName()));
        table.getColumns().forEach(column -> constants.add(Spelling.constant(column.getName())));
        for (ForeignKeyDefinition key : table.getForeignKeys()) {
            add(links, constants, Link.Kind.BELONGS_TO, parentNames(key), key);
        }
        for (ForeignKeyDefinition key : inverse(table)) {
            boolean one = isUnique(key);
            add(links, constants, one ? Link.Kind.HAS_ONE : Link.Kind.HAS_MANY, childNames(table, key, one), key);
        }
        for (ForeignKeyDefinition near : inverse(table)) {
            farKey(near).ifPresent(far -> {
                String constant = constants.take("_", junctionNames(table, near, far));
                links.add(new Link(Link.Kind.BELONGS_TO_MANY, constant, Spelling.member(constant), near, far));
            });
        }
        return links;
    }

    private static void add(
            List<Link> links, Distinct constants, Link.Kind kind, List<String> candidates, ForeignKeyDefinition key) {
        String constant = constants.take("_", candidates);
        links.add(new Link(kind, constant, Spelling.member(constant), key, null));
    }

    private static List<String> parentNames(ForeignKeyDefinition key) {
        String column = naming(key).getName();
        String plain = Spelling.stem(column)
                .map(Spelling::constant)
                .orElseGet(() -> singular(key.getReferencedTable()) + "_BY_" + Spelling.constant(column));
        return List.of(
                plain, plain + "_BY_" + Spelling.constant(column), plain + "_BY_" + Spelling.constant(key.getName()));
    }

    private static List<String> childNames(TableDefinition parent, ForeignKeyDefinition key, boolean one) {
        TableDefinition child = key.getTable();
        String plain = one ? singular(child) : Spelling.constant(child.getName());
        String role = role(key);
        String byRole = plain + "_BY_" + role;
        String byConstraint = plain + "_BY_" + Spelling.constant(key.getName());
        boolean named = child.equals(parent) || !isFirst(key);
        return named ? List.of(byRole, byConstraint) : List.of(plain, byRole, byConstraint);
    }

    private static List<String> junctionNames(
            TableDefinition table, ForeignKeyDefinition near, ForeignKeyDefinition far) {
        String plain = Spelling.constant(far.getReferencedTable().getName());
        String byRole = plain + "_BY_" + role(far);
        String byJunction = plain + "_BY_" + Spelling.constant(near.getTable().getName());
        String byConstraint = plain + "_BY_" + Spelling.constant(far.getName());
        return far.getReferencedTable().equals(table)
                ? List.of(byRole, byConstraint)
                : List.of(plain, byJunction, byConstraint);
    }

    /** The other key of a junction: its primary or a unique key is these two keys and nothing else. */
    private static Optional<ForeignKeyDefinition> farKey(ForeignKeyDefinition near) {
        TableDefinition junction = near.getTable();
        for (ForeignKeyDefinition far : junction.getForeignKeys()) {
            if (far.equals(near)) {
                continue;
            }
            Set<ColumnDefinition> both = new HashSet<>(near.getKeyColumns());
            boolean disjoint = both.addAll(far.getKeyColumns())
                    && both.size()
                            == near.getKeyColumns().size() + far.getKeyColumns().size();
            UniqueKeyDefinition primary = junction.getPrimaryKey();
            if (disjoint && primary != null && both.equals(Set.copyOf(primary.getKeyColumns()))) {
                return Optional.of(far);
            }
        }
        return Optional.empty();
    }

    private static List<ForeignKeyDefinition> inverse(TableDefinition table) {
        return table.getInverseForeignKeys().stream()
                .map(InverseForeignKeyDefinition::getForeignKey)
                .sorted(Comparator.comparing(
                                (ForeignKeyDefinition key) -> key.getTable().getQualifiedName())
                        .thenComparingInt(key -> key.getKeyColumns().getFirst().getPosition())
                        .thenComparing(ForeignKeyDefinition::getName))
                .toList();
    }

    private static boolean isFirst(ForeignKeyDefinition key) {
        return key.getTable().getForeignKeys().stream()
                .filter(other -> other.getReferencedTable().equals(key.getReferencedTable()))
                .allMatch(other -> other.equals(key)
                        || naming(other).getPosition() > naming(key).getPosition());
    }

    private static boolean isUnique(ForeignKeyDefinition key) {
        Set<ColumnDefinition> columns = Set.copyOf(key.getKeyColumns());
        return key.getTable().getKeys().stream()
                .anyMatch(unique -> Set.copyOf(unique.getKeyColumns()).equals(columns));
    }

    /** The column that gives a key its name: the one that no other foreign key shares, else the last. */
    private static ColumnDefinition naming(ForeignKeyDefinition key) {
        return key.getKeyColumns().stream()
                .filter(column -> key.getTable().getForeignKeys().stream()
                        .noneMatch(other ->
                                !other.equals(key) && other.getKeyColumns().contains(column)))
                .findFirst()
                .orElse(key.getKeyColumns().getLast());
    }

    private static String role(ForeignKeyDefinition key) {
        String column = naming(key).getName();
        return Spelling.constant(Spelling.stem(column).orElse(column));
    }

    private static String singular(TableDefinition table) {
        return Spelling.constant(Inflector.singular(table.getName()));
    }
}
