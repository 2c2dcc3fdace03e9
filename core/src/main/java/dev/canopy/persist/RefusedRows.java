package dev.canopy.persist;

import static java.util.stream.Collectors.joining;

import dev.canopy.codec.InputText;
import dev.canopy.error.CanopyException;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.ConstraintFacts;
import dev.canopy.error.ConstraintRefusal;
import dev.canopy.error.ExclusionConstraintException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.model.Meaning;
import dev.canopy.model.PropertyName;
import dev.canopy.sql.RefusedValues;
import dev.canopy.validation.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows of a write a constraint has refused, and their values. The server gives no number, but the key that it refused, or
 * the whole row; those that have its values are the ones. A single row is looked at as well, for the server may have refused
 * another one, which a trigger has written.
 *
 * @param all the rows in the order in which they were given
 */
record RefusedRows<R extends Record>(Meaning<? extends Table<R>, R> meaning, List<R> all) {
    /** The server tells the beginning of a longer value. */
    private static final int TOLD_BYTES = 64;

    private static final int SHOWN = 60;

    /** The refusal with its rows and their values, where they are found. */
    <X extends CanopyException & ConstraintRefusal> CanopyException named(X refusal) {
        Throwable cause = Objects.requireNonNull(refusal.getCause());
        ConstraintRefusal kind = refusal;
        return named(
                refusal,
                kind.violations(),
                new ConstraintFacts(refusal.constraint(), refusal.table(), refusal.fields()),
                told -> switch (kind) {
                    case UniqueConstraintException e ->
                        new UniqueConstraintException(told.sentence, told.facts, told.violations, cause);
                    case NotNullException e -> new NotNullException(told.sentence, told.facts, told.violations, cause);
                    case CheckConstraintException e ->
                        new CheckConstraintException(told.sentence, told.facts, told.violations, cause);
                    case ExclusionConstraintException e ->
                        new ExclusionConstraintException(told.sentence, told.facts, told.violations, cause);
                    case ForeignKeyException e ->
                        new ForeignKeyException(told.sentence, told.facts, told.violations, e.side(), cause);
                });
    }

    private record Told(String sentence, ConstraintFacts facts, List<Violation> violations) {}

    private CanopyException named(
            CanopyException refusal,
            List<Violation> violations,
            ConstraintFacts facts,
            Function<Told, ? extends CanopyException> again) {
        List<Field<?>> columns = columns(facts.fields());
        List<Integer> found = RefusedValues.of(refusal.getCause())
                .map(values -> indexes(
                        refusal instanceof NotNullException || refusal instanceof CheckConstraintException
                                ? row -> values.mayBeRow(texts(row, List.of(row.fields()), TOLD_BYTES))
                                : row -> !columns.isEmpty() && values.areKey(texts(row, columns, Integer.MAX_VALUE))))
                .orElse(List.of());
        if (found.isEmpty()) {
            return refusal;
        }
        String said = Objects.requireNonNull(refusal.getMessage());
        String sentence = all.size() == 1 ? sentence(columns) : sentence(found, columns);
        return again.apply(new Told(
                sentence.isEmpty() ? said : said + " " + sentence,
                new ConstraintFacts(
                        facts.constraint(), facts.table(), facts.fields(), all.size() == 1 ? List.of() : found),
                found.size() == 1 ? valued(violations, all.get(found.getFirst())) : violations));
    }

    /** The same with the values that were refused, but for secret ones. */
    private List<Violation> valued(List<Violation> violations, R row) {
        return violations.stream()
                .map(told -> new Violation(
                        told.model(),
                        told.field(),
                        told.rule(),
                        told.message(),
                        columns(List.of(told.field())).stream()
                                .filter(this::isShown)
                                .flatMap(column -> Stream.ofNullable(row.get(column)))
                                .findFirst()
                                .orElse(null)))
                .toList();
    }

    private boolean isShown(Field<?> column) {
        return !meaning.rules().sensitive().contains(column.getName());
    }

    private List<Integer> indexes(Predicate<R> isRefused) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (isRefused.test(all.get(i))) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    /** {@code The row has email = "ann@example.com".} Nothing of a row of which nothing can be shown. */
    private String sentence(List<Field<?>> columns) {
        String values = values(all.getFirst(), columns);
        return values.isEmpty() ? "" : "The row has " + values + ".";
    }

    /** {@code It is the row of index 3: email = "ann@example.com".} */
    private String sentence(List<Integer> found, List<Field<?>> columns) {
        String indexes = found.stream().map(String::valueOf).collect(joining(", "));
        String which = found.size() == 1 ? "It is the row of index " : "It is one of the rows of index ";
        String values = values(all.get(found.getFirst()), columns);
        return which + indexes + (values.isEmpty() ? "" : ": " + values) + ".";
    }

    /** The row's key and what was refused of it, as far as it has them and they are not secret. */
    private String values(R row, List<Field<?>> columns) {
        UniqueKey<R> key = meaning.table().getPrimaryKey();
        Set<Field<?>> shown = new LinkedHashSet<>(key == null ? List.of() : key.getFields());
        shown.addAll(columns);
        return shown.stream()
                .filter(this::isShown)
                .flatMap(column ->
                        Stream.ofNullable(row.get(column)).map(value -> PropertyName.of(column) + " = " + shown(value)))
                .collect(joining(", "));
    }

    private static String shown(Object value) {
        String text = value.getClass().isArray() ? InputText.text(value) : value.toString();
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return value instanceof CharSequence ? "\"" + cut + "\"" : cut;
    }

    private List<Field<?>> columns(List<String> properties) {
        List<Field<?>> columns = new ArrayList<>();
        for (String property : properties) {
            for (Field<?> column : meaning.table().fields()) {
                if (PropertyName.of(column).equals(property)) {
                    columns.add(column);
                }
            }
        }
        return columns;
    }

    private List<@Nullable String> texts(R row, List<Field<?>> columns, int mostBytes) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Field<?> column : columns) {
            String text = column.equals(meaning.upkeep().version()) ? null : ServerText.of(row, column);
            boolean whole = text != null && text.getBytes(StandardCharsets.UTF_8).length <= mostBytes;
            texts.add(whole ? text : null);
        }
        return texts;
    }
}
