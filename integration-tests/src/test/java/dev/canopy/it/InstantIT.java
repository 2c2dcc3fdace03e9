package dev.canopy.it;

import static dev.canopy.sample.Tables.SPECIMENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DatabaseException;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * An instant is the same in both forms in which the driver transfers it: as text, and as eight bytes once the statement has run five
 * times on a connection.
 */
@CanopyTest
class InstantIT {
    private static final int ENOUGH = 7;

    private static final String ROWS = """
            delete from specimens;
            set time zone 'Asia/Kolkata';
            insert into specimens (label, instant) values
                ('1', '2026-11-24 10:11:12.123456+02'), ('2', '1999-12-31 23:59:59.999999+00'), ('3', '1883-11-18 12:00:00+00'),
                ('4', '0044-03-15 00:00:00.5+00 BC'), ('5', '4713-11-24 00:00:00+00 BC'), ('6', '294276-12-31 23:59:59.999999+00'),
                ('7', 'infinity'), ('8', '-infinity'), ('9', null)
            """;

    private static final List<@Nullable OffsetDateTime> INSTANTS = Arrays.asList(
            OffsetDateTime.parse("2026-11-24T08:11:12.123456Z"),
            OffsetDateTime.parse("1999-12-31T23:59:59.999999Z"),
            OffsetDateTime.parse("1883-11-18T12:00:00Z"),
            OffsetDateTime.parse("-0043-03-15T00:00:00.5Z"),
            OffsetDateTime.parse("-4712-11-24T00:00:00Z"),
            OffsetDateTime.parse("+294276-12-31T23:59:59.999999Z"),
            OffsetDateTime.MAX,
            OffsetDateTime.MIN,
            null);

    /** An instant, as a record has it. */
    record At(@Nullable OffsetDateTime instant) {}

    @Test
    void it_is_read_exactly(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run(ROWS);
        try (Database db = Connected.withFew(scratch, 1)) {
            var specimens = db.model(SPECIMENS).orderBy(s -> s.LABEL);

            for (int time = 1; time <= ENOUGH; time++) {
                assertThat(specimens.findAll()).extracting(Specimen::getInstant).isEqualTo(INSTANTS);
                assertThat(specimens.findAll(At.class)).extracting(At::instant).isEqualTo(INSTANTS);
            }
        }
    }

    @Test
    void a_column_that_is_a_number_by_now_is_refused(ScratchDatabase scratch) {
        PlainSql plain = new PlainSql(scratch.dataSource());
        plain.run("delete from specimens; insert into specimens (label) values ('1')");
        plain.run("alter table specimens alter column instant type bigint using 7");
        try (Database db = Connected.withFew(scratch, 1)) {
            var specimens = db.model(SPECIMENS).orderBy(s -> s.LABEL);

            for (int time = 1; time <= ENOUGH; time++) {
                assertThatThrownBy(() -> specimens.findAll(At.class))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("OffsetDateTime");
            }
        } finally {
            plain.run("alter table specimens alter column instant type timestamptz using null");
        }
    }
}
