package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Configuration;
import org.jooq.Table;

/**
 * What the models of a Database mean for reading a table. The Database puts it into its jOOQ configuration, so that
 * conditions on associations find it wherever they are rendered.
 */
public interface Meanings {
    /** The key in {@link Configuration#data()}. */
    String KEY = "dev.canopy";

    /** The scopes that apply unless they are replaced or dropped; empty for a table without a definition. */
    <T extends Table<?>> List<Scope<T>> defaultScopes(T table);

    /** The scopes that nothing drops; empty for a table without a definition. */
    <T extends Table<?>> List<Scope<T>> permanentScopes(T table);

    /** This Database's aliases. */
    Aliases aliases();

    /** The rows of this alias that soft deletion lets through; no condition where the model has no soft deletion. */
    Condition visible(Table<?> alias, Deletion deletion);

    /** The condition on this alias with its values in the form that the model asks for; the same where it asks for none. */
    Condition normal(Table<?> alias, Condition condition);

    /**
     * The meanings of the Database that a statement runs on.
     *
     * @throws DefinitionException on a configuration that no Database made
     */
    static Meanings of(Configuration configuration) {
        if (configuration.data(KEY) instanceof Meanings meanings) {
            return meanings;
        }
        throw new DefinitionException(
                "A condition on an association needs its Database to know scopes and soft deletion;"
                        + " this statement runs on another jOOQ configuration. Run it on db.dsl().");
    }
}
