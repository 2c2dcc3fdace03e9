package dev.canopy.load;

import dev.canopy.sql.Sender;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A text that was rendered once, and what stands at its question marks.
 *
 * @param places null where that is not known: the text serves no other values
 */
record Text(String sql, @Nullable List<Place> places) {
    /**
     * One question mark.
     *
     * @param value which of the given values stands there
     * @param like a value of the same type
     * @param plain whether the driver may set it
     */
    record Place(int value, Field<?> like, boolean plain) {
        private static <V> Place of(int value, Param<V> parameter) {
            DataType<V> type = parameter.getDataType();
            // The value itself would be kept for as long as the text.
            Field<V> like = DSL.val((Object) null, type);
            return new Place(value, like, Binds.isPlain(like));
        }

        boolean set(PreparedStatement statement, int index, @Nullable Object given) throws SQLException {
            return plain && Binds.set(statement, index, like.getType(), given);
        }
    }

    /** @param given the parameters that take other values */
    static Text of(Ready ready, List<? extends Param<?>> given) {
        return new Text(ready.sql(), ready.serves() ? places(ready.values(), given) : null);
    }

    private static @Nullable List<Place> places(List<? extends Param<?>> values, List<? extends Param<?>> given) {
        IdentityHashMap<Param<?>, Integer> found = new IdentityHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            found.put(given.get(i), i);
        }
        List<Place> places = new ArrayList<>();
        for (Param<?> value : values) {
            Integer place = found.get(value);
            if (place == null) {
                return null;
            }
            places.add(Place.of(place, value));
        }
        return List.copyOf(places);
    }

    /** These values at the places of a text that serves them. */
    static Sender.Values values(List<Place> places, @Nullable Object[] given, DSLContext dsl) {
        return new Sender.Values() {
            @Override
            public void set(PreparedStatement statement) throws SQLException {
                for (Place place : places) {
                    Binds.requireWhole(place.like(), given[place.value()]);
                }
                for (int i = 0; i < places.size(); i++) {
                    Place place = places.get(i);
                    if (!place.set(statement, i + 1, given[place.value()])) {
                        Binds.byJooq(
                                statement,
                                dsl,
                                binds -> places.forEach(each -> binds.bindValue(given[each.value()], each.like())));
                        return;
                    }
                }
            }

            @Override
            public List<? extends @Nullable Object> all() {
                List<@Nullable Object> all = new ArrayList<>();
                places.forEach(place -> all.add(given[place.value()]));
                return all;
            }
        };
    }
}
