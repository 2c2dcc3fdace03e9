package dev.canopy.it.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.testing.ServerLog;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The SQL that a page prints under an example is what the server executes for it: without quotes and without the schema public,
 * with ? for each value, and with … for what is left out.
 */
final class ShownSql implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        List<Pages.Example> shown = Pages.shownBy(test.getTargetClass(), test.getExecutable());
        if (shown.isEmpty()) {
            invocation.proceed();
            return;
        }
        ServerLog log = (ServerLog)
                context.getExecutableInvoker().invoke(ShownSql.class.getDeclaredMethod("log", ServerLog.class));
        Throwable[] failure = {null};
        List<String> executed = log.of(() -> {
            try {
                invocation.proceed();
            } catch (Throwable failed) {
                failure[0] = failed;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        List<String> plain = executed.stream().map(ShownSql::plain).toList();
        for (Pages.Example example : shown) {
            requireExecuted(example, plain);
        }
    }

    static ServerLog log(ServerLog log) {
        return log;
    }

    private static void requireExecuted(Pages.Example example, List<String> executed) {
        List<String> statements = statements(example.sql());
        Pattern pattern =
                Pattern.compile(statements.stream().map(ShownSql::pattern).collect(joining("\n")), Pattern.MULTILINE);
        String all = executed.stream().map(ShownSql::bare).collect(joining("\n"));
        assertThat(pattern.matcher(all).find())
                .as("%s shows%n%s%nbut the server executed%n%s", example, example.sql(), String.join("\n", executed))
                .isTrue();
    }

    private static List<String> statements(String sql) {
        return Stream.of(sql.split(";")).filter(part -> !part.isBlank()).toList();
    }

    private static String pattern(String shown) {
        return "^"
                + Arrays.stream(bare(shown).split("…", -1)).map(Pattern::quote).collect(joining("[^\\n]*"))
                + "$";
    }

    private static String plain(String executed) {
        return executed.replace("\"", "")
                .replace("public.", "")
                .replaceAll("\\$\\d+", "?")
                .strip();
    }

    private static String bare(String sql) {
        return sql.replaceAll("\\s+", "");
    }
}
