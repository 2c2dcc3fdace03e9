package dev.canopy.load;

import dev.canopy.sql.StatementTexts;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** The texts of statements, each rendered once, whatever the values of its parameters. Bounded. Thread-safe. */
final class Texts {
    private static final int BOUND = 1000;

    private final DSLContext dsl;
    private final Recent<Fingerprint.Key, Text> known = new Recent<>(BOUND);

    Texts(DSLContext dsl) {
        this.dsl = dsl;
    }

    /** A text, and the places of its values. */
    private static final class Text {
        private final String sql;

        /** Which of the collected values stands at each question mark; null where that is not known: the text serves no other. */
        private final int @Nullable [] places;

        Text(String sql, int @Nullable [] places) {
            this.sql = sql;
            this.places = places;
        }
    }

    /** How often statements were known so far. */
    StatementTexts counts() {
        return new StatementTexts(known.hits(), known.misses(), known.size());
    }

    /** The statement, with the values that the fingerprint collected; made only if its text is not known. */
    Ready of(Fingerprint shape, Supplier<? extends QueryPart> statement) {
        Fingerprint.Key key = shape.key();
        Text text = known.get(key);
        if (text == null) {
            Ready ready = Ready.rendered(shape.over(statement.get()), dsl);
            known.put(key, new Text(ready.sql(), ready.serves() ? places(ready.values(), shape.values()) : null));
            return ready;
        }
        return text.places == null
                ? Ready.rendered(shape.over(statement.get()), dsl)
                : Ready.again(text.sql, values(text.places, shape.values()));
    }

    private static List<Param<?>> values(int[] places, List<Param<?>> collected) {
        Param<?>[] values = new Param<?>[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = collected.get(places[i]);
        }
        return List.of(values);
    }

    private static int @Nullable [] places(List<? extends Param<?>> values, List<Param<?>> collected) {
        IdentityHashMap<Param<?>, Integer> found = new IdentityHashMap<>();
        for (int i = 0; i < collected.size(); i++) {
            found.put(collected.get(i), i);
        }
        int[] places = new int[values.size()];
        for (int i = 0; i < places.length; i++) {
            Integer place = found.get(values.get(i));
            if (place == null) {
                return null;
            }
            places[i] = place;
        }
        return places;
    }
}
