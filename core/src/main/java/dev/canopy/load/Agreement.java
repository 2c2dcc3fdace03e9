package dev.canopy.load;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jooq.DataType;
import org.jooq.Param;
import org.jspecify.annotations.Nullable;

/**
 * Whether a plan tells its values in the order in which an outline told them: both apply the same functions, so in the same place
 * stands the same value, unless a function gives another one at each call, as one does that asks the clock.
 *
 * @param values of the outline
 * @param again the same of the same functions, applied once more
 */
record Agreement(List<Param<?>> values, Supplier<List<Param<?>>> again) {
    /** Whether it is known; where it is not, the answer is no. */
    boolean isWith(List<Param<?>> planned) {
        if (planned.size() != values.size()) {
            return false;
        }
        @Nullable List<Param<?>> others = null;
        for (int i = 0; i < planned.size(); i++) {
            Param<?> value = values.get(i);
            if (!isSameType(planned.get(i), value)) {
                return false;
            }
            if (!isSameValue(planned.get(i), value)) {
                others = others == null ? again.get() : others;
                if (others.size() != values.size() || isSameValue(others.get(i), value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isSameType(Param<?> one, Param<?> other) {
        DataType<?> type = one.getDataType();
        return type.getType() == other.getDataType().getType()
                && type.getTypeName().equals(other.getDataType().getTypeName());
    }

    private static boolean isSameValue(Param<?> one, Param<?> other) {
        return Objects.deepEquals(one.getValue(), other.getValue());
    }
}
