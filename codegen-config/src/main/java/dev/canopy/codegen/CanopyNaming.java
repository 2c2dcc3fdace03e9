package dev.canopy.codegen;

import dev.canopy.Entity;
import dev.canopy.association.Described;
import dev.canopy.association.Keyed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.ConstraintDefinition;
import org.jooq.meta.Definition;
import org.jooq.meta.EnumDefinition;
import org.jooq.meta.IndexDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Names record classes by the singular of their table: {@code users} has the rows {@code User}. Where that is the table
 * class's own name, as for {@code region}, or that of a class in {@code java.lang}, the record is called
 * {@code RegionRecord}. A strategy of one's own extends this one.
 */
public class CanopyNaming extends DefaultGeneratorStrategy {
    private Function<TableDefinition, String> keyClass = table -> Object.class.getName();
    private @Nullable Names names;

    /** Called by jOOQ. */
    public CanopyNaming() {}

    /** The generator, which knows types, says what a table's primary key is. */
    void keyedBy(Function<TableDefinition, String> newKeyClass) {
        keyClass = newKeyClass;
    }

    /** The generator, which has the whole schema, says what is called how. */
    void namedBy(Names newNames) {
        names = newNames;
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        if (names != null && definition instanceof TableDefinition table) {
            if (mode == Mode.RECORD) {
                return names.recordClass(table);
            }
            if (mode == Mode.DEFAULT) {
                return names.tableClass(table);
            }
        }
        return super.getJavaClassName(definition, mode);
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        if (names != null && definition instanceof TableDefinition table) {
            return names.constant(table);
        }
        return super.getJavaIdentifier(definition) + ending(definition);
    }

    @Override
    public String getJavaGetterName(Definition definition, Mode mode) {
        return super.getJavaGetterName(definition, mode) + ending(definition);
    }

    @Override
    public String getJavaSetterName(Definition definition, Mode mode) {
        return super.getJavaSetterName(definition, mode) + ending(definition);
    }

    @Override
    public String getJavaMemberName(Definition definition, Mode mode) {
        return super.getJavaMemberName(definition, mode) + ending(definition);
    }

    private String ending(Definition definition) {
        if (names == null) {
            return "";
        }
        return switch (definition) {
            case ColumnDefinition column -> names.ending(column);
            case ConstraintDefinition key -> names.ending(key.getTable());
            case IndexDefinition index -> names.ending(index.getTable());
            default -> "";
        };
    }

    /** Two values that differ by signs which Java has not, {@code a-b} and {@code a b}, are two constants. */
    @Override
    public String getJavaEnumLiteral(EnumDefinition definition, String literal) {
        Distinct constants = Distinct.names();
        for (String value : definition.getLiterals()) {
            String constant = constants.take("_", List.of(super.getJavaEnumLiteral(definition, value)));
            if (value.equals(literal)) {
                return constant;
            }
        }
        return super.getJavaEnumLiteral(definition, literal);
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
