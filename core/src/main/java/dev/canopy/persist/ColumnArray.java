package dev.canopy.persist;

import dev.canopy.codec.InputText;
import dev.canopy.sql.TextBinding;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.XML;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The values that many rows have in one column, as one bind: an array, so that the statement's text is the same for any number of
 * rows. Texts and whole numbers travel as the driver has them, in binary: the server takes 5 % longer for a thousand rows whose
 * arrays it has to parse. Values of other types are written as PostgreSQL reads them. Not thread-safe.
 *
 * <p>Elements have a type without a length, so that the column's own length is checked by the assignment and not cut by a cast.
 * PostgreSQL has no array of arrays, so a column that is an array itself travels as text and is cast row by row.
 */
final class ColumnArray {
    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(Boolean.class, "boolean"),
            Map.entry(Short.class, "smallint"),
            Map.entry(Integer.class, "integer"),
            Map.entry(Long.class, "bigint"),
            Map.entry(Float.class, "real"),
            Map.entry(Double.class, "double precision"),
            Map.entry(BigInteger.class, "numeric"),
            Map.entry(BigDecimal.class, "numeric"),
            Map.entry(String.class, "text"),
            Map.entry(UUID.class, "uuid"),
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalTime.class, "time"),
            Map.entry(OffsetTime.class, "time with time zone"),
            Map.entry(LocalDateTime.class, "timestamp"),
            Map.entry(OffsetDateTime.class, "timestamp with time zone"),
            Map.entry(Instant.class, "timestamp with time zone"),
            Map.entry(YearToSecond.class, "interval"),
            Map.entry(YearToMonth.class, "interval"),
            Map.entry(DayToSecond.class, "interval"),
            Map.entry(JSON.class, "json"),
            Map.entry(JSONB.class, "jsonb"),
            Map.entry(XML.class, "xml"),
            Map.entry(byte[].class, "bytea"));

    private static final Map<Class<?>, DataType<?>> BINARY = Map.of(
            String.class, SQLDataType.CLOB.array(),
            Integer.class, SQLDataType.INTEGER.array(),
            Long.class, SQLDataType.BIGINT.array());

    /** Without a type, so that the server infers it. */
    private static final DataType<String> UNTYPED = SQLDataType.OTHER.asConvertedDataType(new TextBinding());

    private final Table<?> table;
    private final Field<?> column;
    private final Class<?> type;
    private final int rows;
    private final StringBuilder literal = new StringBuilder();
    private final List<@Nullable Object> elements = new ArrayList<>();
    private int length;
    private @Nullable Object value;
    private @Nullable Param<?> bind;

    /** @param rows about how many values there will be */
    ColumnArray(Table<?> table, Field<?> column, int rows) {
        this.table = table;
        this.column = column;
        this.rows = rows;
        this.type = column.getConverter().fromType();
    }

    /** Whether the column's values can travel this way: a binding of the user's own writes its values as it likes. */
    static boolean fits(Field<?> column) {
        Class<?> binding = column.getBinding().getClass();
        if (binding == TextBinding.class) {
            return true;
        }
        if (!binding.getName().startsWith("org.jooq.impl.")) {
            return false;
        }
        Class<?> type = column.getConverter().fromType();
        return TYPES.containsKey(type) || isEnum(type) || (type.isArray() && elementType(type) != null);
    }

    /** About how many bytes they are. */
    int length() {
        return length;
    }

    void add(@Nullable Object value) {
        Object stored = value == null ? null : stored(column, value);
        if (BINARY.containsKey(type)) {
            elements.add(stored);
            length += stored instanceof String text ? text.length() : Long.BYTES;
        } else {
            write(stored);
        }
    }

    private void write(@Nullable Object stored) {
        boolean first = literal.isEmpty();
        literal.append(first ? '{' : ',');
        InputText.element(literal, stored);
        if (first) {
            // Values of one column are mostly about as long as each other.
            literal.ensureCapacity((int) Math.min((literal.length() + 2L) * rows, Chunks.BYTES));
        }
        length = literal.length();
    }

    /** What is bound: all values; no more can be added. */
    Object value() {
        Object made = value;
        if (made == null) {
            made = BINARY.containsKey(type)
                    ? elements.toArray((Object[]) Array.newInstance(type, 0))
                    : literal.append(literal.isEmpty() ? "{}" : "}").toString();
            value = made;
        }
        return made;
    }

    /** The one bind that all values are; no more can be added. */
    Param<?> bind() {
        Param<?> made = bind;
        if (made == null) {
            boolean typed = TYPES.containsKey(type) || type.isArray();
            made = BINARY.containsKey(type)
                    ? DSL.val(value(), BINARY.get(type))
                    : DSL.val(value(), typed ? SQLDataType.CLOB : UNTYPED);
            bind = made;
        }
        return made;
    }

    /** The array. */
    QueryPart array() {
        if (BINARY.containsKey(type)) {
            return bind();
        }
        String known = TYPES.get(type);
        if (known != null) {
            return cast(bind(), DSL.sql(known));
        }
        if (type.isArray()) {
            return cast(bind(), DSL.sql("text"));
        }
        return DSL.sql("coalesce({0}, (select array_agg({1}) from {2} where false))", bind(), column, table);
    }

    /** The value of one row, given the name under which the array was unnested. */
    QueryPart value(Name name) {
        QueryPart element = type.isArray() && !TYPES.containsKey(type) ? elementType(type) : null;
        return element == null ? name : DSL.sql("cast({0} as {1}[])", name, element);
    }

    private static QueryPart cast(QueryPart text, QueryPart element) {
        return DSL.sql("cast({0} as {1}[])", text, element);
    }

    /** The type of an array's elements, of however many dimensions; null for one that nothing is known of. */
    private static @Nullable QueryPart elementType(Class<?> array) {
        Class<?> element = array;
        while (element.isArray() && element != byte[].class) {
            element = element.getComponentType();
        }
        String known = TYPES.get(element);
        if (known != null) {
            return DSL.sql(known);
        }
        return isEnum(element) ? named((EnumType) element.getEnumConstants()[0]) : null;
    }

    private static QueryPart named(EnumType constant) {
        Schema schema = constant.getSchema();
        Name name = DSL.name(String.valueOf(constant.getName()));
        return schema == null ? name : DSL.sql("{0}.{1}", schema, name);
    }

    private static boolean isEnum(Class<?> type) {
        return EnumType.class.isAssignableFrom(type);
    }

    /** The value as the database has it, before any converter. */
    @SuppressWarnings("unchecked") // the value is of the column's type
    static <B, V> @Nullable Object stored(Field<V> column, Object value) {
        return ((Converter<B, V>) column.getConverter()).to((V) value);
    }
}
