package dev.canopy;

import dev.canopy.selection.Selection;
import java.util.Set;

/** The line of the user's code that called, for messages about what that line left undone. */
final class CallerPlace {
    private static final Set<String> OURS = Set.of(Database.class.getPackageName(), Selection.class.getPackageName());

    private CallerPlace() {}

    /** {@code Reports.all(Reports.java:17)}. */
    static String find() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame ->
                                !OURS.contains(frame.getDeclaringClass().getPackageName()))
                        .findFirst()
                        .map(frame -> "%s.%s(%s:%d)"
                                .formatted(
                                        frame.getDeclaringClass().getSimpleName(),
                                        frame.getMethodName(),
                                        frame.getFileName(),
                                        frame.getLineNumber()))
                        .orElse("an unknown place"));
    }
}
