package dev.canopy.bench.ebean;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Contender;
import dev.canopy.bench.ebean.mapping.Account;
import dev.canopy.bench.ebean.mapping.Actor;
import dev.canopy.bench.ebean.mapping.Comment;
import dev.canopy.bench.ebean.mapping.Director;
import dev.canopy.bench.ebean.mapping.Item;
import dev.canopy.bench.ebean.mapping.Movie;
import dev.canopy.bench.ebean.mapping.Order;
import dev.canopy.bench.ebean.mapping.Person;
import dev.canopy.bench.ebean.mapping.Post;
import dev.canopy.bench.ebean.mapping.PostTag;
import dev.canopy.bench.ebean.mapping.PostTagKey;
import dev.canopy.bench.ebean.mapping.Review;
import dev.canopy.bench.ebean.mapping.Tag;
import dev.canopy.bench.ebean.mapping.User;
import dev.canopy.bench.ebean.mapping.VersionedAccount;
import dev.canopy.bench.ebean.mapping.Viewer;
import io.ebean.Database;
import io.ebean.annotation.PersistBatch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ebean, set up by its own documentation:
 *
 * <ul>
 *   <li>A path is joined where it is to one, and to many where that multiplies little; a wide parent with many children is better
 *       read by a query of its own, which a fetch config asks for (https://ebean.io/docs/query/fetch).
 *   <li>Many beans are inserted in JDBC batches, whose size is raised where many are written (https://ebean.io/docs/transactions/batch).
 *   <li>Queries outside of a transaction go to a data source of their own that commits by itself and so need no round trip to end
 *       one (https://ebean.io/docs/read-replicas).
 *   <li>What is only shown is read by DTO queries, whose rows are flat (https://ebean.io/docs/query/dtoquery): trees are left to beans.
 * </ul>
 */
abstract class Ebean implements Contender {
    final Database db;
    private final HikariDataSource writing;

    Ebean(HikariDataSource pool) {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setAutoCommit(false);
        this.writing = new HikariDataSource(config);
        this.db = Database.builder()
                .name("benchmarks")
                .register(false)
                .defaultDatabase(false)
                .dataSource(writing)
                .readOnlyDataSource(pool)
                .disableClasspathSearch(true)
                .persistBatch(PersistBatch.ALL)
                .persistBatchSize(1000)
                .addAll(List.of(
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
                        PostTagKey.class,
                        Review.class,
                        Tag.class,
                        User.class,
                        VersionedAccount.class,
                        Viewer.class))
                .build();
    }

    @Override
    public final String name() {
        return "ebean";
    }

    @Override
    public final void close() {
        db.shutdown(false, false);
        writing.close();
    }

    static <V> V there(@Nullable V value) {
        return Objects.requireNonNull(value);
    }
}
