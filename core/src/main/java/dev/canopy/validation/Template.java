package dev.canopy.validation;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message with names in braces: {@code must be at least {least}}. */
public final class Template {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private Template() {}

    /** The message with the values in place of their names; a name without a value stays as it is. */
    public static String filled(String template, Map<String, ?> values) {
        if (values.isEmpty() || template.indexOf('{') < 0) {
            return template;
        }
        return NAME.matcher(template).replaceAll(found -> {
            Object value = values.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : text(value));
        });
    }

    private static String text(Object value) {
        return switch (value) {
            case Supplier<?> later -> String.valueOf(later.get());
            case Object[] values -> Arrays.toString(values);
            default -> value.toString();
        };
    }
}
