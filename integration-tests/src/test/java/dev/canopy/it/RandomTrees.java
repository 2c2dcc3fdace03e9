package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.ToMany;
import dev.canopy.selection.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Trees by chance over the sample domain: read by Canopy, and by loops over the rows in memory. */
record RandomTrees(RandomGenerator random, Map<String, List<Map<String, Object>>> data) {
    /**
     * An association and what a loop must know of it.
     *
     * @param near the source's column
     * @param far the target's column, or the junction's
     * @param toTarget the junction's column that leads to the target; null where none lies between
     */
    private record Edge(
            String from,
            String to,
            Include<?, ?, ?> include,
            String near,
            String far,
            @Nullable String junction,
            @Nullable String toTarget) {
        static Edge of(String from, String to, Include<?, ?, ?> include, String near, String far) {
            return new Edge(from, to, include, near, far, null, null);
        }
    }

    /** So deep that rows which several lead to have others joined to them, on which others hang. */
    private static final int DEPTH = 4;

    private static final List<Edge> EDGES = List.of(
            Edge.of("users", "posts", USERS.POSTS, "id", "author_id"),
            Edge.of("users", "posts", USERS.POSTS_BY_EDITOR, "id", "editor_id"),
            Edge.of("users", "comments", USERS.COMMENTS, "id", "author_id"),
            Edge.of("users", "users", USERS.USERS_BY_MANAGER, "id", "manager_id"),
            Edge.of("users", "users", USERS.MANAGER, "manager_id", "id"),
            Edge.of("users", "profiles", USERS.PROFILE, "id", "user_id"),
            Edge.of("posts", "users", POSTS.AUTHOR, "author_id", "id"),
            Edge.of("posts", "users", POSTS.EDITOR, "editor_id", "id"),
            Edge.of("posts", "comments", POSTS.COMMENTS, "id", "post_id"),
            new Edge("posts", "tags", POSTS.TAGS, "id", "post_id", "post_tags", "tag_id"),
            new Edge("tags", "posts", TAGS.POSTS, "id", "tag_id", "post_tags", "post_id"),
            Edge.of("comments", "users", COMMENTS.AUTHOR, "author_id", "id"),
            Edge.of("comments", "posts", COMMENTS.POST, "post_id", "id"),
            Edge.of("comments", "comments", COMMENTS.PARENT, "parent_id", "id"),
            Edge.of("comments", "comments", COMMENTS.COMMENTS_BY_PARENT, "id", "parent_id"));

    /**
     * What is asked for of the rows of one level.
     *
     * @param modulo only ids that leave this remainder: {@code id % modulo = remainder}; 1 for all
     * @param shown whether the default scope is dropped and deleted rows are shown
     */
    record Wish(
            int modulo,
            int remainder,
            boolean descending,
            @Nullable Integer limit,
            int offset,
            boolean shown,
            boolean required,
            Map<String, Child> children) {
        int levels() {
            return 1
                    + children.values().stream()
                            .mapToInt(child -> child.wish().levels())
                            .max()
                            .orElse(0);
        }

        Wish with(Map<String, Child> newChildren) {
            return new Wish(modulo, remainder, descending, limit, offset, shown, required, newChildren);
        }
    }

    record Child(Edge edge, Wish wish) {}

    /** A tree, as text: what is asked for, so that a failure can be read. */
    record Tree(String table, Wish wish) {
        int levels() {
            return wish.levels();
        }
    }

