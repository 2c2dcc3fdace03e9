package dev.canopy.it;

import static dev.canopy.sample.Tables.CURIOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.records.Curio;
import dev.canopy.testing.CanopyTest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types that Java has not are their text: written, read at the top and inside an include, and compared. */
@CanopyTest
class TextTypesIT {
    private static final List<String> TEXTS = List.of(
            "10.0.0.1",
            "10.0.0.0/8",
            "08:00:2b:01:02:03",
            "[\"2026-01-01 00:00:00+00\",infinity)",
            "{[1,3),[5,7)}",
            "'a':1 'quo''te':2B",
            "(1.5,-2)",
            "((0,0),(1,0),(1,1))",
            "$1,234.50",
            "10100101",
            "101",
            "10.1.0.0/16");

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void what_is_written_is_what_is_read(Strategy by, DataSource dataSource) throws SQLException {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        db.model(CURIOS).create(curio -> curio.setId(1));
        Curio written = db.model(CURIOS).create(curio -> full(curio).setId(2).setWithinId(1));

        Curio top = db.model(CURIOS).requireByPk(2);
        Curio nested = db.model(CURIOS)
                .where(c -> c.ID.eq(1))
                .include(CURIOS.CURIOS_BY_WITHIN.include(CURIOS.WITHIN))
                .requireOne()
                .getCuriosByWithin()
                .getFirst();

        assertThat(texts(top)).isEqualTo(TEXTS);
        assertThat(texts(nested)).isEqualTo(TEXTS);
        assertThat(texts(written.reload())).isEqualTo(TEXTS);
        assertThat(nested.getWithin()).isNotNull();
        assertThat(texts(nested.getWithin())).containsOnlyNulls();
        assertThat(asServer(dataSource))
                .isEqualTo("10.0.0.1 [\"2026-01-01 00:00:00+00\",infinity) {[1,3),[5,7)} 10100101");
    }

    @Test
    void they_stand_in_conditions_and_patches(Database db) {
        db.model(CURIOS).create(curio -> full(curio).setId(1));

        assertThat(db.model(CURIOS).where(c -> c.HOME.eq("10.0.0.1")).findAll()).hasSize(1);
        assertThat(db.model(CURIOS).where(c -> c.HOME.eq("10.0.0.2")).findAll()).isEmpty();
        assertThat(db.model(CURIOS).where(c -> c.ID.eq(1)).update(curio -> curio.setHome("::1")))
                .isEqualTo(1);
        assertThat(db.model(CURIOS).requireByPk(1).getHome()).isEqualTo("::1");
        assertThat(db.model(CURIOS).where(c -> c.ID.eq(1)).update(curio -> curio.setFlags(null)))
                .isEqualTo(1);
        assertThat(db.model(CURIOS).requireByPk(1).getFlags()).isNull();
        assertThat(db.model(CURIOS).requireByPk(1).setHome("::1").changedFields())
                .isEmpty();
    }

    @Test
    void plain_jooq_reads_the_same(Database db) {
        db.model(CURIOS).create(curio -> full(curio).setId(1));

        Curio fetched = db.dsl().selectFrom(CURIOS).fetchSingle();

        assertThat(texts(fetched)).isEqualTo(TEXTS);
    }

    private static Curio full(Curio curio) {
        return curio.setHome(TEXTS.get(0))
                .setNetwork(TEXTS.get(1))
                .setCard(TEXTS.get(2))
                .setOpen(TEXTS.get(3))
                .setSeats(TEXTS.get(4))
                .setWords(TEXTS.get(5))
                .setSpot(TEXTS.get(6))
                .setOutline(TEXTS.get(7))
                .setPrice(TEXTS.get(8))
                .setFlags(TEXTS.get(9))
                .setMore(TEXTS.get(10))
                .setOffice(TEXTS.get(11));
    }

    private static List<String> texts(Curio curio) {
        return Arrays.asList(
                curio.getHome(),
                curio.getNetwork(),
                curio.getCard(),
                curio.getOpen(),
                curio.getSeats(),
                curio.getWords(),
                curio.getSpot(),
                curio.getOutline(),
                curio.getPrice(),
                curio.getFlags(),
                curio.getMore(),
                curio.getOffice());
    }

    private static String asServer(DataSource dataSource) throws SQLException {
        try (var connection = dataSource.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "select concat_ws(' ', host(home), open, seats, flags) from curios where id = 2")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
