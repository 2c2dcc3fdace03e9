package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflectorTest {
    @ParameterizedTest
    @CsvSource({
        "users, user",
        "categories, category",
        "statuses, status",
        "addresses, address",
        "boxes, box",
        "people, person",
        "analyses, analysis",
        "order_lines, order_line",
        "news, news",
        "region, region"
    })
    void the_singular_of_a_table(String table, String row) {
        assertThat(Inflector.singular(table)).isEqualTo(row);
    }
}
