package dev.canopy.bench.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Contender;
import dev.canopy.bench.hibernate.mapping.Account;
import dev.canopy.bench.hibernate.mapping.Actor;
import dev.canopy.bench.hibernate.mapping.Comment;
import dev.canopy.bench.hibernate.mapping.Director;
import dev.canopy.bench.hibernate.mapping.Item;
import dev.canopy.bench.hibernate.mapping.Movie;
import dev.canopy.bench.hibernate.mapping.Order;
import dev.canopy.bench.hibernate.mapping.Person;
import dev.canopy.bench.hibernate.mapping.Post;
import dev.canopy.bench.hibernate.mapping.PostTag;
import dev.canopy.bench.hibernate.mapping.Review;
import dev.canopy.bench.hibernate.mapping.Tag;
import dev.canopy.bench.hibernate.mapping.User;
import dev.canopy.bench.hibernate.mapping.Viewer;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * Hibernate ORM, set up by the chapter on tuning of its own introduction
 * (https://docs.hibernate.org/orm/7.4/introduction/html_single/#tuning-and-performance):
 *
 * <ul>
 *   <li>What is needed is said at the start and fetched in one or two queries; associations are mapped lazily, and join fetching is
 *       the usual way to get them. Batches and subselects are for two collections side by side.
 *   <li>Statements are batched by {@code hibernate.jdbc.batch_size}, which takes ids that are known before the insert.
 *   <li>A stateless session is the way to write much, since it keeps no first level of cache.
 *   <li>Rows that nobody changes are read by HQL into records.
 * </ul>
 *
 * <p>Reads have no transaction around them, which saves the commit.
 */
abstract class Hibernate implements Contender {
    final SessionFactory sessions;

    Hibernate(HikariDataSource pool) {
        this.sessions = new HibernatePersistenceConfiguration("benchmarks")
                .managedClasses(
                        Account.class,
                        Actor.class,
                        Comment.class,
                        Director.class,
                        Item.class,
                        Movie.class,
                        Order.class,
                        Person.class,
                        Post.class,
                        PostTag.class,
                        Review.class,
                        Tag.class,
                        User.class,
                        Viewer.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, 50)
                .property(AvailableSettings.ORDER_INSERTS, true)
                // The sequences start with the lowest of the fifty ids that they hand out.
                .property(AvailableSettings.PREFERRED_POOLED_OPTIMIZER, "pooled-lo")
                .createEntityManagerFactory();
    }

    @Override
    public final String name() {
        return "hibernate";
    }

    @Override
    public final void close() {
        sessions.close();
    }
}
