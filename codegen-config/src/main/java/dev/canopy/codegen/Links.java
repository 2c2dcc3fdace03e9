package dev.canopy.codegen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.InverseForeignKeyDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The associations of one table and their names, by rules that do not depend on what else is in the schema.
 *
 * <ul>
 *   <li>To a parent: the key's column without {@code _id}; without that suffix the parent's singular, {@code _BY_} and the
 *       column. Of several columns the one that no other key shares, else the last.
 *   <li>To children: the child's table. Of several keys the one whose column stands first keeps the plain name, the others
 *       add {@code _BY_} and their own role, so that a new key renames nothing; a reference to the same table always adds it.
 *   <li>Across a junction, which is a table with a primary or unique key over two foreign keys: the far table, and
 *       {@code _BY_} the role or the junction where that is taken.
 *   <li>Columns and the table's own constant keep their names. On a clash the association adds {@code _BY_} and its column,
 *       then its constraint's name. To a parent comes first, then to children, those of the same schema before others, then
 *       across junctions.
 * </ul>
 */
final class Links {
    /** Keys are told apart by their table, too: two tables may call theirs alike. */
    private static final Comparator<ForeignKeyDefinition> IN_ORDER = Comparator.comparing(
                    (ForeignKeyDefinition key) -> key.getTable().getQualifiedName())
            .thenComparingInt(key -> naming(key).getPosition())
            .thenComparing(ForeignKeyDefinition::getName);

    private final TableDefinition table;
    private final Names names;
    private final Distinct constants = Distinct.names();
    private final List<Link> links = new ArrayList<>();

    private Links(TableDefinition table, Names names) {
        this.table = table;
        this.names = names;
    }

    static List<Link> of(TableDefinition table, Names names) {
        return new Links(table, names).all();
    }

    private List<Link> all() {
        constants.add(names.constant(table));
        table.getColumns().forEach(column -> constants.add(Spelling.constant(column.getName()) + names.ending(column)));
        List<Unnamed> unnamed = new ArrayList<>();
        for (ForeignKeyDefinition key : table.getForeignKeys()) {
            unnamed.add(new Unnamed(Link.Kind.BELONGS_TO, parentNames(key), key, null));
        }
        for (ForeignKeyDefinition key : inverse()) {
            boolean one = isUnique(key);
            unnamed.add(new Unnamed(one ? Link.Kind.HAS_ONE : Link.Kind.HAS_MANY, childNames(key, one), key, null));
        }
        for (ForeignKeyDefinition near : inverse()) {
            for (ForeignKeyDefinition far : farKeys(near)) {
                unnamed.add(new Unnamed(Link.Kind.BELONGS_TO_MANY, junctionNames(near, far), near, far));
            }
        }
        // A name that somebody chose stands before any that a rule finds.
        Map<Unnamed, String> chosen = new HashMap<>();
        for (Unnamed link : unnamed) {
            names.overrides().association(link.kind(), link.namingKey()).ifPresent(name -> {
                if (constants.has(name)) {
                    throw new GenerationException(
                            "The name %s for %s.%s is taken by a column or another association of %s."
                                    .formatted(
                                            name,
                                            link.namingKey().getTable().getName(),
                                            naming(link.namingKey()).getName(),
                                            table.getName()));
                }
                constants.add(name);
                chosen.put(link, name);
            });
        }
        for (Unnamed link : unnamed) {
            String constant = chosen.containsKey(link) ? chosen.get(link) : constants.take("_", link.candidates());
            links.add(new Link(link.kind(), constant, Spelling.member(constant), link.key(), link.farKey()));
        }
        return List.copyOf(links);
    }

