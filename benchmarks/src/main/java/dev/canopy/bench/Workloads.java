package dev.canopy.bench;

import dev.canopy.bench.Rows.AccountRow;
import dev.canopy.bench.Rows.AccountTree;
import dev.canopy.bench.Rows.ItemRow;
import dev.canopy.bench.Rows.NewMovie;
import dev.canopy.bench.Rows.NewMovieCard;
import dev.canopy.bench.Rows.OrderTree;
import dev.canopy.bench.Rows.PersonCard;
import dev.canopy.bench.Workload.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All that is measured. */
final class Workloads {
    private static final String WRITTEN = "accounts, orders, items";

    private Workloads() {}

    static List<Workload<?>> all(Lab lab) {
        List<Workload<?>> all = new ArrayList<>();
        all.addAll(reads());
        all.addAll(writes(lab));
        all.addAll(movies(lab));
        all.addAll(growth());
        return all;
    }

    private static List<Workload<?>> reads() {
        return List.of(
                Workload.reading("by-key", Group.READ, Contender::byKey, n -> 1 + (long) chance(n, 10_000)),
                Workload.reading("100-rows", Group.READ, Contender::hundred, n -> "Last" + chance(n, 80)),
                Workload.reading("1x10x50", Group.READ, Contender::tree, n -> 1 + (long) chance(n, 100)),
                Workload.reading("100x10", Group.READ, Contender::usersWithPosts, n -> 1001 + (long) chance(n, 900)),
                Workload.reading("100x10x5", Group.READ, Contender::forest, n -> 1001 + (long) chance(n, 900)),
                Workload.reading(
                        "50-posts-tags", Group.READ, Contender::postsWithTags, n -> 1001 + (long) chance(n, 9_900)),
                Workload.reading(
                        "newest-3-of-100", Group.READ, Contender::newestPosts, n -> 1001 + (long) chance(n, 900)),
                Workload.reading("page-and-count", Group.READ, Contender::page, n -> "Last" + chance(n, 80)),
                Workload.reading("8-threads", Group.READ, Contender::tree, n -> 1 + (long) chance(n, 100))
                        .by(8));
    }

    private static List<Workload<?>> writes(Lab lab) {
        return List.of(
                Workload.writing("insert-one", Group.WRITE, Contender::insertOne, n -> n, id -> accounts(lab, id)),
                Workload.writing(
                        "insert-1000",
                        Group.WRITE,
                        Contender::insertThousand,
                        n -> n * 1000,
                        ids -> accounts(lab, ids)),
                Workload.writing(
                        "versioned-update", Group.WRITE, Contender::update, n -> 1 + n, id -> accounts(lab, id)),
                Workload.writing(
                        "create-1x5x10", Group.WRITE, Contender::insertTree, n -> n, id -> accountTree(lab, id)));
    }

    private static List<Workload<?>> movies(Lab lab) {
        return List.of(
                Workload.reading("get_movie", Group.MOVIES, Contender::movie, n -> 1 + (long) chance(n, 25_000)),
                Workload.reading("get_user", Group.MOVIES, Contender::viewer, n -> 1 + (long) chance(n, 100_000)),
                Workload.writing(
                        "insert_movie",
                        Group.MOVIES,
                        Contender::insertMovie,
                        n -> new NewMovie(
                                "insert_test__" + n,
                                "m" + n + ".jpeg",
                                "plot " + n,
                                1950 + n % 60,
                                1 + (long) chance(n, 7_000),
                                List.of(10_000 + (long) n % 1000, 20_000 + (long) n % 1000, 30_000 + (long) n % 1000)),
                        id -> newMovie(lab, id)));
    }

    private static List<Workload<?>> growth() {
        List<Workload<?>> all = new ArrayList<>();
        for (int children : List.of(1, 10, 100, 1000)) {
            all.add(Workload.reading("children-" + children, Group.GROWTH, Contender::roots, n -> "100x" + children));
        }
        for (int parents : List.of(1, 10, 100, 1000, 10_000)) {
            all.add(Workload.reading("parents-" + parents, Group.GROWTH, Contender::roots, n -> parents + "x5"));
        }
        for (int depth = 1; depth <= 5; depth++) {
            int levels = depth;
            all.add(Workload.reading("depth-" + depth, Group.GROWTH, Contender::deep, n -> levels));
        }
        all.add(Workload.reading("zipf", Group.GROWTH, Contender::roots, n -> "zipf"));
        all.add(Workload.reading("no-index", Group.GROWTH, Contender::looseRoots, n -> "100x10"));
        return all;
    }

    /** Takes away what was written. */
    static void clear(Lab lab) {
        lab.execute("truncate " + WRITTEN);
        lab.execute("""
            delete from actors where movie_id in (select id from movies where title like 'insert\\_test\\_\\_%');
            delete from directors where movie_id in (select id from movies where title like 'insert\\_test\\_\\_%');
            delete from movies where title like 'insert\\_test\\_\\_%'
            """);
    }

    private static Object accounts(Lab lab, Object ids) {
        List<?> all = ids instanceof List<?> list ? list : List.of(ids);
        List<AccountRow> rows = new ArrayList<>();
        for (List<@Nullable Object> row :
                lab.rows("select name, email, logins, version from accounts where id = any(?) order by id", (Object)
                        all.toArray(Long[]::new))) {
            rows.add(new AccountRow(text(row.get(0)), text(row.get(1)), number(row.get(2)), number(row.get(3))));
        }
        return rows;
    }

    private static Object accountTree(Lab lab, Object id) {
        List<OrderTree> orders = new ArrayList<>();
        for (List<@Nullable Object> order :
                lab.rows("select id, title from orders where account_id = ? order by id", id)) {
            List<ItemRow> items = new ArrayList<>();
            for (List<@Nullable Object> item : lab.rows(
                    "select label, amount from items where order_id = ? order by id",
                    Objects.requireNonNull(order.get(0)))) {
                items.add(new ItemRow(text(item.get(0)), number(item.get(1))));
            }
            orders.add(new OrderTree(text(order.get(1)), items));
        }
        List<@Nullable Object> account =
                lab.rows("select name, email from accounts where id = ?", id).getFirst();
        return new AccountTree(text(account.get(0)), text(account.get(1)), orders);
    }

    private static Object newMovie(Lab lab, Object id) {
        List<@Nullable Object> movie = lab.rows("select title, image, year from movies where id = ?", id)
                .getFirst();
        return new NewMovieCard(
                text(movie.get(0)),
                text(movie.get(1)),
                number(movie.get(2)),
                people(lab, "directors", id),
                people(lab, "actors", id));
    }

    private static List<PersonCard> people(Lab lab, String junction, Object id) {
        return lab.rows("""
            select p.id, concat_ws(' ', p.first_name, nullif(p.middle_name, ''), p.last_name), p.image
            from %s j join persons p on p.id = j.person_id where j.movie_id = ? order by j.list_order\
            """.formatted(junction), id).stream()
                .map(row ->
                        new PersonCard((Long) Objects.requireNonNull(row.get(0)), text(row.get(1)), text(row.get(2))))
                .toList();
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static int number(@Nullable Object value) {
        return (Integer) Objects.requireNonNull(value);
    }

    /** Scattered, and the same for the same n. */
    private static int chance(int n, int bound) {
        return new SplittableRandom(n * 7919L + 17).nextInt(bound);
    }
}
