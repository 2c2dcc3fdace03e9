package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.NamedRows;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is written as SQL, with values bound by name. It is sent as it stands: no scope, no soft deletion, no hook. An
 * immutable value, safe between threads.
 *
 * {@snippet :
 * List<AuthorCount> counts = db.sql("select author_id, count(*) as posts from posts where created_at > :since group by 1")
 *         .bind("since", yesterday)
 *         .findAll(AuthorCount.class);
 * }
 */
public final class RawSql {
    private final Engine engine;
    private final NamedParameters parameters;
    private final Map<String, @Nullable Object> values;

    private RawSql(Engine engine, NamedParameters parameters, Map<String, @Nullable Object> values) {
        this.engine = engine;
        this.parameters = parameters;
        this.values = values;
    }

    static RawSql of(Engine engine, String sql) {
        return new RawSql(engine, NamedParameters.of(sql), Map.of());
    }

    /**
     * Gives the parameter {@code :name} a value, which is bound and never becomes a part of the text. A collection becomes an
     * array: {@code id = any(:ids)}.
     *
     * @throws DefinitionException if the statement has no such parameter, or a collection has values of several types
     */
    public RawSql bind(String name, @Nullable Object value) {
        if (!parameters.names().contains(name)) {
            throw new DefinitionException("The statement has no parameter :%s; it has %s."
                    .formatted(name, spoken(parameters.differentNames())));
        }
        if (value instanceof Collection<?> collection) {
            requireOneType(name, collection);
        }
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new RawSql(engine, parameters, Collections.unmodifiableMap(more));
    }

    /**
     * The rows as entities. One statement.
     *
     * @throws DefinitionException if it does not return exactly the table's columns
     */
    public <T extends Table<R>, R extends Record> List<R> findAll(T table) {
        return engine.find(table, statement());
    }

    /**
     * The rows as Java records, whose components are called as the columns are ({@code author_id} is {@code authorId}); or as
     * values of one column, for a class such as {@code Long}. One statement.
     *
     * @throws DefinitionException if components and columns do not match, or NULL comes for a primitive one
     */
    public <V> List<V> findAll(Class<V> shape) {
        return engine.transactions().during(() -> NamedRows.shapes(engine.dsl(), statement(), shape));
    }

    /** The first row as an entity. One statement, which is read to its end: say {@code limit 1} in it. */
    public <T extends Table<R>, R extends Record> Optional<R> findOne(T table) {
        return findAll(table).stream().findFirst();
    }

    /** The first row as a Java record or a value. One statement, which is read to its end: say {@code limit 1} in it. */
    public <V> Optional<V> findOne(Class<V> shape) {
        return findAll(shape).stream().findFirst();
    }

    /**
     * Runs a statement that returns no rows.
     *
     * @return how many rows it touched
     */
    public int execute() {
        return engine.transactions()
                .during(() -> engine.dsl().query("{0}", statement()).execute());
    }

    private QueryPart statement() {
        Set<String> missing = new TreeSet<>(parameters.names());
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw new DefinitionException("The statement has no value for %s; bind(\"%s\", ..) gives it one, also null."
                    .formatted(spoken(missing), missing.iterator().next()));
        }
        List<QueryPart> parts = new ArrayList<>();
        StringBuilder template = new StringBuilder();
        for (int i = 0; i < parameters.texts().size(); i++) {
            add(DSL.raw(parameters.texts().get(i)), parts, template);
            if (i < parameters.names().size()) {
                add(bound(values.get(parameters.names().get(i))), parts, template);
            }
        }
        return DSL.sql(template.toString(), parts.toArray(QueryPart[]::new));
    }

    private static void add(QueryPart part, List<QueryPart> parts, StringBuilder template) {
        template.append('{').append(parts.size()).append('}');
        parts.add(part);
    }

    private static QueryPart bound(@Nullable Object value) {
        if (!(value instanceof Collection<?> collection)) {
            return DSL.val(value);
        }
        List<Class<?>> types = types(collection);
        if (types.isEmpty()) {
            return DSL.inline(collection.stream().map(none -> "NULL").collect(Collectors.joining(",", "{", "}")));
        }
        Object[] array = (Object[]) Array.newInstance(types.getFirst(), collection.size());
        return DSL.val(collection.toArray(array));
    }

    private static void requireOneType(String name, Collection<?> values) {
        List<Class<?>> types = types(values);
        if (types.size() > 1) {
            throw new DefinitionException("The values of :%s are of several types (%s); give them one."
                    .formatted(
                            name,
                            String.join(
                                    ", ",
                                    types.stream().map(Class::getSimpleName).toList())));
        }
    }

    /** Of what there is; a constant of an enum may be of a class of its own. */
    private static List<Class<?>> types(Collection<?> values) {
        return values.stream()
                .filter(Objects::nonNull)
                .<Class<?>>map(
                        value -> value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass())
                .distinct()
                .toList();
    }

    private static String spoken(Set<String> names) {
        return names.isEmpty() ? "none" : ":" + String.join(", :", names);
    }
}
