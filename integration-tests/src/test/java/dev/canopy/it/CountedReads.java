package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.association.Strategy;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.io.IOException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Databases of one test whose statements are counted by the server, by what stands between, and by our own observer. A test that
 * asks for them says by {@link Costs} what it reads for; all three must agree with it, and with each other, when it is over. So
 * whatever a test does with a tree that it has read is shown to run nothing.
 */
final class CountedReads implements AutoCloseable {
    private final Class<? extends Consumer<DatabaseBuilder>>[] models;
    private final CountingProxy proxy;
    private final OneConnection connection;
    private final AtomicInteger told = new AtomicInteger();
    private final ServerLog log;
    private Strategy strategy = Strategy.MULTISET;

    private CountedReads(
            Class<? extends Consumer<DatabaseBuilder>>[] models,
            CountingProxy proxy,
            OneConnection connection,
            ServerLog log) {
        this.models = models;
        this.proxy = proxy;
        this.connection = connection;
        this.log = log;
    }

    static CountedReads of(CanopyTest test, ScratchDatabase scratch, ServerLog log) {
        try {
            CountingProxy proxy = CountingProxy.before(scratch.url());
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(proxy.url());
            source.setUser(scratch.server().user().orElseThrow());
            source.setPassword(scratch.server().password().orElse(""));
            return new CountedReads(test.define(), proxy, OneConnection.of(source), log);
        } catch (IOException | SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The Database that the test's class defines, with whole trees in a statement. */
    Database db() {
        return db(Strategy.MULTISET);
    }

    /** The same with trees that are read in this way. */
    Database db(Strategy by) {
        return db(by, c -> {
            for (Class<? extends Consumer<DatabaseBuilder>> each : models) {
                ReflectionSupport.newInstance(each).accept(c);
            }
        });
    }

    /** One that is defined otherwise. */
    Database db(Strategy by, Consumer<? super DatabaseBuilder> setup) {
        strategy = by;
        return Database.using(connection, c -> {
            setup.accept(c);
            c.strategy(by).onStatement(statement -> told.incrementAndGet());
        });
    }

    private void count(Costs expected, Invocation<Void> test) throws Throwable {
        List<Throwable> thrown = new ArrayList<>();
        int before = proxy.roundTrips();
        List<String> executed = log.of(() -> {
            try {
                test.proceed();
            } catch (Throwable failure) {
                thrown.add(failure);
            }
        });
        int roundTrips = proxy.roundTrips() - before;
        if (!thrown.isEmpty()) {
            throw thrown.getFirst();
        }

        assertThat(told).as("our own count").hasValue(expected.value());
        assertThat(roundTrips).as("round trips").isEqualTo(expected.value());
        assertThat(executed)
                .as("the server's log")
                .filteredOn(sql -> !isFrame(sql))
                .hasSize(strategy == Strategy.SPLIT ? expected.split() : expected.value())
                .allMatch(sql -> sql.strip().startsWith("select"));
    }

    /** What makes several statements of one round trip one snapshot. */
    private boolean isFrame(String sql) {
        return strategy == Strategy.SPLIT
                && List.of("begin isolation level repeatable read, read only", "commit")
                        .contains(sql.strip());
    }

    @Override
    public void close() throws SQLException {
        try (proxy) {
            connection.close();
        }
    }

    /** Hands them out, and counts. */
    static final class Extension implements ParameterResolver, InvocationInterceptor {
        private static final Namespace NAMESPACE = Namespace.create(CountedReads.class);

        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
            return ExtensionContextScope.TEST_METHOD;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CountedReads.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(NAMESPACE)
                    .computeIfAbsent(CountedReads.class, key -> made(context), CountedReads.class);
        }

        @Override
        public void interceptTestMethod(
                Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            intercept(test, context);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            intercept(test, context);
        }

        private static void intercept(Invocation<Void> test, ExtensionContext context) throws Throwable {
            CountedReads reads = context.getStore(NAMESPACE).get(CountedReads.class, CountedReads.class);
            if (reads == null) {
                test.proceed();
                return;
            }
            Costs costs = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Costs.class)
                    .orElseThrow(() -> new ExtensionConfigurationException(
                            "Say by @Costs what " + context.getDisplayName() + " reads for."));
            reads.count(costs, test);
        }

        /** The database and its log come from the test's own extension. */
        private static CountedReads made(ExtensionContext context) {
            CanopyTest test = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), CanopyTest.class)
                    .orElseThrow();
            try {
                Ground ground = context.getExecutableInvoker()
                        .invoke(Ground.class.getDeclaredConstructor(ScratchDatabase.class, ServerLog.class));
                return CountedReads.of(test, ground.scratch(), ground.log());
            } catch (NoSuchMethodException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /** What the other extension gives the test. */
        private record Ground(ScratchDatabase scratch, ServerLog log) {}
    }
}
