package dev.canopy.load;

import dev.canopy.sql.HalfCharacters;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.function.Consumer;
import org.jooq.BindContext;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** How values come to the question marks of a statement: by the driver's own methods where it has them, else as jOOQ binds them. */
final class Binds {
    private Binds() {}

    /** Whether nothing of the user's own converts or binds the values of such a field. */
    static boolean isPlain(Field<?> like) {
        Converter<?, ?> converter = like.getConverter();
        return converter.fromType() == converter.toType()
                && like.getBinding().getClass().getPackageName().equals("org.jooq.impl");
    }

    /** Sets the value of a plain field of this type, where the driver has a method for it; false for anything else. */
    static boolean set(PreparedStatement statement, int index, Class<?> type, @Nullable Object value)
            throws SQLException {
        if (value != null && value.getClass() != type) {
            return false;
        }
        switch (value) {
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case String text -> statement.setString(index, text);
            case Boolean truth -> statement.setBoolean(index, truth);
            case Long[] numbers -> setArray(statement, index, "int8", numbers);
            case Integer[] numbers -> setArray(statement, index, "int4", numbers);
            case String[] texts -> setArray(statement, index, "text", texts);
            case null -> {
                int sqlType = sqlType(type);
                if (sqlType == Types.OTHER) {
                    return false;
                }
                statement.setNull(index, sqlType);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The driver sends these in binary, where jOOQ would write them as a text. */
    private static void setArray(PreparedStatement statement, int index, String type, Object[] elements)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, elements));
    }

    private static int sqlType(Class<?> type) {
        if (type == Long.class) {
            return Types.BIGINT;
        }
        if (type == Integer.class) {
            return Types.INTEGER;
        }
        if (type == Boolean.class) {
            return Types.BOOLEAN;
        }
        return type == String.class ? Types.VARCHAR : Types.OTHER;
    }

    /** Refuses a text that cannot be stored as it is. */
    static void requireWhole(Field<?> like, @Nullable Object value) {
        HalfCharacters.refuse(stored(like, value));
    }

    /** The value as the database has it. */
    @SuppressWarnings("unchecked") // the value is of the converter's type
    private static <B, V> @Nullable Object stored(Field<V> like, @Nullable Object value) {
        Converter<B, V> converter = (Converter<B, V>) like.getConverter();
        return value == null || converter.fromType().isInstance(value) ? value : converter.to((V) value);
    }

    @SuppressWarnings(
            "removal") // there in all of 3.21, and the only way to have jOOQ bind to a statement that it did not make
    static void byJooq(PreparedStatement prepared, DSLContext dsl, Consumer<BindContext> binding) {
        binding.accept(dsl.bindContext(prepared));
    }
}
