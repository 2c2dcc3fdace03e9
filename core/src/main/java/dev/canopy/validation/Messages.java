package dev.canopy.validation;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages in other words or languages. Thread-safe. */
@FunctionalInterface
public interface Messages {
    /** The message for a key, with names of parameters in braces; null to leave it as it is. */
    @Nullable
    String template(String key);

    /** Everything stays as it is. */
    static Messages none() {
        return key -> null;
    }

    /**
     * From resource bundles.
     *
     * @param bundles the bundle of a locale, as in {@code locale -> ResourceBundle.getBundle("messages", locale)}
     * @param locale asked at each violation, on the thread that validates
     */
    static Messages of(Function<? super Locale, ? extends ResourceBundle> bundles, Supplier<Locale> locale) {
        return key -> {
            ResourceBundle bundle = bundles.apply(locale.get());
            return bundle.containsKey(key) ? bundle.getString(key) : null;
        };
    }
}
