package dev.canopy.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A validator with values that it must accept and values that it must refuse. */
record Judged<V>(Validator<? super V> validator, List<V> accepted, List<V> refused) {
    /** First the accepted values; then, by {@link #refuses}, the others. */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    static <V> Judged<V> accepts(Validator<? super V> validator, V... values) {
        return new Judged<>(validator, List.of(values), List.of());
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written
    final Judged<V> refuses(V... values) {
        return new Judged<>(validator, accepted, List.of(values));
    }

    void check() {
        assertThat(accepted)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(validator.accepts(value))
                        .as("%s accepts \"%s\"", validator, value)
                        .isTrue());
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(validator.accepts(value))
                        .as("%s refuses \"%s\"", validator, value)
                        .isFalse());
    }

    @Override
    public String toString() {
        return validator.toString();
    }
}
