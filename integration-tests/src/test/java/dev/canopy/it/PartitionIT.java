package dev.canopy.it;

import static dev.canopy.sample.Tables.READINGS;
import static dev.canopy.sample.Tables.SENSORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.error.DatabaseException;
import dev.canopy.sample.Public;
import dev.canopy.sample.tables.Readings;
import dev.canopy.sample.tables.Sensors;
import dev.canopy.sample.tables.records.Reading;
import dev.canopy.sample.tables.records.ReadingKey;
import dev.canopy.sample.tables.records.Sensor;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Slice;
import dev.canopy.selection.Upserted;
import dev.canopy.selection.Written;
import dev.canopy.testing.CanopyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table whose rows lie in four parts by the hash of a key, as distributed engines divide theirs, by every door. */
@CanopyTest
class PartitionIT {
    private final PlainSql plain;
    private final Database db;
    private final Model<Readings, Reading, ReadingKey> readings;
    private final Model<Sensors, Sensor, Long> sensors;

    PartitionIT(DataSource dataSource, Database db) {
        this.plain = new PlainSql(dataSource);
        this.db = db;
        readings = db.model(READINGS);
        sensors = db.model(SENSORS);
    }

    @BeforeEach
    void rows() {
        plain.run("""
            insert into sensors (id, name) select n, 'sensor ' || n from generate_series(1, 20) n;
            insert into readings (sensor_id, nth, value)
            select s, n, s * 100 + n from generate_series(1, 20) s, generate_series(1, 5) n;
            """);
    }

    @Test
    void the_parts_are_no_tables_of_their_own() {
        assertThat(Public.PUBLIC.getTables())
                .extracting(Table::getName)
                .contains("readings")
                .noneMatch(name -> name.matches("readings_\\d"));
        assertThat(plain.value("select count(distinct tableoid) from readings")).isEqualTo("4");
    }

    @Test
    void rows_are_created_found_changed_and_destroyed() {
        readings.create(reading -> reading.setSensorId(7L).setNth(6).setValue(1.5));
        List<Reading> many = IntStream.rangeClosed(7, 30)
                .mapToObj(n -> readings.build(reading ->
                        reading.setSensorId(n % 20 + 1L).setNth(100 + n).setValue((double) n)))
                .toList();
        readings.bulkCreate(many);
        Reading found = readings.requireByPk(new ReadingKey(7L, 6));
        found.setNote("late").save();
        found.reload();
        readings.requireByPk(new ReadingKey(7L, 5)).destroy();

        assertThat(found.getNote()).isEqualTo("late");
        assertThat(plain.rows("select nth, note from readings where sensor_id = 7 order by nth"))
                .containsExactly("1|null", "2|null", "3|null", "4|null", "6|late", "126|null");
        assertThat(readings.count()).isEqualTo(124);
    }

    @Test
    void an_upsert_and_find_or_create_tell_created_from_updated() {
        Upserted<Reading> changed = readings.upsert(
                reading -> reading.setSensorId(1L).setNth(1).setValue(0.5), on -> on.key(r -> r.SENSOR_ID, r -> r.NTH));
        List<Upserted<Reading>> many = readings.upsertAll(
                List.of(
                        readings.build(
                                reading -> reading.setSensorId(2L).setNth(6).setValue(1.0)),
                        readings.build(
                                reading -> reading.setSensorId(3L).setNth(1).setValue(2.0))),
                on -> on.key(r -> r.SENSOR_ID, r -> r.NTH));
        Written<Reading> written = readings.bulkCreate(
                List.of(
                        readings.build(
                                reading -> reading.setSensorId(4L).setNth(1).setValue(3.0)),
                        readings.build(
                                reading -> reading.setSensorId(5L).setNth(6).setValue(4.0))),
                b -> b.updatingDuplicates(on -> on.key(r -> r.SENSOR_ID, r -> r.NTH)));
        FoundOrCreated<Reading> found =
                readings.findOrCreate(reading -> reading.setSensorId(5L).setNth(6), reading -> reading.setValue(9.0));
        FoundOrCreated<Reading> created =
                readings.findOrCreate(reading -> reading.setSensorId(5L).setNth(7), reading -> reading.setValue(9.0));

        assertThat(changed).isInstanceOf(Upserted.Updated.class);
        assertThat(many).hasExactlyElementsOfTypes(Upserted.Created.class, Upserted.Updated.class);
        assertThat(written.updated()).extracting(Reading::getSensorId).containsExactly(4L);
        assertThat(written.created()).extracting(Reading::getSensorId).containsExactly(5L);
        assertThat(found).isInstanceOf(FoundOrCreated.Found.class);
        assertThat(created).isInstanceOf(FoundOrCreated.Created.class);
        assertThat(plain.rows("select sensor_id, nth, value from readings where value < 10 order by 1, 2"))
                .containsExactly("1|1|0.5", "2|6|1", "3|1|2", "4|1|3", "5|6|4", "5|7|9");
    }

