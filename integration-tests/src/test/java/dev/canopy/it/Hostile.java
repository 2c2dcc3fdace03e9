package dev.canopy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of somebody who means harm, or who just writes: what SQL, drivers, templates and JSON give a meaning to, alone and mixed. */
final class Hostile {
    /** The same in every build; by chance in the long run, or as {@code -Dcanopy.seed} says. */
    private static final long SEED = Long.getLong(
            "canopy.seed", Soak.isOn() ? ThreadLocalRandom.current().nextLong() : 42);

    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "\"",
            "\"\"",
            "`",
            "\\",
            "\\'",
            "\\\\",
            "E'",
            "\\x27",
            "\\u0027",
            "\\N",
            "\\.",
            "?",
            "??",
            "?::int",
            "?|",
            ":name",
            ":text",
            "::",
            "--",
            "-- ",
            "#",
            "/*",
            "*/",
            "/* */",
            "$$",
            "$1",
            "$tag$",
            "{0}",
            "{{",
            "{",
            "}",
            "${x}",
            "%",
            "_",
            "!",
            "%s",
            "%n",
            ";",
            "; drop table tags; --",
            "' or 1 = 1 --",
            "1; select 1",
            "(",
            ")",
            ",",
            "[",
            "]",
            "null",
            "NULL",
            "true",
            "0",
            "-1",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\b",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u2019",
            "\uff07",
            "\u202e",
            "\u200f",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "\ufffe",
            "\u0301",
            "\u0130",
            "\u00df",
            "\ud83d\ude00",
            "\ud83d\udc69\u200d\ud83d\udc67",
            "\udbff\udfff",
            "a",
            "B",
            "<b>",
            "&amp;");

    /** What no text of PostgreSQL may hold: U+0000, and halves of characters. */
    private static final List<String> NO_TEXTS = List.of(
            "\0",
            "a\0b",
            "' or 1 = 1 --\0",
            "\ud83d",
            "\ude00",
            "a\ud83db",
            "\ude00\ud83d",
            "\ud83d'",
            "\ud83d\ud83d\ude00");

    private static final List<String> ALL = all();

    private Hostile() {}

    /** Each once, the same at every call. */
    static Stream<String> texts() {
        return ALL.stream();
    }

    /** Whether PostgreSQL can store it. */
    static boolean isText(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** For the message of a failed assertion: what it is, and how to have it again. */
    static String spoken(String text) {
        String start = text.substring(0, Math.min(80, text.length()))
                .chars()
                .mapToObj(c -> c > ' ' && c < 127 ? String.valueOf((char) c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
        return "%s (%d characters; -Dcanopy.seed=%d)".formatted(start, text.length(), SEED);
    }

    private static List<String> all() {
        Random chance = new Random(SEED);
        List<String> all = new ArrayList<>(PIECES);
        all.add("");
        all.addAll(NO_TEXTS);
        for (int i = 0; i < Soak.times(20, 1_000); i++) {
            all.add(mixed(chance, chance.nextInt(2, 8)));
        }
        all.add(mixed(chance, 500_000));
        return all.stream().distinct().toList();
    }

    private static String mixed(Random chance, int pieces) {
        return chance.ints(pieces, 0, PIECES.size()).mapToObj(PIECES::get).collect(Collectors.joining());
    }
}
