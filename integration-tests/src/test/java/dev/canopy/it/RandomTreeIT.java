package dev.canopy.it;

import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.quickstart.UserModel;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of trees by chance, by every strategy, against loops over the same rows. A failure names its seed, and shows the
 * smallest tree that it found to fail.
 *
 * <p>The generator is our own: jqwik, in its newest release 1.10, stands on JUnit's platform 1 and does not run on 6.
 */
@CanopyTest
@ExtendWith(CountedReads.Extension.class)
class RandomTreeIT {
    private static final int TREES = 20;

    static LongStream seeds() {
        long first = Long.getLong("canopy.seed", System.nanoTime());
        return LongStream.range(first, first + Soak.times(12, 400));
    }

    @ParameterizedTest(name = "-Dcanopy.seed={0}")
    @MethodSource("seeds")
    @Fault({"0.1", "0.5", "0.19", "2.1", "2.4", "2.5", "2.7"})
    void trees_are_what_loops_find(long seed, ScratchDatabase scratch) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomTrees trees = new RandomTrees(random, RandomTrees.data(random));
        new PlainSql(scratch.dataSource()).run(trees.inserts());

        for (int i = 0; i < TREES; i++) {
            RandomTrees.Tree tree = trees.tree();
            List<String> expected = trees.found(tree);
            for (Strategy by : Strategy.values()) {
                AtomicInteger roundTrips = new AtomicInteger();
                Database db = Database.using(
                        scratch.dataSource(),
                        c -> c.strategy(by)
                                .define(USERS, new UserModel(what -> {}))
                                .onStatement(statement -> roundTrips.incrementAndGet()));
                List<String> read = RandomTrees.read(db, tree);
                assertThat(roundTrips.get())
                        .as("seed %d, tree %d, by %s: round trips, whatever the rows", seed, i, by)
                        .isBetween(1, by == Strategy.SPLIT ? tree.levels() : 1);
                if (!read.equals(expected)) {
                    RandomTrees.Tree smallest = trees.smallest(
                            tree, smaller -> !RandomTrees.read(db, smaller).equals(trees.found(smaller)));
                    assertThat(RandomTrees.read(db, smallest))
                            .as("seed %d, tree %d, by %s: %s%n%s", seed, i, by, smallest, trees.inserts())
                            .isEqualTo(trees.found(smallest));
                }
            }
        }
    }

    @ParameterizedTest(name = "-Dcanopy.seed={0}")
    @MethodSource("seed")
    @Costs(TREES)
    void a_tree_is_one_statement_whatever_is_asked_for(long seed, CountedReads reads) {
        RandomTrees trees = new RandomTrees(new SplittableRandom(seed), RandomTrees.data(new SplittableRandom(seed)));
        Database db = reads.db(Strategy.MULTISET, c -> c.define(USERS, new UserModel(what -> {})));

        for (int i = 0; i < TREES; i++) {
            assertThat(RandomTrees.read(db, trees.tree())).isNotNull();
        }
    }

    static LongStream seed() {
        return seeds().limit(1);
    }

    @Test
    void a_failing_tree_is_cut_down_to_what_makes_it_fail() {
        SplittableRandom random = new SplittableRandom(7);
        RandomTrees trees = new RandomTrees(random, RandomTrees.data(random));
        RandomTrees.Tree tree = trees.tree();
        while (!tree.toString().contains("descending=true")
                || tree.wish().children().isEmpty()) {
            tree = trees.tree();
        }

        RandomTrees.Tree smallest =
                trees.smallest(tree, smaller -> smaller.toString().contains("descending=true"));

        assertThat(smallest.toString()).containsOnlyOnce("descending=true").doesNotContain("required=true");
    }

    @Test
    void a_seed_gives_the_same_trees_again() {
        assertThat(trees(42)).isEqualTo(trees(42));
    }

    private static List<String> trees(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomTrees trees = new RandomTrees(random, RandomTrees.data(random));
        return List.of(trees.inserts(), trees.tree().toString());
    }
}