    @Test
    void an_upsert_of_which_an_older_server_cannot_tell_is_refused(DataSource dataSource) {
        Model<Readings, Reading, ReadingKey> older =
                Database.using(new OlderServer(dataSource), c -> {}).model(READINGS);

        assertThatThrownBy(() -> older.upsert(
                        reading -> reading.setSensorId(1L).setNth(1).setValue(0.5),
                        on -> on.key(r -> r.SENSOR_ID, r -> r.NTH)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith(
                        "Whether an upsert of Reading created a row or changed one cannot be told here:"
                                + " PostgreSQL 18 and later tell it of every table, earlier ones of tables that are not"
                                + " partitioned, other engines perhaps of none. Say findOrCreate(..), and save() what was found.");
        assertThat(plain.value("select count(*) from readings where value = 0.5"))
                .isEqualTo("0");
    }

    @Test
    void a_row_may_move_to_another_part() {
        String before = plain.value("select tableoid::regclass from readings where sensor_id = 1 and nth = 1");
        Reading row = readings.requireByPk(new ReadingKey(1L, 1));
        String after = before;
        for (long sensor = 2; after.equals(before); sensor++) {
            row.setSensorId(sensor).setNth(77).save();
            after = plain.value("select tableoid::regclass from readings where nth = 77");
        }

        assertThat(plain.value("select value from readings where nth = 77")).isEqualTo("101");
        assertThat(readings.count()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void includes_have_a_limit_for_each_parent_and_the_way_back(Strategy by) {
        List<Sensor> found = sensors.orderBy(s -> s.ID)
                .include(SENSORS.READINGS
                        .strategy(by)
                        .where(r -> r.NTH.gt(1))
                        .orderBy(r -> r.VALUE.desc())
                        .limit(2))
                .findAll();
        List<Reading> back =
                readings.where(r -> r.NTH.eq(3)).include(READINGS.SENSOR).findAll();

        assertThat(found)
                .hasSize(20)
                .allSatisfy(sensor -> assertThat(sensor.getReadings())
                        .extracting(Reading::getValue)
                        .containsExactly(sensor.getId() * 100.0 + 5, sensor.getId() * 100.0 + 4));
        assertThat(back)
                .hasSize(20)
                .allSatisfy(reading ->
                        assertThat(reading.getSensor().getName()).isEqualTo("sensor " + reading.getSensorId()));
    }

    @Test
    void many_are_written_at_once_and_one_after_the_other() {
        int changed = readings.where(r -> r.NTH.eq(1)).update(reading -> reading.setNote("first"));
        int counted = readings.where(r -> r.SENSOR_ID.le(3L)).update((r, set) -> set.set(r.VALUE, r.VALUE.plus(0.5)));
        int gone = readings.where(r -> r.NTH.ge(4)).destroy();
        sensors.requireByPk(1L).readings().create(reading -> reading.setNth(9).setValue(9.0));

        assertThat(List.of(changed, counted, gone)).containsExactly(20, 15, 40);
        assertThat(plain.value("select count(*) from readings where note = 'first'"))
                .isEqualTo("20");
        assertThat(plain.value("select value from readings where sensor_id = 3 and nth = 2"))
                .isEqualTo("302.5");
        assertThat(sensors.requireByPk(1L).readings().count()).isEqualTo(4);
    }

    @Test
    void pages_slices_streams_and_locks_go_over_all_parts() {
        List<Double> sliced = new ArrayList<>();
        var ordered = readings.orderBy(r -> r.VALUE).limit(33);
        Slice<Reading> slice = ordered.findSlice();
        while (true) {
            slice.rows().forEach(reading -> sliced.add(reading.getValue()));
            if (slice.next().isEmpty()) {
                break;
            }
            slice = ordered.after(slice.next().get()).findSlice();
        }
        List<Double> batched = new ArrayList<>();
        readings.eachBatch(17, batch -> batch.forEach(reading -> batched.add(reading.getValue())));

        assertThat(sliced).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(batched).hasSize(100).containsExactlyInAnyOrderElementsOf(sliced);
        assertThat(readings.orderBy(r -> r.VALUE).limit(10).findAndCountAll().total())
                .isEqualTo(100);
        db.transaction(() -> {
            assertThat(readings.where(r -> r.NTH.eq(2)).forUpdate().findAll()).hasSize(20);
            assertThat(readings.stream().count()).isEqualTo(100);
        });
        assertThat(sensors.where(s -> s.READINGS.where(r -> r.VALUE.gt(2004.0)).exists())
                        .count())
                .isEqualTo(1);
    }
}
