package dev.canopy.codegen;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The singular of an English table name: {@code order_details} → {@code order_detail}, {@code people} → {@code person}.
 *
 * <p>Only the last word of a name is looked at, and a word that is no plural stays as it is. Where English has two answers
 * ({@code axes}, {@code leaves}) the commoner one is given; a record's name can be set in the configuration.
 */
final class Inflector {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("people", "person"),
            Map.entry("children", "child"),
            Map.entry("grandchildren", "grandchild"),
            Map.entry("men", "man"),
            Map.entry("women", "woman"),
            Map.entry("salesmen", "salesman"),
            Map.entry("foremen", "foreman"),
            Map.entry("craftsmen", "craftsman"),
            Map.entry("mice", "mouse"),
            Map.entry("feet", "foot"),
            Map.entry("teeth", "tooth"),
            Map.entry("geese", "goose"),
            Map.entry("oxen", "ox"),
            Map.entry("dice", "die"),
            Map.entry("quizzes", "quiz"),
            Map.entry("criteria", "criterion"),
            Map.entry("phenomena", "phenomenon"),
            Map.entry("bacteria", "bacterium"),
            Map.entry("indices", "index"),
            Map.entry("vertices", "vertex"),
            Map.entry("vortices", "vortex"),
            Map.entry("matrices", "matrix"),
            Map.entry("appendices", "appendix"),
            Map.entry("axes", "axis"),
            Map.entry("crises", "crisis"),
            Map.entry("oases", "oasis"),
            Map.entry("synopses", "synopsis"),
            Map.entry("ellipses", "ellipsis"),
            Map.entry("emphases", "emphasis"),
            Map.entry("lives", "life"),
            Map.entry("leaves", "leaf"),
            Map.entry("calves", "calf"),
            Map.entry("elves", "elf"),
            Map.entry("hooves", "hoof"),
            Map.entry("lenses", "lens"),
            Map.entry("irises", "iris"));

    /** Words in -s, or plural in meaning, that have no other singular. */
    private static final Set<String> UNCHANGED = Set.of(
            "news",
            "series",
            "species",
            "means",
            "goods",
            "headquarters",
            "crossroads",
            "chassis",
            "corps",
            "diabetes",
            "lens",
            "chaos",
            "ethos",
            "cosmos",
            "canvas",
            "atlas",
            "alias",
            "bias",
            "gas",
            "pancreas",
            "mathematics",
            "physics",
            "economics",
            "politics",
            "ethics",
            "analytics",
            "logistics",
            "electronics",
            "athletics");

    /** -ves that comes from -f or -fe; every other -ves comes from -ve (archives, curves). */
    private static final Map<String, String> F_PLURALS = Map.of(
            "shelves", "shelf",
            "wives", "wife",
            "knives", "knife",
            "wolves", "wolf",
            "halves", "half",
            "selves", "self",
            "thieves", "thief",
            "loaves", "loaf",
            "scarves", "scarf");

    /** -ies that comes from -ie; every other -ies comes from -y (categories). Four letters (ties, pies) always do. */
    private static final Set<String> IE_PLURALS = Set.of(
            "movies",
            "cookies",
            "zombies",
            "calories",
            "selfies",
            "brownies",
            "rookies",
            "genies",
            "prairies",
            "hoodies",
            "smoothies",
            "pixies",
            "eyries",
            "menageries",
            "neckties");

    /** -oes that comes from -oe; every other -oes comes from -o (heroes). */
    private static final Set<String> OE_PLURALS =
            Set.of("shoes", "horseshoes", "canoes", "foes", "toes", "hoes", "oboes", "floes", "does", "woes", "aloes");

    /** Singulars in -us, -as or -os, whose plural ends like that of "house" or "case". */
    private static final Set<String> S_SINGULARS = Set.of(
            "status",
            "bonus",
            "campus",
            "virus",
            "bus",
            "minibus",
            "omnibus",
            "census",
            "consensus",
            "chorus",
            "focus",
            "nexus",
            "prospectus",
            "radius",
            "surplus",
            "plus",
            "cactus",
            "syllabus",
            "apparatus",
            "hiatus",
            "genus",
            "octopus",
            "walrus",
            "corpus",
            "opus",
            "alias",
            "bias",
            "gas",
            "canvas",
            "atlas",
            "pancreas");

    /** -ches that comes from -che; every other -ches comes from -ch (matches). */
    private static final Set<String> CHE_PLURALS = Set.of(
            "caches",
            "aches",
            "headaches",
            "niches",
            "tranches",
            "avalanches",
            "creches",
            "quiches",
            "cliches",
            "psyches");

    /** Singulars in -u and -i, whose plural looks like "status" or "basis". */
    private static final Set<String> VOWEL_PLURALS = Set.of(
            "menus",
            "submenus",
            "cpus",
            "gpus",
            "skus",
            "gurus",
            "emus",
            "haikus",
            "skis",
            "taxis",
            "kiwis",
            "safaris",
            "wikis",
            "apis",
            "emojis",
            "uris",
            "guis",
            "kpis",
            "pois",
            "alibis",
            "bikinis");

    private Inflector() {}

    static String singular(String name) {
        int start = lastWord(name);
        String word = name.substring(start);
        return name.substring(0, start) + inTheCaseOf(word, singularWord(word.toLowerCase(Locale.ROOT)));
    }

    /** Where the last word begins: after a separator, or at the last capital of {@code orderDetails}. */
    private static int lastWord(String name) {
        for (int i = name.length() - 1; i > 0; i--) {
            char before = name.charAt(i - 1);
            if (!Character.isLetter(before)
                    || (Character.isUpperCase(name.charAt(i)) && Character.isLowerCase(before))) {
                return i;
            }
        }
        return 0;
    }

    private static String inTheCaseOf(String model, String word) {
        if (model.length() > 1 && model.equals(model.toUpperCase(Locale.ROOT))) {
            return word.toUpperCase(Locale.ROOT);
        }
        return !model.isEmpty() && Character.isUpperCase(model.charAt(0))
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word;
    }

    private static String singularWord(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (!word.endsWith("s") || word.length() < 3 || UNCHANGED.contains(word)) {
            return word;
        }
        if (VOWEL_PLURALS.contains(word)) {
            return without(word, 1);
        }
        if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) {
            return word;
        }
        return word.endsWith("es") ? singularOfEs(word) : without(word, 1);
    }

    private static String singularOfEs(String word) {
        if (word.endsWith("ies")) {
            return word.length() == 4 || IE_PLURALS.contains(word) ? without(word, 1) : without(word, 3) + "y";
        }
        if (word.endsWith("ves")) {
            for (Map.Entry<String, String> plural : F_PLURALS.entrySet()) {
                if (word.endsWith(plural.getKey())) {
                    return without(word, plural.getKey().length()) + plural.getValue();
                }
            }
            return without(word, 1);
        }
        if (word.endsWith("oes")) {
            return without(word, OE_PLURALS.contains(word) ? 1 : 2);
        }
        if (word.endsWith("yses") || word.endsWith("theses") || word.endsWith("gnoses") || word.endsWith("choses")) {
            return without(word, 2) + "is";
        }
        if (word.endsWith("ches")) {
            return without(word, CHE_PLURALS.contains(word) ? 1 : 2);
        }
        boolean hissing = word.endsWith("xes")
                || word.endsWith("shes")
                || word.endsWith("sses")
                || word.endsWith("tzes")
                || word.endsWith("zzes");
        return without(word, hissing || S_SINGULARS.contains(without(word, 2)) ? 2 : 1);
    }

    private static String without(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }
}
