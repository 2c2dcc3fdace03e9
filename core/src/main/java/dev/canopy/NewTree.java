package dev.canopy;

import dev.canopy.association.Include;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.load.Entities;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.persist.Taken;
import dev.canopy.persist.TreeStage;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * New rows with all the new rows that hang on them, to be inserted in one transaction: whoever is referred to comes first, and
 * rows of one table that can be inserted together are, in the order in which they were given.
 */
final class NewTree {
    private final Engine engine;
    private final String model;
    private final Writes writes;
    private final IdentityHashMap<Record, Node> nodes = new IdentityHashMap<>();
    private final List<Node> inOrder = new ArrayList<>();
    private final List<Change<?, ?>> changes = new ArrayList<>();

    /** A row that is to be inserted. */
    private static final class Node {
        private final Record row;
        private final Table<?> table;
        private final Supplier<String> path;
        private final List<Node> before = new ArrayList<>(1);
        private final List<Runnable> ties = new ArrayList<>(1);
        private final List<Taken> taken = new ArrayList<>(1);
        private final BitSet filledLater = new BitSet();
        private boolean staged;

        Node(Record row, Table<?> table, Supplier<String> path) {
            this.row = row;
            this.table = table;
            this.path = path;
        }

        /** Whether all that it needs is in a stage already. */
        boolean isReady() {
            for (Node other : before) {
                if (!other.staged) {
                    return false;
                }
            }
            return true;
        }

        /** @param values all that the tie puts into the row; null where it does more */
        void after(Node other, List<? extends TableField<?, ?>> key, Runnable tie, @Nullable Taken values) {
            before.add(other);
            ties.add(tie);
            if (values != null) {
                taken.add(values);
            }
            key.forEach(column -> filledLater.set(table.indexOf(column)));
        }
    }

    /** A row that is there already and gets a new key, or has changes of its own. */
    private record Change<C extends Table<R>, R extends Record>(C table, R row, Runnable tie) {
        void run(Writes writes) {
            writes.keep(row);
            tie.run();
            writes.update(table, List.of(row));
        }
    }

    private NewTree(Engine engine, String model, Writes writes) {
        this.engine = engine;
        this.model = model;
        this.writes = writes;
    }

