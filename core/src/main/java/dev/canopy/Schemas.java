package dev.canopy;

import java.util.Map;
import org.jooq.Configuration;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;

/** Other names for schemas, in every statement. */
final class Schemas {
    private Schemas() {}

    /** A configuration in whose statements the schemas have these names; mappings that it has for others stay. */
    static Configuration mapped(Configuration configuration, Map<String, String> names) {
        Settings settings = SettingsTools.clone(configuration.settings());
        // A clone of settings shares the mapping with its origin.
        RenderMapping known = settings.getRenderMapping();
        RenderMapping mapping = new RenderMapping();
        if (known != null) {
            mapping.withDefaultCatalog(known.getDefaultCatalog())
                    .withDefaultSchema(known.getDefaultSchema())
                    .withCatalogs(known.getCatalogs());
            known.getSchemata().stream()
                    .filter(schema -> !names.containsKey(schema.getInput()))
                    .forEach(mapping::withSchemata);
        }
        names.forEach((generated, actual) ->
                mapping.withSchemata(new MappedSchema().withInput(generated).withOutput(actual)));
        return configuration.derive(settings.withRenderMapping(mapping));
    }
}
