package dev.canopy.codec;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * How values of one SQL type travel: as a column of the result, and as an element of a JSON array.
 *
 * @param row reads a column of the result; null for NULL
 * @param json reads the parser's current token, which is not null
 * @param atTop what to select for a column of the result
 * @param nested what to put into the JSON array
 */
public record ColumnCodec(RowValue row, JsonValue json, UnaryOperator<Field<?>> atTop, UnaryOperator<Field<?>> nested) {
    /** Reads a column of the result. */
    public interface RowValue {
        @Nullable
        Object read(ResultSet rows, int index) throws SQLException;

        /** What reads all rows of this result, whose columns travel in one form; {@link #read} serves any. */
        default RowValue of(ResultSet rows, int index) throws SQLException {
            return this;
        }
    }

    /** Reads the parser's current token. */
    public interface JsonValue {
        @Nullable
        Object read(JsonParser json);
    }

    public static ColumnCodec of(RowValue row, JsonValue json) {
        return new ColumnCodec(row, json, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** A type that PostgreSQL writes into JSON as its own text. */
    static ColumnCodec text(RowValue row, Function<String, ?> parse) {
        return of(row, json -> parse.apply(json.getString()));
    }

    /** A type that travels as text in both places. */
    static ColumnCodec asText(UnaryOperator<Field<?>> toText, Function<String, ?> parse) {
        return new ColumnCodec(
                (rows, index) -> {
                    String text = rows.getString(index);
                    return text == null ? null : parse.apply(text);
                },
                json -> parse.apply(json.getString()),
                toText,
                toText);
    }
}
