package dev.canopy.codegen;

import dev.canopy.Entity;
import dev.canopy.association.Described;
import dev.canopy.association.Keyed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.Definition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Names record classes by the singular of their table: {@code users} has the rows {@code User}. Where that is the table
 * class's own name, as for {@code region}, the record is called {@code RegionRecord}.
 */
public class CanopyNaming extends DefaultGeneratorStrategy {
    private Function<TableDefinition, String> keyClass = table -> Object.class.getName();

    /** Called by jOOQ. */
    public CanopyNaming() {}

    /** The generator, which knows types, says what a table's primary key is. */
    void keyedBy(Function<TableDefinition, String> newKeyClass) {
        keyClass = newKeyClass;
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        if (mode == Mode.RECORD && definition instanceof TableDefinition table) {
            String record = Spelling.pascal(Inflector.singular(table.getName()));
            return record.equalsIgnoreCase(super.getJavaClassName(definition, Mode.DEFAULT))
                    ? record + "Record"
                    : record;
        }
        return super.getJavaClassName(definition, mode);
    }

    @Override
    public @Nullable String getJavaClassExtends(Definition definition, Mode mode) {
        boolean entity =
                mode == Mode.RECORD && definition instanceof TableDefinition table && table.getPrimaryKey() != null;
        return entity ? Entity.class.getName() : super.getJavaClassExtends(definition, mode);
    }

    @Override
    public List<String> getJavaClassImplements(Definition definition, Mode mode) {
        List<String> interfaces = new ArrayList<>(super.getJavaClassImplements(definition, mode));
        if (mode == Mode.DEFAULT && definition instanceof TableDefinition table) {
            if (table.getPrimaryKey() != null) {
                interfaces.add(Keyed.class.getName() + "<" + keyClass.apply(table) + ">");
            }
            interfaces.add(Described.class.getName());
        }
        return interfaces;
    }

    /** The schema public is the root package itself, so that a second schema does not move the classes of the first. */
    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        String name = super.getJavaPackageName(definition, mode);
        String root = getTargetPackage();
        String ofPublic = root + ".public";
        return name.equals(ofPublic) || name.startsWith(ofPublic + ".")
                ? root + name.substring(ofPublic.length())
                : name;
    }
}
