package dev.canopy.it;

import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignIT {
    @Test
    void an_absent_name_leaves_its_column_and_a_null_makes_it_null() {
        User user = new User();
        user.setFirstName("Ann").setNote("old");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("note", null);

        user.assign(values, USERS.FIRST_NAME, USERS.NOTE);

        assertThat(user.getFirstName()).isEqualTo("Ann");
        assertThat(user.getNote()).isNull();
    }

    @Test
    @Fault("2.40")
    void names_that_are_not_permitted_and_values_that_do_not_fit_are_refused_together() {
        User user = new User();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("firstName", "Ann");
        values.put("frstName", "Ann");
        values.put("active", true);
        values.put("logins", 1.5);

        assertThatThrownBy(() -> user.assign(values, USERS.FIRST_NAME, USERS.LOGINS))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.frstName is no field that is permitted; did you mean firstName? There are firstName,"
                        + " logins; User.active is not permitted here; User.logins must be of type Integer, but is"
                        + " 1.5.");
        assertThat(user.touched()).as("nothing was set").isFalse();
    }

    @Test
    void values_become_exactly_what_their_columns_have() {
        Specimen specimen = new Specimen();

        specimen.assign(
                Map.of(
                        "big",
                        7,
                        "price",
                        "12.50",
                        "day",
                        "2026-11-24",
                        "scores",
                        List.of(1, 2L),
                        "document",
                        Map.of("a", 1)),
                SPECIMENS.BIG,
                SPECIMENS.PRICE,
                SPECIMENS.DAY,
                SPECIMENS.SCORES,
                SPECIMENS.DOCUMENT);

        assertThat(specimen.getBig()).isEqualTo(7L);
        assertThat(specimen.getPrice()).isEqualTo(new BigDecimal("12.50"));
        assertThat(specimen.getDay()).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(specimen.getScores()).containsExactly(1, 2);
        assertThat(specimen.getDocument()).isEqualTo(JSONB.valueOf("{\"a\":1}"));
    }
}
