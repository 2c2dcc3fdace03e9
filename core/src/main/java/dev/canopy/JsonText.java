package dev.canopy;

import java.io.StringWriter;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jooq.EnumType;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.types.Interval;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Plain maps, lists and values as JSON: numbers with all their digits, times in ISO form, bytes in Base64, JSON columns as the JSON
 * that they are, and what JSON has no form for as text.
 */
final class JsonText {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private JsonText(JsonGenerator json) {
        this.json = json;
    }

    static String of(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON_FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new JsonText(json).write(value);
        }
        return text.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> writeMap(map);
            case List<?> list -> writeArray(list.toArray());
            case Boolean truth -> json.writeBoolean(truth);
            case Interval span -> json.writeString(span.toString());
            case Number number -> writeNumber(number);
            case OffsetDateTime time -> json.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            case LocalDateTime time -> json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
            case LocalTime time -> json.writeString(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
            case OffsetTime time -> json.writeString(DateTimeFormatter.ISO_OFFSET_TIME.format(time));
            case byte[] bytes -> json.writeBinary(bytes);
            case JSON document -> json.writeRawValue(document.data());
            case JSONB document -> json.writeRawValue(document.data());
            case EnumType literal -> json.writeString(literal.getLiteral());
            default -> writeOther(value);
        }
    }

    private void writeMap(Map<?, ?> map) {
        json.writeStartObject();
        map.forEach((name, value) -> {
            json.writeName(String.valueOf(name));
            write(value);
        });
        json.writeEndObject();
    }

    private void writeArray(Object array) {
        json.writeStartArray();
        for (int i = 0; i < Array.getLength(array); i++) {
            write(Array.get(array, i));
        }
        json.writeEndArray();
    }

    private void writeNumber(Number number) {
        switch (number) {
            case Long whole -> json.writeNumber(whole);
            case Integer whole -> json.writeNumber(whole);
            case Short whole -> json.writeNumber(whole);
            case BigInteger whole -> json.writeNumber(whole);
            case BigDecimal decimal -> json.writeNumber(decimal);
            case Double exact -> writeFloating(exact, Double.isFinite(exact));
            case Float exact -> writeFloating(exact, Float.isFinite(exact));
            default -> json.writeString(number.toString());
        }
    }

    /** JSON has no number for NaN and the infinities. */
    private void writeFloating(Number number, boolean finite) {
        if (finite) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(number.toString());
        }
    }

    private void writeOther(Object value) {
        if (value.getClass().isArray()) {
            writeArray(value);
        } else {
            json.writeString(value.toString());
        }
    }
}
