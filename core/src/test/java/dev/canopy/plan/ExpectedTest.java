package dev.canopy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many rows a selection is expected to have. */
class ExpectedTest {
    private static final Sizes THOUSAND = table -> new Size(1000, Map.of("subject_id", 4.0, "subject_type", 500.0));
    private static final Sizes NOT_ASKED = table -> fail("the size of %s was asked for".formatted(table));

    private final Remarks remarks = new Remarks();

    @Test
    void a_key_finds_one_row_and_nobody_needs_to_know_how_many_there_are() {
        assertThat(rows(remarks.id.eq(1L), 2, NOT_ASKED)).isEqualTo(1);
        assertThat(rows(remarks.subjectType.eq("post").and(remarks.id.eq(1L)), null, NOT_ASKED))
                .isEqualTo(1);
        assertThat(rows(remarks.id.in(1L, 2L, 3L), null, NOT_ASKED)).isEqualTo(3);
    }

    @Test
    void a_small_page_has_so_many_rows_at_most() {
        assertThat(rows(DSL.noCondition(), 3, NOT_ASKED)).isEqualTo(3);
        assertThat(rows(DSL.noCondition(), 100, THOUSAND)).isEqualTo(100);
        assertThat(rows(remarks.subjectId.eq(1L), 100, THOUSAND)).isEqualTo(4);
    }

    @Test
    void the_value_that_the_fewest_rows_have_decides() {
        assertThat(rows(remarks.subjectType.eq("post"), null, THOUSAND)).isEqualTo(500);
        assertThat(rows(remarks.subjectType.eq("post").and(remarks.subjectId.eq(1L)), null, THOUSAND))
                .isEqualTo(4);
        assertThat(rows(remarks.subjectId.in(1L, 2L, 3L), null, THOUSAND)).isEqualTo(12);
    }

    @Test
    void what_is_not_known_leaves_a_part_and_a_soft_deletion_leaves_all() {
        assertThat(rows(remarks.subjectId.gt(5L), null, THOUSAND)).isBetween(300.0, 400.0);
        assertThat(rows(remarks.subjectId.isNull(), null, THOUSAND)).isEqualTo(1000);
        assertThat(rows(DSL.noCondition(), null, THOUSAND)).isEqualTo(1000);
    }

    @Test
    void without_sizes_nothing_but_keys_and_limits_is_known() {
        assertThat(rows(DSL.noCondition(), null, Sizes.UNKNOWN)).isNegative();
        assertThat(rows(remarks.subjectId.gt(5L), null, Sizes.UNKNOWN)).isNegative();
        assertThat(rows(remarks.subjectId.gt(5L), 100, Sizes.UNKNOWN)).isEqualTo(100);
    }

    private double rows(Condition condition, @Nullable Integer limit, Sizes sizes) {
        return Expected.rows(remarks, condition, limit, sizes);
    }
}
