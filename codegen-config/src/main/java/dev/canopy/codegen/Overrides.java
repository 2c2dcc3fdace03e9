package dev.canopy.codegen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.TableDefinition;

/**
 * The names that a user chose. They stand in the properties of jOOQ's {@code <database>}, so that they reach the generator
 * however it is started:
 *
 * <ul>
 *   <li>{@code canopy.name.record.people = Human}: the record class of a table
 *   <li>{@code canopy.name.belongsTo.posts.author_id = writer}: the way from the table with the key to its parent
 *   <li>{@code canopy.name.inverse.posts.author_id = writings}: the way back
 *   <li>{@code canopy.name.manyToMany.post_tags.tag_id = labels}: the way across a junction, over this key to the far table
 *   <li>{@code canopy.recordNames = jooq}: all record classes as jOOQ calls them
 * </ul>
 *
 * <p>A key is called by its column or by its constraint's name; a table by its name, with its schema where two have it.
 */
final class Overrides {
    static final String NAME = "canopy.name.";
    static final String RECORD_NAMES = "canopy.recordNames";

    private final Map<String, String> names;
    private final RecordNames recordNames;

    private Overrides(Map<String, String> names, RecordNames recordNames) {
        this.names = Map.copyOf(names);
        this.recordNames = recordNames;
    }

    static Overrides of(Properties properties) {
        Map<String, String> names = new TreeMap<>();
        for (String property : properties.stringPropertyNames()) {
            if (property.startsWith(NAME)) {
                names.put(
                        property.substring(NAME.length()),
                        properties.getProperty(property).strip());
            }
        }
        String word = properties.getProperty(RECORD_NAMES);
        return new Overrides(names, word == null ? RecordNames.SINGULAR : RecordNames.of(word.strip()));
    }

    RecordNames recordNames() {
        return recordNames;
    }

    Optional<String> recordClass(TableDefinition table) {
        return chosen(ofRecord(table)).map(name -> {
            if (!Spelling.isName(name)) {
                throw new GenerationException("The name \"%s\" for record.%s is not one that a Java class can have."
                        .formatted(name, table.getName()));
            }
            return name;
        });
    }

    /** The constant of an association. */
    Optional<String> association(Link.Kind kind, ForeignKeyDefinition key) {
        List<String> spellings = ofAssociation(kind, key);
        return chosen(spellings).map(name -> {
            String constant = Spelling.constantOf(name);
            if (!Spelling.isName(constant)) {
                throw new GenerationException("The name \"%s\" for %s is not one that a Java field can have."
                        .formatted(name, spellings.getFirst()));
            }
            return constant;
        });
    }

    /**
     * Every name must have found what it is for.
     *
     * @param links all that there are
     */
    void requireMatched(List<TableDefinition> tables, List<Link> links) {
        List<List<String>> objects = new ArrayList<>();
        tables.forEach(table -> objects.add(ofRecord(table)));
        links.forEach(link -> objects.add(ofAssociation(link.kind(), link.namingKey())));
        Set<String> known = new LinkedHashSet<>();
        objects.forEach(known::addAll);
        for (String name : names.keySet().stream().sorted().toList()) {
            long matches =
                    objects.stream().filter(object -> object.contains(name)).count();
            if (matches == 0) {
                throw new GenerationException("Nothing is called %s, so the name \"%s\" has no use; the nearest is %s."
                        .formatted(name, names.get(name), Nearest.to(name, known)));
            }
            if (matches > 1) {
                throw new GenerationException(
                        "%s means %d things; put the schema before the table, or use the constraint's name."
                                .formatted(name, matches));
            }
        }
    }

    private Optional<String> chosen(List<String> spellings) {
        return spellings.stream().filter(names::containsKey).findFirst().map(names::get);
    }

    private static List<String> ofRecord(TableDefinition table) {
        return List.of(
                "record." + table.getName(), "record." + table.getSchema().getName() + "." + table.getName());
    }

    private static List<String> ofAssociation(Link.Kind kind, ForeignKeyDefinition key) {
        String word = switch (kind) {
            case BELONGS_TO -> "belongsTo.";
            case HAS_ONE, HAS_MANY -> "inverse.";
            case BELONGS_TO_MANY -> "manyToMany.";
        };
        List<String> spellings = new ArrayList<>();
        String table = key.getTable().getName();
        for (String qualified : List.of(table, key.getTable().getSchema().getName() + "." + table)) {
            spellings.add(word + qualified + "." + Links.naming(key).getName());
            spellings.add(word + qualified + "." + key.getName());
        }
        return spellings;
    }
}
