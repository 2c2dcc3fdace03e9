package dev.canopy;

import static java.util.stream.Collectors.toSet;

import dev.canopy.association.Aliases;
import dev.canopy.association.Deletion;
import dev.canopy.association.Described;
import dev.canopy.association.Scope;
import dev.canopy.error.ConstraintFacts;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.EveryModel;
import dev.canopy.model.Hooks;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.model.Rules;
import dev.canopy.plan.Models;
import dev.canopy.sql.ConstraintNames;
import dev.canopy.validation.Messages;
import dev.canopy.validation.RuleGroup;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Domain;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The models of a Database: what was defined, and for every other table a meaning without semantics. Thread-safe. */
final class Catalog implements Models, ConstraintNames {
    private final Map<Table<?>, Meaning<?, ?>> defined;
    private final EveryModel everyModel;
    private final boolean hearsOfFinds;
    private final Map<Class<?>, Hooks<?, ?>> hooks = new ConcurrentHashMap<>();
    private final Messages messages;
    /** Of tables whose aliases no key tells of. */
    private final Map<Class<?>, Meaning<?, ?>> withoutKey = new HashMap<>();

    private final Map<Class<?>, Field<?>> deletedAt = new HashMap<>();
    private final Map<Class<?>, Rules<?>> ofConditions = new HashMap<>();
    private final Map<Table<?>, Meaning<?, ?>> undefined = new ConcurrentHashMap<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Aliases aliases = new Aliases();

    Catalog(Map<Table<?>, Meaning<?, ?>> said, EveryModel everyModel, Messages messages) {
        this.everyModel = everyModel;
        this.messages = messages;
        Map<Table<?>, Meaning<?, ?>> whole = new HashMap<>();
        said.forEach(
                (table, meaning) -> whole.put(table, everyModel.and(meaning).speaking(messages)));
        this.defined = Map.copyOf(whole);
        this.hearsOfFinds = everyModel.hearsOfFinds()
                || whole.values().stream().anyMatch(meaning -> meaning.hooks().hearOfFinds());
        defined.forEach((table, meaning) -> {
            learn(table);
            hooks.put(table.getClass(), meaning.hooks());
            if (table.getPrimaryKey() == null) {
                withoutKey.put(table.getClass(), meaning);
            }
            if (meaning.upkeep().deletedAt() != null) {
                deletedAt.put(table.getClass(), meaning.upkeep().deletedAt());
            }
            if (meaning.rules().concernConditions()) {
                ofConditions.put(table.getClass(), meaning.rules());
            }
        });
    }

    /** Whether any model has a hook around finds or counts. */
    boolean hearsOfFinds() {
        return hearsOfFinds;
    }

    /** The hooks around finds of the table that goes by this alias. */
    Hooks<?, ?> hooks(Table<?> alias) {
        return hooks.computeIfAbsent(
                alias.getClass(), type -> everyModel.and(Meaning.none(alias)).hooks());
    }

    @Override
    public Meaning<?, ?> known(Table<?> table) {
        return meaning(table);
    }

    /** What the table means, by whatever alias it goes. */
    @SuppressWarnings(
            "unchecked") // a meaning is filed under its own table and nothing else; an alias is of the same class
    <T extends Table<R>, R extends Record> Meaning<T, R> meaning(T table) {
        T declared = (T) Aliases.declared(table);
        Meaning<?, ?> known = defined(table);
        if (known == null) {
            known = isListed(declared)
                    ? undefined.computeIfAbsent(declared, t -> undefined(declared))
                    : undefined(declared);
        }
        return (Meaning<T, R>) known;
    }

    /** What was defined for the table, by whatever alias it goes; null for nothing. */
    private @Nullable Meaning<?, ?> defined(Table<?> table) {
        Meaning<?, ?> known = defined.get(Aliases.declared(table));
        return known == null ? withoutKey.get(table.getClass()) : known;
    }

    private <T extends Table<R>, R extends Record> Meaning<T, R> undefined(T table) {
        learn(table);
        return everyModel.and(Meaning.none(table)).speaking(messages);
    }

    /** Whether the table is one of its schema's; there are no more of these, but any number of aliases and names. */
    private static boolean isListed(Table<?> table) {
        Schema schema = table.getSchema();
        return table.getPrimaryKey() != null || (schema != null && table.equals(schema.getTable(table.getName())));
    }

    @Override
    @SuppressWarnings("unchecked") // a meaning is filed under its own table and nothing else
    public <T extends Table<?>> List<Scope<T>> defaultScopes(T table) {
        Meaning<?, ?> known = defined(table);
        return known == null ? List.of() : (List<Scope<T>>) (List<?>) known.defaultScopes();
    }

    @Override
    @SuppressWarnings("unchecked") // a meaning is filed under its own table and nothing else
    public <T extends Table<?>> List<Scope<T>> permanentScopes(T table) {
        Meaning<?, ?> known = defined(table);
        return known == null
                ? List.of()
                : List.copyOf((Collection<Scope<T>>)
                        (Collection<?>) known.permanentScopes().values());
    }

    @Override
    public Aliases aliases() {
        return aliases;
    }

