package dev.canopy.testing;

import dev.canopy.DatabaseBuilder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a migrated PostgreSQL database of its own, and each test a clean one. A constructor or method of the class
 * may ask for a {@link dev.canopy.Database}, a {@link javax.sql.DataSource}, a {@link ScratchDatabase} or a {@link ServerLog}.
 *
 * {@snippet :
 * @CanopyTest(define = AppModels.class)                     // class AppModels implements Consumer<DatabaseBuilder>
 * class UsersTest {
 *     @Test
 *     void a_name_is_kept(Database db) {
 *         db.model(USERS).create(user -> user.setFirstName("Ada"));     // rolled back afterwards
 *     }
 *
 *     @Test
 *     @CanopyTest(isolation = Isolation.DATABASE)
 *     void a_commit_is_seen_by_others(Database db, DataSource dataSource) {}
 * }
 * }
 *
 * <p>The migrations run once for each JVM; every class then gets a copy, so classes may run at the same time. What a
 * {@code @BeforeAll} method writes is committed and seen by all tests of the class. On a method, the annotation changes the
 * isolation and nothing else.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(CanopyExtension.class)
public @interface CanopyTest {
    /** Where Flyway finds the migrations; {@code filesystem:} and {@code classpath:} as Flyway has them. */
    String[] migrations() default "classpath:db/migration";

    /**
     * What defines the models of the test's {@link dev.canopy.Database}, in this order: classes with a constructor that takes
     * nothing. A service that gathers its definitions in such a class uses the same one here.
     */
    Class<? extends Consumer<DatabaseBuilder>>[] define() default {};

    /** How a test is kept from the next one. */
    Isolation isolation() default Isolation.ROLLBACK;
}