    /** An association whose name has not been decided yet. */
    private record Unnamed(
            Link.Kind kind,
            List<String> candidates,
            ForeignKeyDefinition key,
            @Nullable ForeignKeyDefinition farKey) {
        ForeignKeyDefinition namingKey() {
            return farKey == null ? key : farKey;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static List<String> parentNames(ForeignKeyDefinition key) {
        String column = naming(key).getName();
        String plain = Spelling.stem(column)
                .map(Spelling::constant)
                .orElseGet(() -> singular(key.getReferencedTable()) + "_BY_" + Spelling.constant(column));
        return List.of(
                plain, plain + "_BY_" + Spelling.constant(column), plain + "_BY_" + Spelling.constant(key.getName()));
    }

    private List<String> childNames(ForeignKeyDefinition key, boolean one) {
        TableDefinition child = key.getTable();
        String plain = one ? singular(child) : Spelling.constant(child.getName());
        String role = role(key);
        String byRole = plain + "_BY_" + role;
        String byConstraint = plain + "_BY_" + Spelling.constant(key.getName());
        boolean named = child.equals(table) || !isFirst(key);
        return named ? List.of(byRole, byConstraint) : List.of(plain, byRole, byConstraint);
    }

    private List<String> junctionNames(ForeignKeyDefinition near, ForeignKeyDefinition far) {
        String plain = Spelling.constant(far.getReferencedTable().getName());
        String byRole = plain + "_BY_" + role(far);
        String byJunction = plain + "_BY_" + Spelling.constant(near.getTable().getName());
        String byConstraint = plain + "_BY_" + Spelling.constant(far.getName());
        return far.getReferencedTable().equals(table)
                ? List.of(byRole, byConstraint)
                : List.of(plain, byJunction, byConstraint);
    }

    /** The other keys of a junction: the primary or a unique key is these two keys and nothing else. */
    private static List<ForeignKeyDefinition> farKeys(ForeignKeyDefinition near) {
        return near.getTable().getForeignKeys().stream()
                .filter(far -> !same(far, near) && isJunction(near, far))
                .toList();
    }

    private static boolean isJunction(ForeignKeyDefinition near, ForeignKeyDefinition far) {
        Set<ColumnDefinition> both = new HashSet<>(near.getKeyColumns());
        both.addAll(far.getKeyColumns());
        boolean disjoint =
                both.size() == near.getKeyColumns().size() + far.getKeyColumns().size();
        return disjoint
                && near.getTable().getKeys().stream().anyMatch(key -> both.equals(Set.copyOf(key.getKeyColumns())));
    }

    /** The keys of children; those in the table's own schema come first, so that another schema renames none of them. */
    private List<ForeignKeyDefinition> inverse() {
        return table.getInverseForeignKeys().stream()
                .map(InverseForeignKeyDefinition::getForeignKey)
                .sorted(Comparator.comparing((ForeignKeyDefinition key) ->
                                !key.getTable().getSchema().equals(table.getSchema()))
                        .thenComparing(IN_ORDER))
                .toList();
    }

    private static boolean isFirst(ForeignKeyDefinition key) {
        return key.getTable().getForeignKeys().stream()
                .filter(other -> other.getReferencedTable().equals(key.getReferencedTable()))
                .allMatch(other -> IN_ORDER.compare(key, other) <= 0);
    }

    private static boolean isUnique(ForeignKeyDefinition key) {
        Set<ColumnDefinition> columns = Set.copyOf(key.getKeyColumns());
        return key.getTable().getKeys().stream()
                .anyMatch(unique -> Set.copyOf(unique.getKeyColumns()).equals(columns));
    }

    /** The column that gives a key its name: the one that no other foreign key shares, else the last. */
    static ColumnDefinition naming(ForeignKeyDefinition key) {
        return key.getKeyColumns().stream()
                .filter(column -> key.getTable().getForeignKeys().stream()
                        .noneMatch(other ->
                                !same(other, key) && other.getKeyColumns().contains(column)))
                .findFirst()
                .orElse(key.getKeyColumns().getLast());
    }

    /** jOOQ calls keys equal that have one name in one schema. */
    private static boolean same(ForeignKeyDefinition one, ForeignKeyDefinition other) {
        return one.getTable().equals(other.getTable()) && one.getName().equals(other.getName());
    }

    private static String role(ForeignKeyDefinition key) {
        String column = naming(key).getName();
        return Spelling.constant(Spelling.stem(column).orElse(column));
    }

    private static String singular(TableDefinition table) {
        return Spelling.constant(Inflector.singular(table.getName()));
    }
}
