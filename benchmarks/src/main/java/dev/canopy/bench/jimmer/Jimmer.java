package dev.canopy.bench.jimmer;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Contender;
import dev.canopy.bench.jimmer.mapping.PostTable;
import dev.canopy.bench.jimmer.mapping.PostTagTable;
import dev.canopy.bench.jimmer.mapping.TagTable;
import dev.canopy.bench.jimmer.mapping.UserTable;
import java.util.List;
import org.babyfish.jimmer.sql.JSqlClient;
import org.babyfish.jimmer.sql.ast.Expression;
import org.babyfish.jimmer.sql.ast.NumericExpression;
import org.babyfish.jimmer.sql.ast.query.ConfigurableRootQuery;
import org.babyfish.jimmer.sql.ast.query.MutableRootQuery;
import org.babyfish.jimmer.sql.ast.table.base.BaseTable2;
import org.babyfish.jimmer.sql.dialect.PostgresDialect;
import org.babyfish.jimmer.sql.fetcher.ReferenceFetchType;
import org.babyfish.jimmer.sql.runtime.ConnectionManager;
import org.babyfish.jimmer.sql.runtime.DefaultDatabaseNamingStrategy;

/**
 * Jimmer, set up by its own documentation (https://babyfish-ct.github.io/jimmer-doc):
 *
 * <ul>
 *   <li>Neither caches nor logs, a connection for each call, no transaction around reads: so it measures itself
 *       (docs/overview/benchmark).
 *   <li>The shape of an object is said by a fetcher, whose associations to many take a query for each level; its lists of keys are
 *       as long as the guide lets them be, so that one query is enough (docs/query/object-fetcher/association, on batch size).
 *   <li>Associations to one are joined, since nothing is cached (the same page, on fetch type).
 *   <li>A limit for each parent takes a query for each parent; where there are many, the guide has derived tables and window
 *       functions (docs/query/base-query).
 *   <li>What is only shown is read by DTOs of its DTO language (docs/query/object-fetcher/dto).
 *   <li>What is known to be new is inserted without looking, and so is what hangs on it; each level is a JDBC batch
 *       (docs/mutation/save-command/save-mode and association/associated-save-mode).
 * </ul>
 */
abstract class Jimmer implements Contender {
    static final UserTable USER = UserTable.$;
    static final PostTable POST = PostTable.$;
    static final PostTagTable LINK = PostTagTable.$;
    static final TagTable TAG = LINK.asTableEx()
            .weakJoin(TagTable.class, (link, tag) -> link.id().tagId().eq(tag.id()));

    final JSqlClient db;

    Jimmer(HikariDataSource pool) {
        this.db = JSqlClient.newBuilder()
                .setConnectionManager(ConnectionManager.simpleConnectionManager(pool))
                .setDialect(new PostgresDialect())
                .setDatabaseNamingStrategy(DefaultDatabaseNamingStrategy.LOWER_CASE)
                .setDefaultReferenceFetchType(ReferenceFetchType.JOIN_ALWAYS)
                .setDefaultBatchSize(1000)
                .setDefaultListBatchSize(1000)
                .build();
    }

    @Override
    public final String name() {
        return "jimmer";
    }

    final MutableRootQuery<UserTable> named(String name) {
        return db.createQuery(USER).where(USER.lastName().eq(name)).orderBy(USER.id());
    }

    final MutableRootQuery<UserTable> usersFrom(long id) {
        return db.createQuery(USER).where(USER.id().ge(id)).orderBy(USER.id());
    }

    static <V> List<V> hundred(ConfigurableRootQuery<UserTable, V> users) {
        return users.limit(100).execute();
    }

    final MutableRootQuery<PostTable> postsFrom(long id) {
        return db.createQuery(POST).where(POST.id().ge(id)).orderBy(POST.id());
    }

    final MutableRootQuery<PostTagTable> linksOf(List<Long> posts) {
        return db.createQuery(LINK).where(LINK.id().postId().in(posts)).orderBy(LINK.position());
    }

    /** These users' posts, and how many of the same user are newer, counted from one. */
    final BaseTable2<PostTable, NumericExpression<Integer>> ranked(List<Long> users) {
        return db.createBaseQuery(POST)
                .where(POST.authorId().in(users))
                .addSelect(POST)
                .addSelect(Expression.numeric()
                        .sql(
                                Integer.class,
                                "row_number() over (partition by %e order by %e desc, %e desc)",
                                POST.authorId(),
                                POST.createdAt(),
                                POST.id()))
                .asBaseTable();
    }
}
