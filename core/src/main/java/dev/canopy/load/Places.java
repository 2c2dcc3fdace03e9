package dev.canopy.load;

import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Where fields stand among others; the very fields, for those of an alias are made once. */
final class Places {
    private Places() {}

    /** The place of each, from 0 on; null where one of them is not there. */
    static int @Nullable [] of(List<? extends Field<?>> wanted, List<? extends Field<?>> among) {
        int[] places = new int[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = of(wanted.get(i), among);
            if (places[i] < 0) {
                return null;
            }
        }
        return places;
    }

    /** The place, from 0 on; negative if it is not there. */
    @SuppressWarnings("ReferenceEquality") // equality goes by name, whatever the alias
    static int of(Field<?> wanted, List<? extends Field<?>> among) {
        for (int i = 0; i < among.size(); i++) {
            if (among.get(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
