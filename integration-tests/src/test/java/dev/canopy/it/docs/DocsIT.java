package dev.canopy.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.it.docs.Pages.Example;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of Java in README.md and docs/ stands in a test that runs; the layout may differ, the words may not. The SQL under
 * it is held to the server's log by {@link ShownSql}.
 */
class DocsIT {
    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_example_is_compiled_and_run(Example example) {
        assertThat(Pages.regions().values())
                .as(
                        "%s shows code that no test runs; put it between // @start region=\"..\" and // @end of a"
                                + " test:%n%s",
                        example, example.code())
                .contains(Pages.bare(example.code()));
    }

    static Stream<Example> examples() {
        return Pages.examples();
    }

    @Test
    void the_examples_are_found() {
        assertThat(Pages.examples().map(Example::page))
                .contains(
                        "README.md",
                        "docs/finding.md",
                        "docs/including.md",
                        "docs/scopes.md",
                        "docs/shapes.md",
                        "docs/validation.md");
    }

    @Test
    void every_block_of_sql_stands_under_an_example() {
        assertThat(Pages.examples().filter(example -> !example.sql().isEmpty())).hasSize((int) Pages.sqlBlocks());
    }
}
