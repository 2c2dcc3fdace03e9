package dev.canopy.model;

import dev.canopy.association.Computed;
import dev.canopy.association.Include;
import dev.canopy.association.Scope;
import dev.canopy.validation.Messages;
import dev.canopy.validation.RuleGroup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Record;
import org.jooq.Table;

/**
 * What a model means, as immutable data.
 *
 * @param rules what values must look like
 * @param hooks what runs within a write
 * @param defaultScopes apply unless replaced or dropped
 * @param permanentScopes always apply, by name
 * @param virtuals fields that no column holds, by name
 * @param computed values that the database computes, by name
 * @param associations those that were given a name of their own
 * @param cascades what goes and comes back with a row
 * @param upkeep the columns that Canopy keeps by itself
 * @param hidden the names of the columns that maps and JSON leave out
 */
public record Meaning<T extends Table<R>, R extends Record>(
        T table,
        Rules<R> rules,
        Hooks<T, R> hooks,
        List<Scope<T>> defaultScopes,
        Map<String, Scope<T>> permanentScopes,
        Map<String, Virtual<R, ?>> virtuals,
        Map<String, Computed<T, ?>> computed,
        Map<String, Include<T, ?, ?>> associations,
        List<Cascade<?, ?>> cascades,
        Upkeep<R> upkeep,
        Set<String> hidden) {
    public Meaning {
        defaultScopes = List.copyOf(defaultScopes);
        permanentScopes = Collections.unmodifiableMap(new LinkedHashMap<>(permanentScopes));
        virtuals = Collections.unmodifiableMap(new LinkedHashMap<>(virtuals));
        computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
        cascades = List.copyOf(cascades);
        hidden = Set.copyOf(hidden);
        associations = Collections.unmodifiableMap(new LinkedHashMap<>(associations));
    }

    /** The same, whose violations are told in these words. */
    public Meaning<T, R> speaking(Messages messages) {
        return with(rules.speaking(messages));
    }

    /** The same without the rules of these groups. */
    public Meaning<T, R> without(Set<RuleGroup> groups) {
        return with(rules.without(groups));
    }

    /** The same with other hooks. */
    public Meaning<T, R> with(Hooks<T, R> newHooks) {
        return new Meaning<>(
                table,
                rules,
                newHooks,
                defaultScopes,
                permanentScopes,
                virtuals,
                computed,
                associations,
                cascades,
                upkeep,
                hidden);
    }

    private Meaning<T, R> with(Rules<R> newRules) {
        return new Meaning<>(
                table,
                newRules,
                hooks,
                defaultScopes,
                permanentScopes,
                virtuals,
                computed,
                associations,
                cascades,
                upkeep,
                hidden);
    }

    /** Whether such a write of many rows has to see each: for its hooks, or for what goes or comes back with it. */
    public boolean wantsRows(WriteKind kind) {
        return hooks.wantRows(kind) || (!kind.saves() && !cascades.isEmpty());
    }

    /** The meaning of a table that nobody defines: no semantics beyond the table's own. */
    public static <T extends Table<R>, R extends Record> Meaning<T, R> none(T table) {
        return ModelBuilder.read(table, m -> {});
    }
}
