package dev.canopy.bench;

import java.util.function.Function;

/**
 * How one contender does a piece of work.
 *
 * @param run what is measured
 * @param answer what came out, in the form in which all contenders' answers are compared; not measured
 * @param <I> what each call is given
 */
public record Task<I>(Function<I, Object> run, Function<Object, Object> answer) {
    /** A task whose result is the answer already. */
    public static <I> Task<I> of(Function<I, Object> run) {
        return new Task<>(run, result -> result);
    }

    /** A task whose result becomes the answer by this. */
    @SuppressWarnings("unchecked") // the result is what run gave
    public static <I, O> Task<I> of(Function<I, O> run, Function<? super O, ?> answer) {
        return new Task<>(run::apply, result -> answer.apply((O) result));
    }
}
