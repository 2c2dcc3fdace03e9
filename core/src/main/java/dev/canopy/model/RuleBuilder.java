package dev.canopy.model;

import dev.canopy.association.Described;
import dev.canopy.constraint.Constraints;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.Nearest;
import dev.canopy.validation.Messages;
import dev.canopy.validation.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Named;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Takes down what values must look like: the form that they are brought into, and what must hold of them. What the database's own
 * constraints say holds without a word. Not thread-safe.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public abstract sealed class RuleBuilder<T extends Table<R>, R extends Record> extends HookBuilder<T, R>
        permits ModelBuilder {
    final T table;
    private final List<Supplier<FieldRule<R, ?>>> fieldRules = new ArrayList<>();
    private final List<Supplier<VirtualRule<R, ?>>> virtualRules = new ArrayList<>();
    private final List<Supplier<RowRule<R>>> rowRules = new ArrayList<>();
    private final List<Supplier<Normalizer<R, ?>>> normalizers = new ArrayList<>();
    private final Map<String, String> messages = new LinkedHashMap<>();
    private final Set<String> filled = new LinkedHashSet<>();
    private final Set<String> sensitive = new LinkedHashSet<>();

    RuleBuilder(T table) {
        this.table = table;
    }

    /**
     * Says what must hold of a column's values. All validators run and all violations are reported together; none of them
     * sees null, save {@code notNull()}.
     *
     * @return takes down when the validators are asked, if not always
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    public final <V> Terms<R> validate(
            Function<? super T, ? extends Field<V>> column, Validator<? super V>... validators) {
        TableField<R, V> own = ownColumn(column.apply(table));
        List<Validator<? super V>> all = List.of(validators);
        Terms<R> terms = new Terms<>();
        fieldRules.add(() -> new FieldRule<>(own, all, terms.asking()));
        return terms;
    }

    /**
     * Says what must hold of a row as a whole; sees nulls.
     *
     * @return takes down when the rule is asked, if not always
     */
    public Terms<R> rule(String name, BiConsumer<? super R, ? super Rejections<R>> rule) {
        Terms<R> terms = new Terms<>();
        rowRules.add(() -> new RowRule<>(name, rule, terms.asking()));
        return terms;
    }

    /**
     * Brings a column's values into one form before they are validated and written; never sees null.
     *
     * @param normalizer must give the same again when it is given what it gave
     * @return takes down whether values in conditions are brought into it as well; unless that is said, they are not
     */
    public <V> NormalForm normalize(Function<? super T, ? extends Field<V>> column, UnaryOperator<V> normalizer) {
        TableField<R, V> own = ownColumn(column.apply(table));
        NormalForm form = new NormalForm();
        normalizers.add(() -> new Normalizer<>(own, normalizer, form.isForConditions()));
        return form;
    }

    /** Does not demand this column's value of a new row, and knows nothing of what it will be: a trigger fills it. */
    public void filledByDatabase(Function<? super T, ? extends Field<?>> column) {
        filled.add(ownColumn(column.apply(table)).getName());
    }

    /** Shows this column's values in no violation, message or line of the log; what is {@code hidden} is sensitive without a word. */
    public void sensitive(Function<? super T, ? extends Field<?>> column) {
        sensitive.add(ownColumn(column.apply(table)).getName());
    }

    /** Says in other words what must hold where this key's constraint refuses a row: {@code m.message(Keys.USERS_EMAIL_KEY, "is taken")}. */
    public void message(Key<R> key, String message) {
        messages.put(key.getName(), message);
    }

    /** Says in other words what must hold where this unique index refuses a row. */
    public void message(Index index, String message) {
        message(index.getName(), message);
    }

    /**
     * Says in other words what must hold where this constraint refuses a row, before the SQL or by it.
     *
     * @param constraint the name of a check, a key or an index of the table, or of a check of one of its columns' domains
     */
    public void message(String constraint, String message) {
        Set<String> known = constraints();
        if (!known.contains(constraint)) {
            throw refused("message(\"%s\", ..) names no constraint or index of it. %s"
                    .formatted(
                            constraint,
                            Nearest.to(constraint, known)
                                    .map(near -> "Did you mean \"" + near + "\"?")
                                    .orElse("Known are: " + String.join(", ", known) + ".")));
        }
        messages.put(constraint, message);
    }

    <V> Terms<R> virtualRule(Virtual<R, V> virtual, List<Validator<? super V>> validators) {
        Terms<R> terms = new Terms<>();
        if (!validators.isEmpty()) {
            virtualRules.add(() -> new VirtualRule<>(virtual, validators, terms.asking()));
        }
        return terms;
    }

    Rules<R> rules(Set<String> hidden) {
        Set<String> secrets = new LinkedHashSet<>(sensitive);
        secrets.addAll(hidden);
        return new Rules<>(
                normalizers.stream().<Normalizer<R, ?>>map(Supplier::get).toList(),
                fieldRules.stream().<FieldRule<R, ?>>map(Supplier::get).toList(),
                virtualRules.stream().<VirtualRule<R, ?>>map(Supplier::get).toList(),
                rowRules.stream().map(Supplier::get).toList(),
                Constraints.of(table, filled),
                new Wording(ModelName.of(table), messages, secrets, Messages.none()));
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a TableField of this very table has its rows
    final <V> TableField<R, V> ownColumn(Field<V> column) {
        if (column instanceof TableField<?, V> own && own.getTable() == table) {
            return (TableField<R, V>) own;
        }
        throw refused("%s is not a column of %s; name one through the lambda's table, as in u -> u.EMAIL."
                .formatted(column, table.getName()));
    }

    final DefinitionException refused(String why) {
        return new DefinitionException("The definition of %s is refused: %s".formatted(ModelName.of(table), why));
    }

    private Set<String> constraints() {
        Set<String> names = new TreeSet<>();
        table.getKeys().stream().map(Named::getName).forEach(names::add);
        table.getReferences().stream().map(Named::getName).forEach(names::add);
        table.getIndexes().stream().map(Named::getName).forEach(names::add);
        table.getChecks().stream().map(Named::getName).forEach(names::add);
        if (table instanceof Described described) {
            names.addAll(described.constraintColumns().keySet());
            described.demands().checks().forEach(check -> names.add(check.name()));
        }
        return names;
    }
}