    @Override
    public Condition visible(Table<?> alias, Deletion deletion) {
        Field<?> column = deletedAt.get(alias.getClass());
        if (column == null || deletion == Deletion.SHOWN) {
            return DSL.noCondition();
        }
        Field<?> marked = alias.field(column);
        if (marked == null) {
            return DSL.noCondition();
        }
        return deletion == Deletion.HIDDEN ? marked.isNull() : marked.isNotNull();
    }

    @Override
    public Condition normal(Table<?> alias, Condition condition) {
        Rules<?> rules = ofConditions.get(alias.getClass());
        return rules == null ? condition : rules.normal(alias, condition);
    }

    /** The names of all columns whose values nobody may see. */
    Set<String> sensitive() {
        return defined.values().stream()
                .flatMap(meaning -> meaning.rules().sensitive().stream())
                .collect(toSet());
    }

    /** A group that no rule is in was meant otherwise. */
    void requireKnown(RuleGroup group) {
        if (defined.values().stream()
                .noneMatch(meaning -> meaning.rules().groups().contains(group))) {
            throw new DefinitionException(
                    "No rule of this Database is in the group \"%s\", so nothing can be skipped; put one into it with m.validate(..).in(..)."
                            .formatted(group));
        }
    }

    @Override
    public String model(@Nullable String schema, String table) {
        return table(schema, table).map(ModelName::of).orElse(table);
    }

    @Override
    public String property(@Nullable String schema, String table, String column) {
        return PropertyName.of(column);
    }

    @Override
    public ConstraintFacts constraint(@Nullable String schema, String table, String constraint) {
        return new ConstraintFacts(
                constraint,
                table,
                table(schema, table).map(known -> fields(known, constraint)).orElse(List.of()));
    }

    @Override
    public Optional<String> referred(@Nullable String schema, String table, String foreignKey) {
        return table(schema, table)
                .flatMap(known -> known.getReferences().stream()
                        .filter(key -> key.getName().equals(foreignKey))
                        .map(key -> ModelName.of(key.getKey().getTable()))
                        .findFirst());
    }

    @Override
    public List<String> columnsOfDomain(@Nullable String schema, String domain) {
        return schemas.values().stream()
                .flatMap(known -> known.getTables().stream())
                .flatMap(Table::fieldStream)
                .filter(column -> {
                    Domain<?> of = column.getDataType().getDomain();
                    return of != null && of.getName().equals(domain);
                })
                .map(column -> ModelName.of(Objects.requireNonNull(((TableField<?, ?>) column).getTable())) + "."
                        + PropertyName.of(column))
                .toList();
    }

    @Override
    public boolean hasSecrets(@Nullable String schema, @Nullable String table) {
        if (table == null) {
            return defined.values().stream()
                    .anyMatch(meaning -> !meaning.rules().sensitive().isEmpty());
        }
        return table(schema, table)
                .map(defined::get)
                .filter(meaning -> !meaning.rules().sensitive().isEmpty())
                .isPresent();
    }

    @Override
    public String message(
            @Nullable String schema, String table, String constraint, String property, String rule, String otherwise) {
        return table(schema, table)
                .<Meaning<?, ?>>map(this::known)
                .map(meaning -> meaning.rules().message(constraint, property, rule, otherwise))
                .orElse(otherwise);
    }

    private static List<String> fields(Table<?> table, String constraint) {
        for (Key<?> key : table.getKeys()) {
            if (key.getName().equals(constraint)) {
                return key.getFields().stream().map(PropertyName::of).toList();
            }
        }
        for (ForeignKey<?, ?> key : table.getReferences()) {
            if (key.getName().equals(constraint)) {
                return key.getFields().stream().map(PropertyName::of).toList();
            }
        }
        for (Index index : table.getIndexes()) {
            if (index.getName().equals(constraint)) {
                return index.getFields().stream()
                        .map(SortField::getName)
                        .map(PropertyName::of)
                        .toList();
            }
        }
        return table instanceof Described described
                ? described.constraintColumns().getOrDefault(constraint, List.of()).stream()
                        .map(PropertyName::of)
                        .toList()
                : List.of();
    }

    private Optional<? extends Table<?>> table(@Nullable String schema, String table) {
        Schema known = schema == null ? null : schemas.get(schema);
        if (known != null) {
            Table<?> own = known.getTable(table);
            return own != null ? Optional.of(own) : divided(schema + "." + table);
        }
        // A tenant's schema has the tables of one that was generated.
        List<? extends Table<?>> everywhere = schemas.values().stream()
                .flatMap(each -> Stream.ofNullable(each.getTable(table)))
                .toList();
        return everywhere.size() == 1 ? Optional.of(everywhere.getFirst()) : Optional.empty();
    }

    /** The table that this one is a part of. */
    private Optional<? extends Table<?>> divided(String part) {
        return schemas.values().stream()
                .flatMap(schema -> schema.getTables().stream())
                .filter(table -> table instanceof Described described
                        && described.partitions().contains(part))
                .findFirst();
    }

    @Override
    public void meet(Table<?> table) {
        learn(table);
    }

    private void learn(Table<?> table) {
        Schema schema = table.getSchema();
        if (schema != null) {
            schemas.putIfAbsent(schema.getName(), schema);
        }
    }
}
