package dev.canopy.jackson;

import dev.canopy.Entity;
import dev.canopy.selection.Cursor;
import java.io.Serial;
import org.jooq.EnumType;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.types.Interval;
import org.postgresql.util.PGobject;
import tools.jackson.databind.module.SimpleModule;

/**
 * Lets a service answer with entities as they are: columns, virtual fields and what was included, by property name. What was not
 * included is left out; nothing is queried and nothing throws. An entity's hidden columns are left out;
 * a record of what was selected has what was selected. JSON columns are the JSON that they
 * are, enums their literals, cursors their tokens. Needs {@code tools.jackson.core:jackson-databind} of the service's own.
 *
 * {@snippet :
 * JsonMapper mapper = JsonMapper.builder().addModule(new CanopyModule()).build();
 * String answer = mapper.writeValueAsString(users.include(USERS.POSTS).findAll());
 * }
 */
@SuppressWarnings("exports") // a service that uses it requires Jackson itself
public final class CanopyModule extends SimpleModule {
    @Serial
    private static final long serialVersionUID = 1L;

    /** For a mapper's builder. */
    public CanopyModule() {
        super("canopy");
        addSerializer(Entity.class, new Written<>((entity, json, context) -> context.writeValue(json, entity.toMap())));
        addSerializer(Record.class, new Written<>((row, json, context) -> context.writeValue(json, Written.map(row))));
        addSerializer(
                EnumType.class, new Written<>((literal, json, context) -> json.writeString(literal.getLiteral())));
        addSerializer(JSON.class, new Written<>((document, json, context) -> json.writeRawValue(document.data())));
        addSerializer(JSONB.class, new Written<>((document, json, context) -> json.writeRawValue(document.data())));
        addSerializer(Interval.class, new Written<>((span, json, context) -> json.writeString(span.toString())));
        addSerializer(PGobject.class, new Written<>((value, json, context) -> json.writeString(value.getValue())));
        addSerializer(Cursor.class, new Written<>((cursor, json, context) -> json.writeString(cursor.token())));
    }
}
