package dev.canopy;

import dev.canopy.error.ValidationException;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** A JSON object from outside as plain maps, lists and values: numbers with all their digits, and no name twice. */
final class JsonInput {
    private static final JsonFactory JSON_FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser json;

    private JsonInput(JsonParser json) {
        this.json = json;
    }

    /**
     * The object.
     *
     * @param model what is to be made of it, for the refusal
     * @throws ValidationException if the text is no JSON, or JSON of something else
     */
    static Map<String, @Nullable Object> object(String model, String text) {
        try (JsonParser json = JSON_FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refused(model, "must be a JSON object");
            }
            Map<String, @Nullable Object> object = new JsonInput(json).object();
            if (json.nextToken() != null) {
                throw refused(model, "must be one JSON object, but more follows it");
            }
            return object;
        } catch (JacksonException unreadable) {
            // Its words show what stands in the text, which may be secret.
            TokenStreamLocation where = unreadable.getLocation();
            throw refused(
                    model,
                    "must be a JSON object with each name once, but cannot be read from line %d, column %d on"
                            .formatted(where.getLineNr(), where.getColumnNr()));
        }
    }

    private @Nullable Object value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT -> json.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getString();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            object.put(name, value(json.nextToken()));
        }
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private static ValidationException refused(String model, String message) {
        return new ValidationException(List.of(new Violation(model, "", "json", message, null)));
    }
}
