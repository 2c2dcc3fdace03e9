package dev.canopy.sql;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of the user's code that made something happen: the innermost that is neither ours nor a library's beneath us. */
public final class CallSite {
    private static final Set<String> OURS = Set.of(
            "dev.canopy",
            "dev.canopy.association",
            "dev.canopy.codec",
            "dev.canopy.error",
            "dev.canopy.jackson",
            "dev.canopy.load",
            "dev.canopy.model",
            "dev.canopy.persist",
            "dev.canopy.plan",
            "dev.canopy.selection",
            "dev.canopy.sql",
            "dev.canopy.validation");
    private static final String[] BENEATH = {
        "java.", "javax.", "jdk.", "sun.", "org.jooq.", "org.postgresql.", "com.zaxxer.hikari."
    };

    private CallSite() {}

    /** {@code Reports.all(Reports.java:17)}. */
    public static String find() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> isUsers(frame.getClassName()))
                        .findFirst()
                        .map(frame -> spoken(frame.toStackTraceElement()))
                        .orElse("an unknown place"));
    }

    /** The same in the trace of another thread; null if it runs no code of the user's. */
    static @Nullable String of(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .filter(frame -> isUsers(frame.getClassName()))
                .findFirst()
                .map(CallSite::spoken)
                .orElse(null);
    }

    private static boolean isUsers(String type) {
        int end = type.lastIndexOf('.');
        return !(end > 0 && OURS.contains(type.substring(0, end)))
                && Stream.of(BENEATH).noneMatch(type::startsWith);
    }

    private static String spoken(StackTraceElement frame) {
        String type = frame.getClassName();
        return "%s.%s(%s:%d)"
                .formatted(
                        type.substring(type.lastIndexOf('.') + 1),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber());
    }
}
