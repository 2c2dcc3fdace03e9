package dev.canopy.load;

import dev.canopy.sql.StatementTexts;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.QueryPart;

/** The texts of statements, each rendered once, whatever the values of its parameters. Bounded. Thread-safe. */
final class Texts {
    private static final int BOUND = 1000;

    private final DSLContext dsl;
    private final Recent<Object, Text> known = new Recent<>(BOUND);

    Texts(DSLContext dsl) {
        this.dsl = dsl;
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
            known.put(key, Text.of(ready, shape.values()));
            return ready;
        }
        List<Text.Place> places = text.places();
        return places == null
                ? Ready.rendered(shape.over(statement.get()), dsl)
                : Ready.again(text.sql(), values(places, shape.values()));
    }

    /**
     * The text of a form.
     *
     * @param key is equal for forms of the same text
     */
    Text of(Object key, Supplier<Form> form) {
        Text text = known.get(key);
        if (text == null) {
            Form made = form.get();
            text = Text.of(Ready.rendered(made.statement(), dsl), made.blanks());
            known.put(key, text);
        }
        return text;
    }

    /** Counts a statement that was known by other means than its text. */
    void knownAgain() {
        known.hit();
    }

    /** Those of the collected values that stand at these places. */
    static List<Param<?>> values(List<Text.Place> places, List<Param<?>> collected) {
        Param<?>[] values = new Param<?>[places.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = collected.get(places.get(i).value());
        }
        return List.of(values);
    }
}
