package dev.canopy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.association.Constant;
import dev.canopy.association.FarSide;
import dev.canopy.association.Link;
import dev.canopy.association.Refinement;
import dev.canopy.plan.Branch.Form;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** How the planner chooses between nested JSON and a statement of its own. */
class StrategistTest {
    private final Remarks posts = new Remarks();

    @Test
    void few_rows_are_nested_and_many_are_not() {
        assertThat(bySize(17, leaf())).isEqualTo(new Strategist.Choice(Form.MULTISET, "about 17 rows"));
        assertThat(bySize(18, leaf())).isEqualTo(new Strategist.Choice(Form.SPLIT, "about 18 rows"));
        assertThat(bySize(-1, leaf()))
                .isEqualTo(new Strategist.Choice(Form.MULTISET, "the tables' sizes are not known"));
    }

    @Test
    void each_row_that_others_hang_on_counts_as_one_of_them() {
        assertThat(new Strategist(Sizes.UNKNOWN, null).bySize(10, 8, leaf()).form())
                .isEqualTo(Form.MULTISET);
        assertThat(new Strategist(Sizes.UNKNOWN, null).bySize(11, 8, leaf()).form())
                .isEqualTo(Form.SPLIT);
        assertThat(new Strategist(Sizes.UNKNOWN, null).bySize(-1, 10, leaf()).reason())
                .isEqualTo("the tables' sizes are not known");
    }

    @Test
    void rows_below_count_as_well() {
        assertThat(bySize(2, level(branch("remarks", Form.MULTISET, 3))))
                .isEqualTo(new Strategist.Choice(Form.MULTISET, "about 2 rows, 3 below"));
        assertThat(bySize(2, level(branch("remarks", Form.MULTISET, 100))))
                .isEqualTo(new Strategist.Choice(Form.SPLIT, "about 2 rows, 100 below"));
    }

    @Test
    void what_stands_above_a_statement_of_its_own_has_one_too() {
        assertThat(bySize(1, level(branch("remarks", Form.SPLIT, 3))))
                .isEqualTo(new Strategist.Choice(Form.SPLIT, "remarks below has a statement of its own"));
    }

    @Test
    void an_index_serves_if_it_leads_with_the_key_and_columns_of_one_value() {
        assertThat(isIndexed(new Remarks(), false)).isFalse();
        Remarks bySubject = new Remarks();
        assertThat(isIndexed(bySubject.indexed(bySubject.subjectId), false)).isTrue();
        Remarks byType = new Remarks();
        byType.indexed(byType.subjectType, byType.subjectId, byType.id);
        assertThat(isIndexed(byType, false)).isFalse();
        assertThat(isIndexed(byType, true)).isTrue();
        Remarks byId = new Remarks();
        assertThat(isIndexed(byId.indexed(byId.id, byId.subjectId), true)).isFalse();
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // which of two tables that are alike
    void a_parent_has_as_many_rows_as_share_its_key_and_no_more_than_the_limit() {
        Remarks far = new Remarks();
        Sizes spread = table -> new Size(1000, Map.of("subject_id", 40.0));
        Sizes plain = table -> new Size(table == far ? 1000 : 50, Map.of());

        assertThat(new Strategist(spread, null).rows(far(far, Refinement.none()), 3))
                .isEqualTo(120);
        assertThat(new Strategist(spread, null)
                        .rows(far(far, Refinement.<Remarks>none().limit(2)), 3))
                .isEqualTo(6);
        assertThat(new Strategist(plain, null).rows(far(far, Refinement.none()), 3))
                .isEqualTo(60);
        assertThat(new Strategist(Sizes.UNKNOWN, null).rows(far(far, Refinement.none()), 3))
                .isNegative();
        assertThat(new Strategist(Sizes.UNKNOWN, null)
                        .rows(far(far, Refinement.<Remarks>none().limit(2)), 3))
                .isEqualTo(6);
    }

    private static Strategist.Choice bySize(double rows, Level level) {
        return new Strategist(Sizes.UNKNOWN, null).bySize(1, rows, level);
    }

    private boolean isIndexed(Remarks remarks, boolean typed) {
        return Strategist.isIndexed(far(
                remarks, Refinement.none(), typed ? List.of(new Constant<>(remarks.subjectType, "post")) : List.of()));
    }

    private FarSide<Remarks> far(Remarks remarks, Refinement<Remarks> refinement) {
        return far(remarks, refinement, List.of());
    }

    private FarSide<Remarks> far(Remarks remarks, Refinement<Remarks> refinement, List<Constant<?>> constants) {
        Link link = new Link(List.of(posts.id), List.of(remarks.subjectId), List.of(), constants);
        return new FarSide<>(posts, link, null, null, remarks, DSL.noCondition(), List.of(), refinement);
    }

    private Branch branch(String name, Form form, double rows) {
        return new Branch(name, form, "", false, far(new Remarks(), Refinement.none()), leaf(), () -> rows);
    }

    private Level leaf() {
        return level();
    }

    private Level level(Branch... branches) {
        return new Level(posts, List.of(), List.of(branches), null, new Target.Entities(Held.NOTHING));
    }
}