    static Map<String, List<Map<String, Object>>> data(RandomGenerator random) {
        Map<String, List<Map<String, Object>>> data = new LinkedHashMap<>();
        int users = random.nextInt(1, 9);
        int posts = random.nextInt(0, 15);
        int comments = random.nextInt(0, 25);
        int tags = random.nextInt(0, 5);
        data.put("users", rows(users, id -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("manager_id", id > 1 && random.nextInt(3) > 0 ? (long) random.nextInt(1, id) : null);
            row.put("first_name", "U" + id);
            row.put("last_name", "L");
            row.put("email", "u" + id + "@example.com");
            row.put("active", random.nextInt(5) > 0);
            row.put("deleted", random.nextInt(6) == 0);
            return row;
        }));
        data.put("profiles", rows(users, id -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("user_id", (long) id);
            return row;
        }));
        data.get("profiles").removeIf(row -> random.nextBoolean());
        data.put("posts", rows(posts, id -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("author_id", (long) random.nextInt(1, users + 1));
            row.put("editor_id", random.nextBoolean() ? (long) random.nextInt(1, users + 1) : null);
            row.put("title", "P" + id);
            return row;
        }));
        data.put("comments", rows(posts == 0 ? 0 : comments, id -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("post_id", (long) random.nextInt(1, posts + 1));
            row.put("author_id", (long) random.nextInt(1, users + 1));
            row.put("parent_id", id > 1 && random.nextBoolean() ? (long) random.nextInt(1, id) : null);
            row.put("body", "C" + id);
            return row;
        }));
        data.put("tags", rows(tags, id -> new LinkedHashMap<>(Map.of("name", "T" + id))));
        List<Map<String, Object>> ties = new ArrayList<>();
        for (long post = 1; post <= posts; post++) {
            for (long tag = 1; tag <= tags; tag++) {
                if (random.nextBoolean()) {
                    ties.add(
                            new LinkedHashMap<>(Map.of("post_id", post, "tag_id", tag, "position", random.nextInt(9))));
                }
            }
        }
        data.put("post_tags", ties);
        return data;
    }

    private interface RowOf {
        Map<String, Object> of(int id);
    }

    private static List<Map<String, Object>> rows(int count, RowOf of) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", (long) id);
            row.putAll(of.of(id));
            rows.add(row);
        }
        return rows;
    }

    /** The rows as INSERT statements. */
    String inserts() {
        StringBuilder sql = new StringBuilder("truncate users, posts, comments, tags, post_tags, profiles cascade;\n");
        data.forEach((table, rows) -> rows.forEach(row -> {
            Map<String, String> columns = new LinkedHashMap<>();
            row.forEach((column, value) -> {
                if (column.equals("deleted")) {
                    columns.put("deleted_at", Boolean.TRUE.equals(value) ? "now()" : "null");
                } else {
                    columns.put(column, value instanceof String text ? "'" + text + "'" : String.valueOf(value));
                }
            });
            sql.append("insert into %s (%s) values (%s);\n"
                    .formatted(table, String.join(", ", columns.keySet()), String.join(", ", columns.values())));
        }));
        return sql.toString();
    }

    Tree tree() {
        String table = List.of("users", "posts", "comments", "tags").get(random.nextInt(4));
        return new Tree(table, wish(table, DEPTH, true));
    }

    private Wish wish(String table, int depth, boolean many) {
        Map<String, Child> children = new TreeMap<>();
        List<Edge> edges =
                EDGES.stream().filter(edge -> edge.from().equals(table)).toList();
        for (int i = 0; depth > 0 && !edges.isEmpty() && i < random.nextInt(4); i++) {
            Edge edge = edges.get(random.nextInt(edges.size()));
            children.put(
                    "i" + i, new Child(edge, wish(edge.to(), depth - 1, edge.include() instanceof ToMany<?, ?, ?>)));
        }
        int modulo = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 1;
        return new Wish(
                modulo,
                random.nextInt(modulo),
                random.nextBoolean(),
                many && random.nextInt(3) == 0 ? random.nextInt(0, 5) : null,
                many && random.nextInt(4) == 0 ? random.nextInt(0, 3) : 0,
                random.nextInt(3) == 0,
                random.nextInt(8) == 0,
                children);
    }

    // ------------------------------------------------------------------------------------------------------ smaller

    /** The smallest tree that still fails, as far as leaving out one thing after another leads there. */
    Tree smallest(Tree failing, Predicate<Tree> fails) {
        Tree smallest = failing;
        boolean found = true;
        while (found) {
            found = false;
            for (Wish wish : smaller(smallest.wish())) {
                Tree candidate = new Tree(smallest.table(), wish);
                if (fails.test(candidate)) {
                    smallest = candidate;
                    found = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** The wish with one thing less, here or somewhere below. */
    private static List<Wish> smaller(Wish wish) {
        List<Wish> all = new ArrayList<>();
        wish.children().forEach((name, child) -> {
            Map<String, Child> without = new TreeMap<>(wish.children());
            without.remove(name);
            all.add(wish.with(without));
            for (Wish below : smaller(child.wish())) {
                Map<String, Child> less = new TreeMap<>(wish.children());
                less.put(name, new Child(child.edge(), below));
                all.add(wish.with(less));
            }
        });
        Map<String, Child> children = wish.children();
        if (wish.modulo() > 1) {
            all.add(new Wish(
                    1, 0, wish.descending(), wish.limit(), wish.offset(), wish.shown(), wish.required(), children));
        }
        if (wish.limit() != null) {
            all.add(new Wish(
                    wish.modulo(),
                    wish.remainder(),
                    wish.descending(),
                    null,
                    wish.offset(),
                    wish.shown(),
                    wish.required(),
                    children));
        }
        if (wish.offset() > 0) {
            all.add(new Wish(
                    wish.modulo(),
                    wish.remainder(),
                    wish.descending(),
                    wish.limit(),
                    0,
                    wish.shown(),
                    wish.required(),
                    children));
        }
        if (wish.descending()) {
            all.add(new Wish(
                    wish.modulo(),
                    wish.remainder(),
                    false,
                    wish.limit(),
                    wish.offset(),
                    wish.shown(),
                    wish.required(),
                    children));
        }
        if (wish.required()) {
            all.add(new Wish(
                    wish.modulo(),
                    wish.remainder(),
                    wish.descending(),
                    wish.limit(),
                    wish.offset(),
                    wish.shown(),
                    false,
                    children));
        }
        return all;
    }

    // -------------------------------------------------------------------------------------------------- by Canopy

    /** What Canopy reads, as text. */
    static List<String> read(Database db, Tree tree) {
        return switch (tree.table()) {
            case "users" -> read(db.from(USERS), tree.wish());
            case "posts" -> read(db.from(POSTS), tree.wish());
            case "comments" -> read(db.from(COMMENTS), tree.wish());
            default -> read(db.from(TAGS), tree.wish());
        };
    }

    private static <T extends Table<R>, R extends Record> List<String> read(Selection<T, R> all, Wish wish) {
        Selection<T, R> selection =
                all.where(t -> condition(t, wish)).orderBy(t -> order(t, wish)).offset(wish.offset());
        if (wish.limit() != null) {
            selection = selection.limit(wish.limit());
        }
        if (wish.shown()) {
            selection = selection.unscoped().withDeleted();
        }
        for (Map.Entry<String, Child> child : wish.children().entrySet()) {
            selection = selection.include(RandomTrees.<T>include(child.getKey(), child.getValue()));
        }
        return selection.findAll().stream()
                .map(row -> text(((dev.canopy.Entity<?>) row).toMap(), wish))
                .toList();
    }

    @SuppressWarnings("unchecked") // the edge starts at the table whose wish it belongs to
    private static <T extends Table<?>> Include<T, ?, ?> include(String name, Child child) {
        return (Include<T, ?, ?>)
                switch (child.edge().include()) {
                    case HasMany<?, ?, ?> many -> many(many, name, child.wish());
                    case BelongsToMany<?, ?, ?, ?, ?> many -> many(many, name, child.wish());
                    case BelongsTo<?, ?, ?> one -> one(one, name, child.wish());
                    case HasOne<?, ?, ?> one -> one(one, name, child.wish());
                    default -> throw new IllegalStateException();
                };
    }

    private static <P extends Table<?>, C extends Table<R>, R extends Record> Include<P, C, ?> many(
            ToMany<P, C, R> edge, String name, Wish wish) {
        ToMany<P, C, R> include = edge.where(t -> condition(t, wish))
                .orderBy(t -> order(t, wish))
                .offset(wish.offset())
                .as(name);
        if (wish.limit() != null) {
            include = include.limit(wish.limit());
        }
        if (wish.shown()) {
            include = include.unscoped().withDeleted();
        }
        if (wish.required()) {
            include = include.required();
        }
        for (Map.Entry<String, Child> child : wish.children().entrySet()) {
            include = include.include(RandomTrees.<C>include(child.getKey(), child.getValue()));
        }
        return include;
    }

    private static <P extends Table<?>, C extends Table<?>, V> Include<P, C, ?> one(
            Include<P, C, V> edge, String name, Wish wish) {
        Include<P, C, V> include = edge.where(t -> condition(t, wish)).as(name);
        if (wish.shown()) {
            include = include.unscoped().withDeleted();
        }
        if (wish.required()) {
            include = include.required();
        }
        for (Map.Entry<String, Child> child : wish.children().entrySet()) {
            include = include.include(RandomTrees.<C>include(child.getKey(), child.getValue()));
        }
        return include;
    }

    private static Condition condition(Table<?> table, Wish wish) {
        return id(table).mod((long) wish.modulo()).eq((long) wish.remainder());
    }

    private static SortField<Long> order(Table<?> table, Wish wish) {
        return wish.descending() ? id(table).desc() : id(table).asc();
    }

    private static Field<Long> id(Table<?> table) {
        return Objects.requireNonNull(table.field("id", Long.class));
    }

    private static String text(Map<?, ?> row, Wish wish) {
        StringBuilder text = new StringBuilder().append(row.get("id"));
        if (row.get("postTag") instanceof Map<?, ?> tie) {
            text.append('@').append(tie.get("position"));
        }
        wish.children().forEach((name, child) -> {
            Object value = row.get(name);
            List<?> rows = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            text.append(' ')
                    .append(name)
                    .append(rows.stream()
                            .map(each -> text((Map<?, ?>) each, child.wish()))
                            .toList());
        });
        return text.toString();
    }

    // --------------------------------------------------------------------------------------------------- by loops

    /** What loops over the rows find, as text. */
    List<String> found(Tree tree) {
        return page(visible(tree.table(), data.get(tree.table()).stream(), tree.wish()), tree.wish(), true)
                .map(row -> found(row, tree.wish()))
                .toList();
    }

    private String found(Map<String, Object> row, Wish wish) {
        StringBuilder text = new StringBuilder().append(row.get("id"));
        if (row.get("@") != null) {
            text.append('@').append(row.get("@"));
        }
        wish.children()
                .forEach((name, child) -> text.append(' ')
                        .append(name)
                        .append(children(row, child)
                                .map(each -> found(each, child.wish()))
                                .toList()));
        return text.toString();
    }

    private Stream<Map<String, Object>> children(Map<String, Object> row, Child child) {
        Edge edge = child.edge();
        Stream<Map<String, Object>> all;
        if (edge.junction() == null) {
            all = data.get(edge.to()).stream().filter(far -> joins(row.get(edge.near()), far.get(edge.far())));
        } else {
            all = data.get(edge.junction()).stream()
                    .filter(tie -> joins(row.get(edge.near()), tie.get(edge.far())))
                    .map(tie -> {
                        Map<String, Object> far = new LinkedHashMap<>(data.get(edge.to()).stream()
                                .filter(each -> joins(tie.get(edge.toTarget()), each.get("id")))
                                .findFirst()
                                .orElseThrow());
                        far.put("@", tie.get("position"));
                        return far;
                    });
        }
        return page(visible(edge.to(), all, child.wish()), child.wish(), edge.include() instanceof ToMany<?, ?, ?>);
    }

    /** Rows that scope, deletion, condition and required includes leave. */
    private Stream<Map<String, Object>> visible(String table, Stream<Map<String, Object>> rows, Wish wish) {
        return rows.filter(row -> !table.equals("users")
                        || wish.shown()
                        || (Boolean.TRUE.equals(row.get("active")) && Boolean.FALSE.equals(row.get("deleted"))))
                .filter(row -> (long) row.get("id") % wish.modulo() == wish.remainder())
                .filter(row -> wish.children().values().stream()
                        .filter(child -> child.wish().required())
                        .allMatch(child -> children(row, child).findAny().isPresent()));
    }

    private static Stream<Map<String, Object>> page(Stream<Map<String, Object>> rows, Wish wish, boolean many) {
        Comparator<Map<String, Object>> byId = Comparator.comparingLong(row -> (long) row.get("id"));
        Stream<Map<String, Object>> sorted = rows.sorted(wish.descending() ? byId.reversed() : byId);
        return many ? sorted.skip(wish.offset()).limit(wish.limit() == null ? Long.MAX_VALUE : wish.limit()) : sorted;
    }

    private static boolean joins(@Nullable Object one, @Nullable Object other) {
        return one != null && one.equals(other);
    }
}
