package dev.canopy.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The elements of the JSON array that a nested row is. A row of more values than {@link #CHUNK} is an array of arrays, for a
 * function of PostgreSQL takes no more arguments.
 */
public final class JsonCells implements Cells {
    /** PostgreSQL's FUNC_MAX_ARGS (manual, "Preset Options": max_function_args). */
    public static final int CHUNK = 100;

    /** No limits of our own: a value has 1 GB at most on the server, a numeric 147,455 digits (manual, "Numeric Types"). */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(200_000)
                    .build())
            .build();

    private final JsonParser parser;
    private final boolean chunked;
    private int read;

    private JsonCells(JsonParser parser, RowReader reader) {
        this.parser = parser;
        this.chunked = reader.width() > CHUNK;
    }

    /** Reads the JSON of a nested collection. */
    public static List<@Nullable Object> rows(byte[] json, RowReader reader) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return rows(parser, reader);
        }
    }

    @Override
    public @Nullable Object value(ColumnCodec codec) {
        return next() == JsonToken.VALUE_NULL ? null : codec.json().read(parser);
    }

    @Override
    public boolean flag() {
        return next() == JsonToken.VALUE_TRUE;
    }

    @Override
    public List<@Nullable Object> rows(RowReader reader) {
        next();
        return rows(parser, reader);
    }

    @Override
    public void skip(int values) {
        for (int i = 0; i < values; i++) {
            next();
            parser.skipChildren();
        }
    }

    /** Stands on the start of the collection, and ends on its end. */
    public static List<@Nullable Object> rows(JsonParser parser, RowReader reader) {
        List<@Nullable Object> rows = new ArrayList<>();
        JsonCells cells = new JsonCells(parser, reader);
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            cells.read = 0;
            rows.add(reader.read(cells));
            cells.endRow();
        }
        return rows;
    }

    private JsonToken next() {
        if (chunked && read % CHUNK == 0) {
            if (read > 0) {
                parser.nextToken();
            }
            parser.nextToken();
        }
        read++;
        return parser.nextToken();
    }

    private void endRow() {
        if (chunked) {
            parser.nextToken();
        }
        parser.nextToken();
    }
}
