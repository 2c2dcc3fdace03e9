package dev.canopy.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Arrays as PostgreSQL writes them (manual, "Array Input and Output Syntax"), of any number of dimensions. */
final class ArrayText {
    private final String text;
    private final Function<String, ?> element;
    private int at;

    private ArrayText(String text, Function<String, ?> element) {
        this.text = text;
        this.element = element;
        this.at = text.indexOf('{');
    }

    /**
     * Reads an array.
     *
     * @param type the array's component type; itself an array type where there are more dimensions
     */
    static Object read(String text, Class<?> type, Function<String, ?> element) {
        return new ArrayText(text, element).array(type);
    }

    private Object array(Class<?> type) {
        List<Object> values = new ArrayList<>();
        List<Integer> nulls = new ArrayList<>();
        at++;
        while (text.charAt(at) != '}') {
            char first = text.charAt(at);
            if (first == ',') {
                at++;
            } else if (first == '{') {
                values.add(array(type.getComponentType()));
            } else if (first == '"') {
                values.add(element.apply(quoted()));
            } else {
                String plain = plain();
                if (plain.equals("NULL")) {
                    nulls.add(values.size());
                    values.add("");
                } else {
                    values.add(element.apply(plain));
                }
            }
        }
        at++;
        Object array = Array.newInstance(type, values.size());
        for (int i = 0; i < values.size(); i++) {
            if (!nulls.contains(i)) {
                Array.set(array, i, values.get(i));
            }
        }
        return array;
    }

    private String plain() {
        int start = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '}') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }
}
