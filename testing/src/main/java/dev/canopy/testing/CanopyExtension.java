package dev.canopy.testing;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** What {@link CanopyTest} does: a database for the class, a clean one for each test, and both as parameters. */
final class CanopyExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(CanopyExtension.class);
    private static final Set<Class<?>> PARAMETERS =
            Set.of(Database.class, DataSource.class, ScratchDatabase.class, ServerLog.class);

    /** A constructor's parameters are the test's own, as those of the test method are. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ofTest(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Outside a test (@BeforeAll, or the constructor of an instance that all tests share) it is the class's own
        // database.
        Given given = context.getTestMethod().isPresent() ? ofTest(context) : ofClass(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == Database.class) {
            return database(given, context);
        }
        if (type == DataSource.class) {
            return given.dataSource();
        }
        return type == ServerLog.class ? ServerLog.of(given.scratch()) : given.scratch();
    }

    /** One for each test, however many parameters ask for it. */
    private static Database database(Given given, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        given,
                        key -> Database.using(given.dataSource(), c -> {
                            for (Class<? extends Consumer<DatabaseBuilder>> models :
                                    annotation(context).define()) {
                                ReflectionSupport.newInstance(models).accept(c);
                            }
                            if (given.dataSource() instanceof RolledBack) {
                                c.ambient(new TestTransaction());
                            }
                        }),
                        Database.class);
    }

    private static Given ofClass(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        // The store of the root lives as long as the JVM's tests do; that of the class, until its last test is over.
        MigratedTemplates templates = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        MigratedTemplates.class,
                        key -> new MigratedTemplates(PostgresServer.shared()),
                        MigratedTemplates.class);
        // One key for all: a nested class finds the database of the class around it.
        return classContext(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        "class",
                        key -> {
                            ScratchDatabase database =
                                    templates.copy(annotation(context).migrations(), type.getSimpleName());
                            return new Given(database, database.dataSource(), database::close);
                        },
                        Given.class);
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext found = context;
        while (found.getTestMethod().isPresent()) {
            found = found.getParent().orElseThrow();
        }
        return found;
    }

    private static Given ofTest(ExtensionContext context) {
        ScratchDatabase ofClass = ofClass(context).scratch();
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        "test " + context.getUniqueId(),
                        key -> switch (isolation(context)) {
                            case ROLLBACK -> rolledBack(ofClass);
                            case DATABASE -> {
                                ScratchDatabase copy = ofClass.server().copyOf(ofClass, context.getDisplayName());
                                HikariDataSource pool = PostgresServer.pool(copy.dataSource(), copy.name());
                                yield new Given(copy, pool, () -> {
                                    pool.close();
                                    copy.close();
                                });
                            }
                        },
                        Given.class);
    }

    private static Given rolledBack(ScratchDatabase database) {
        try {
            RolledBack connection = new RolledBack(database.forgiving());
            return new Given(database, connection, connection::close);
        } catch (SQLException failed) {
            throw new PostgresServerException("The test's database " + database + " does not answer.", failed);
        }
    }

    private static Isolation isolation(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, CanopyTest.class))
                .orElseGet(() -> annotation(context))
                .isolation();
    }

    /** That of the class, or of the class around a nested one; a method's alone if there is no other. */
    private static CanopyTest annotation(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            Optional<CanopyTest> found = AnnotationSupport.findAnnotation(type, CanopyTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return AnnotationSupport.findAnnotation(context.getElement(), CanopyTest.class)
                .orElseThrow();
    }

    /** What a test gets, and what is closed when it is over. */
    private record Given(ScratchDatabase scratch, DataSource dataSource, Ending ending) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            ending.run();
        }
    }

    @FunctionalInterface
    private interface Ending {
        void run() throws SQLException;
    }
}