    /** Whether something hangs on one of the rows. */
    static boolean isOne(List<? extends Record> rows) {
        for (Record row : rows) {
            if (isOne(row)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something hangs on the row. */
    static boolean isOne(Record row) {
        return row instanceof Entity<?> entity && !entity.attached().isEmpty();
    }

    static <R extends Record> void create(Engine engine, List<? extends R> rows, Table<R> table) {
        Writes.lazily(engine, (writes, transaction) -> {
            NewTree tree = new NewTree(engine, ModelName.of(table), writes);
            rows.forEach(row -> tree.visit(row, table, () -> ""));
            engine.createTree(tree.stages(), transaction, tree.changes());
            tree.inOrder.forEach(tree::saved);
            return rows;
        });
    }

    private List<Runnable> changes() {
        return changes.stream()
                .<Runnable>map(change -> () -> change.run(writes))
                .toList();
    }

    /** What hung on the row is saved, unless the commit fails. */
    private void saved(Node node) {
        if (node.row instanceof Entity<?> entity) {
            List<Attached> all = entity.attached();
            entity.attached(List.of());
            writes.onFailure(() -> entity.attached(all));
        }
    }

    private Node visit(Record row, Table<?> table, Supplier<String> path) {
        Node known = nodes.get(row);
        if (known != null) {
            return known;
        }
        writes.keep(row);
        Node node = new Node(row, table, path);
        nodes.put(row, node);
        List<Attached> attached = row instanceof Entity<?> entity ? List.copyOf(entity.attached()) : List.of();
        if (attached.isEmpty()) {
            inOrder.add(node);
            return node;
        }
        // Whoever is referred to stands before those that refer to it.
        for (Attached each : attached) {
            if (each instanceof Attached.Parent<?, ?>) {
                attach(node, each, () -> path(path.get(), each.association().name()));
            }
        }
        inOrder.add(node);
        for (int i = 0; i < attached.size(); i++) {
            Attached each = attached.get(i);
            if (!(each instanceof Attached.Parent<?, ?>)) {
                int place = i;
                attach(node, each, () -> path(path.get(), step(attached, place)));
            }
        }
        return node;
    }

    private void attach(Node node, Attached attached, Supplier<String> path) {
        switch (attached) {
            case Attached.Parent<?, ?> parent -> parent(node, parent, path);
            case Attached.Only<?, ?> only ->
                child(
                        node,
                        only.association().target(),
                        only.row(),
                        only.association().link(),
                        () -> Near.tie(node.row, only.association().link(), only.row(), only.association()),
                        path);
            case Attached.Child<?, ?> child ->
                child(
                        node,
                        child.association().target(),
                        child.row(),
                        child.association().link(),
                        () -> Near.tie(node.row, child.association().link(), child.row(), child.association()),
                        path);
            case Attached.Tied<?, ?, ?, ?> tied -> tied(node, tied, path);
        }
    }

    private <C extends Table<R>, R extends Record> void parent(
            Node node, Attached.Parent<C, R> parent, Supplier<String> path) {
        Link link = parent.association().link();
        C table = parent.association().target();
        if (!Writes.isNew(parent.row())) {
            changeOnly(table, parent.row());
            return;
        }
        fill(link, parent.row());
        node.after(
                visit(parent.row(), table, path),
                link.near(),
                () -> Near.copy(parent.row(), link.far(), node.row, link.near()),
                new Taken(parent.row(), link.far(), link.near()));
        link.nearConstants().forEach(constant -> constant.fill(node.row));
    }

    private <C extends Table<?>> void child(
            Node node, C table, Record row, Link link, Runnable tie, Supplier<String> path) {
        if (Writes.isNew(row)) {
            fill(link, row);
            visit(row, table, path).after(node, link.far(), tie, below(node, link));
        } else {
            changes.add(change(table, row, tie));
        }
    }

    private <J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record> void tied(
            Node node, Attached.Tied<J, JR, C, R> tied, Supplier<String> path) {
        Link toJunction = tied.association().linkToJunction();
        Link toTarget = tied.association().linkToTarget();
        J junction = tied.association().junction();
        C table = tied.association().target();
        JR tie = engine.newRow(junction);
        fill(toJunction, tie);
        toTarget.nearConstants().forEach(constant -> constant.fill(tie));
        tied.payload().accept(tie);
        Node target = null;
        if (Writes.isNew(tied.row())) {
            fill(toTarget, tied.row());
            target = visit(tied.row(), table, path);
        } else {
            changeOnly(table, tied.row());
        }
        Node own = visit(tie, junction, () -> path(path.get(), decapitalized(ModelName.of(junction))));
        own.after(
                node,
                toJunction.far(),
                () -> Near.tie(node.row, toJunction, tie, tied.association()),
                below(node, toJunction));
        Runnable toRow = () -> Near.copy(tied.row(), toTarget.far(), tie, toTarget.near());
        if (target == null) {
            toRow.run();
        } else {
            own.after(target, toTarget.near(), toRow, new Taken(tied.row(), toTarget.far(), toTarget.near()));
        }
        if (target != null && tied.row() instanceof Entity<?> entity) {
            String name = Entities.junctionName(junction);
            entity.hold(name, tie, false);
            writes.onFailure(() -> entity.forget(name));
        }
    }

    private static @Nullable Taken below(Node node, Link link) {
        return link.hasConstants() ? null : new Taken(node.row, link.near(), link.far());
    }

    private void fill(Link link, Record far) {
        writes.keep(far);
        link.farConstants().forEach(constant -> constant.fill(far));
    }

    private <C extends Table<?>> void changeOnly(C table, Record row) {
        if (row instanceof Entity<?> entity && !entity.changedFields().isEmpty()) {
            changes.add(change(table, row, () -> {}));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the row was attached as one of this table
    private static Change<?, ?> change(Table<?> table, Record row, Runnable tie) {
        return new Change(table, row, tie);
    }

    /** Each is of one table, and needs no rows but those of stages before it. */
    private List<TreeStage<?, ?>> stages() {
        List<TreeStage<?, ?>> stages = new ArrayList<>();
        List<Node> left = new ArrayList<>(inOrder);
        while (!left.isEmpty()) {
            Map<Table<?>, List<Node>> ready = new LinkedHashMap<>();
            for (Node node : left) {
                if (node.isReady()) {
                    ready.computeIfAbsent(node.table, table -> new ArrayList<>())
                            .add(node);
                }
            }
            if (ready.isEmpty()) {
                throw new DefinitionException(
                        "New rows refer to each other in a ring (%s), so none of them can be inserted first; save one of them without its reference, and set that then."
                                .formatted(ring(left.getFirst())));
            }
            ready.forEach((table, together) -> {
                stages.add(stage(table, together));
                together.forEach(node -> node.staged = true);
            });
            left.removeIf(node -> node.staged);
        }
        return stages;
    }

    private static String ring(Node start) {
        List<String> models = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        Node node = start;
        while (seen.add(node)) {
            models.add(ModelName.of(node.table));
            node = node.before.stream()
                    .filter(other -> !other.staged)
                    .findFirst()
                    .orElseThrow();
        }
        models.add(ModelName.of(node.table));
        return String.join(" → ", models);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the rows were attached as rows of this table
    private TreeStage<?, ?> stage(Table<?> table, List<Node> together) {
        Meaning meaning = engine.meaning((Table) table);
        List<Record> rows = together.stream().map(node -> node.row).toList();
        return new TreeStage(
                meaning,
                rows,
                row -> writes.before((Record) row),
                together.stream().map(node -> node.filledLater).toList(),
                (row, found) -> told((Record) row, (List<Violation>) found),
                () -> together.forEach(node -> node.ties.forEach(Runnable::run)),
                taken(together));
    }

    private static @Nullable List<List<Taken>> taken(List<Node> together) {
        List<List<Taken>> taken = new ArrayList<>(together.size());
        for (Node node : together) {
            if (node.taken.size() < node.ties.size()) {
                return null;
            }
            taken.add(node.taken);
        }
        return taken;
    }

    /** What is wrong with a row, by its path. */
    private List<Violation> told(Record row, List<Violation> found) {
        Node node = Objects.requireNonNull(nodes.get(row));
        String path = node.path.get();
        return path.isEmpty()
                ? found
                : found.stream().map(violation -> at(path, violation)).toList();
    }

    private Violation at(String path, Violation violation) {
        return new Violation(
                model,
                path + "." + violation.field(),
                violation.rule(),
                violation.message(),
                violation.rejectedValue());
    }

    /** What leads from a row to the one that is attached to it in this place. */
    private static String step(List<Attached> attached, int place) {
        Include<?, ?, ?> association = attached.get(place).association();
        String name = association.name();
        if (association.isSingle()) {
            return name;
        }
        long before = attached.subList(0, place).stream()
                .filter(each -> !(each instanceof Attached.Parent<?, ?>)
                        && each.association().name().equals(name))
                .count();
        return name + "[" + before + "]";
    }

    private static String path(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
