package dev.canopy.bench.sequelize;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Contender;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.NewMovie;
import dev.canopy.bench.Rows.PostCard;
import dev.canopy.bench.Rows.UserPage;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerPage;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import dev.canopy.bench.Timed;
import java.lang.reflect.RecordComponent;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sequelize's side of the work is {@code bench.js}, which also takes the times, by its own clock: what the way between the two
 * processes costs is in none of them. It works for one at a time.
 */
public final class Sequelize implements Contender {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Node node;

    /** What Node took. */
    private record Took(long nanos) implements Timed {}

    public Sequelize(HikariDataSource pool) {
        this.node = Node.on(pool);
    }

    /** Why it cannot take part; empty if it can. */
    public static Optional<String> absence() {
        return Node.absence();
    }

    @Override
    public String name() {
        return "sequelize";
    }

    @Override
    public Target target() {
        return Target.ENTITY;
    }

    @Override
    public boolean worksAlone() {
        return true;
    }

    /** JavaScript's dates end with the millisecond. */
    @Override
    public Object seen(Object answer) {
        return Objects.requireNonNull(cut(answer));
    }

    private static @Nullable Object cut(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().truncatedTo(ChronoUnit.MILLIS);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(each -> all.add(cut(each)));
            return all;
        }
        if (value instanceof Record row) {
            List<@Nullable Object> all = new ArrayList<>();
            for (RecordComponent component : row.getClass().getRecordComponents()) {
                try {
                    all.add(cut(component.getAccessor().invoke(row)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return all;
        }
        return value;
    }

    @Override
    public Task<Long> byKey() {
        return task("by-key", new TypeReference<UserRow>() {});
    }

    @Override
    public Task<String> hundred() {
        return task("100-rows", new TypeReference<List<UserRow>>() {});
    }

    @Override
    public Task<Long> tree() {
        return task("tree", new TypeReference<UserTree>() {});
    }

    @Override
    public Task<Long> usersWithPosts() {
        return task("100x10", new TypeReference<List<UserPosts>>() {});
    }

    @Override
    public Task<Long> forest() {
        return task("100x10x5", new TypeReference<List<UserTree>>() {});
    }

    @Override
    public Task<Long> postsWithTags() {
        return task("50-posts-tags", new TypeReference<List<PostCard>>() {});
    }

    @Override
    public Task<Long> newestPosts() {
        return task("newest-3-of-100", new TypeReference<List<UserPosts>>() {});
    }

    @Override
    public Task<String> page() {
        return task("page-and-count", new TypeReference<UserPage>() {});
    }

    @Override
    public Task<Integer> insertOne() {
        return task("insert-one", new TypeReference<Long>() {});
    }

    @Override
    public Task<Integer> insertThousand() {
        return task("insert-1000", new TypeReference<List<Long>>() {});
    }

    @Override
    public Task<Integer> update() {
        node.ask("prepare versioned-update");
        return task("versioned-update", new TypeReference<Long>() {});
    }

    @Override
    public Task<Integer> insertTree() {
        return task("create-1x5x10", new TypeReference<Long>() {});
    }

    @Override
    public Task<Long> movie() {
        return task("get_movie", new TypeReference<MovieCard>() {});
    }

    @Override
    public Task<Long> viewer() {
        return task("get_user", new TypeReference<ViewerPage>() {});
    }

    @Override
    public Task<NewMovie> insertMovie() {
        return task("insert_movie", new TypeReference<Long>() {});
    }

    private <I, V> Task<I> task(String name, TypeReference<V> answer) {
        return Task.of(
                input -> new Took(Long.parseLong(node.ask("run " + name + " " + JSON.writeValueAsString(input)))),
                took -> JSON.readValue(node.ask("last"), answer));
    }

    @Override
    public void close() {
        node.close();
    }
}
