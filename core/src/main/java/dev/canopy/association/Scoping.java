package dev.canopy.association;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Table;

/**
 * Which scopes apply.
 *
 * @param defaults whether the model's default scopes do
 * @param scopes what was asked for besides, or in their place
 */
public record Scoping<T extends Table<?>>(boolean defaults, List<Scope<T>> scopes) {
    public Scoping {
        scopes = List.copyOf(scopes);
    }

    static <T extends Table<?>> Scoping<T> onlyDefaults() {
        return new Scoping<>(true, List.of());
    }

    /** No scope at all. */
    public static <T extends Table<?>> Scoping<T> none() {
        return new Scoping<>(false, List.of());
    }

    /** In place of the default scopes; what was asked for before stays. */
    public Scoping<T> replacedBy(List<Scope<T>> more) {
        return new Scoping<>(false, joined(more));
    }

    /** Besides the scopes that apply already. */
    public Scoping<T> and(Scope<T> scope) {
        return new Scoping<>(defaults, joined(List.of(scope)));
    }

    /** Without the default scopes. */
    public Scoping<T> unscoped() {
        return new Scoping<>(false, scopes);
    }

    private List<Scope<T>> joined(List<Scope<T>> more) {
        List<Scope<T>> both = new ArrayList<>(scopes);
        both.addAll(more);
        return both;
    }
}
