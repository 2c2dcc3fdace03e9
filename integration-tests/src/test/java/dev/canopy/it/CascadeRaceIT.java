package dev.canopy.it;

import static dev.canopy.sample.Tables.DOCUMENTS;
import static dev.canopy.sample.Tables.DOCUMENT_PAGES;
import static dev.canopy.sample.Tables.FOLDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.error.StaleEntityException;
import dev.canopy.model.HookBuilder;
import dev.canopy.sample.tables.records.Document;
import dev.canopy.sample.tables.records.DocumentPage;
import dev.canopy.sample.tables.records.Folder;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/*  attic 1 ─┬─ box 2 ─── "map" 2 ─── page "east", page "west"
 *           └─ "deed" 1
 */
/** Two who destroy the same row, with all that goes with it, at the same time. */
@CanopyTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CascadeRaceIT {
    private static final int ROUNDS = 30;

    private final OneConnection connection;
    private final PlainSql sql;
    private final Database db;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @FunctionalInterface
    private interface Deed {
        void run(Folder attic, Database db);
    }

    /**
     * What each of the two says.
     *
     * @param least how often the hooks of the row on top run at least
     * @param most how often at most
     */
    record Race(String name, boolean forGood, int least, int most, Deed one, Deed other) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        Deed row = (attic, db) -> attic.destroy();
        Deed rowForGood = (attic, db) -> attic.forceDestroy();
        Deed many = (attic, db) -> db.model(FOLDERS).where(f -> f.ID.eq(1L)).destroy();
        Deed manyForGood =
                (attic, db) -> db.model(FOLDERS).where(f -> f.ID.eq(1L)).forceDestroy();
        return Stream.of(
                // Both mark it, the second what is marked already: each has run its hooks, but nothing below goes
                // again.
                new Race("row and row", false, 2, 2, row, row),
                new Race("row and row, for good", true, 1, 1, rowForGood, rowForGood),
                new Race("many and many", false, 1, 1, many, many),
                new Race("many and many, for good", true, 1, 1, manyForGood, manyForGood),
                // The second of them finds none, or one that is marked already.
                new Race("row and many", false, 1, 2, row, many),
                new Race("row and many, for good", true, 1, 1, rowForGood, manyForGood));
    }

    CascadeRaceIT(ScratchDatabase scratch) throws SQLException {
        connection = OneConnection.of(scratch.dataSource());
        sql = new PlainSql(connection);
        db = Connected.to(scratch, this::define);
    }

    private void define(DatabaseBuilder c) {
        c.define(FOLDERS, m -> {
                    m.softDelete(f -> f.DELETED_AT);
                    m.cascade(FOLDERS.FOLDERS_BY_PARENT);
                    m.cascade(FOLDERS.DOCUMENTS);
                    listen(m, Folder::getName);
                })
                .define(DOCUMENTS, m -> {
                    m.softDelete(d -> d.DELETED_AT);
                    m.cascade(DOCUMENTS.DOCUMENT_PAGES);
                    listen(m, Document::getTitle);
                })
                .define(DOCUMENT_PAGES, m -> listen(m, DocumentPage::getBody));
    }

    private <T extends Table<R>, R extends Record> void listen(HookBuilder<T, R> m, Function<? super R, String> name) {
        m.afterDestroy((row, op) -> heard.add(name.apply(row)));
        m.afterCommit((row, op) -> heard.add(name.apply(row) + " for good"));
    }

    @AfterAll
    void close() throws SQLException {
        threads.shutdown();
        db.close();
        connection.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("races")
    void each_row_goes_once_and_nobody_blocks_the_other(Race race) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            sql.run("""
                delete from document_pages; delete from documents;
                delete from folders where parent_id is not null; delete from folders;
                insert into folders (id, parent_id, name) values (1, null, 'attic'), (2, 1, 'box');
                insert into documents (id, folder_id, title) values (1, 1, 'deed'), (2, 2, 'map');
                insert into document_pages (document_id, page_no, body) values (2, 1, 'east'), (2, 2, 'west')\
                """);
            heard.clear();

            List<Throwable> failures = run(race);

            assertThat(failures)
                    .hasSizeLessThan(2)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(StaleEntityException.class)
                            .hasMessage("Folder (id = 1) is not there any more; nothing was written."));
            assertThat(sql.rows("""
                select (select count(*) from folders), (select count(*) from documents), (select count(*) from document_pages),
                    (select count(distinct deleted_at) from (select deleted_at from folders union select deleted_at from documents) all_of)\
                """)).containsExactly(race.forGood ? "0|0|0|0" : "2|2|0|1");
            assertThat(heard)
                    .filteredOn(what -> !what.startsWith("attic"))
                    .containsExactlyInAnyOrder(
                            "box",
                            "deed",
                            "map",
                            "east",
                            "west",
                            "box for good",
                            "deed for good",
                            "map for good",
                            "east for good",
                            "west for good");
            assertThat(heard).filteredOn("attic"::equals).hasSizeBetween(race.least, race.most);
            assertThat(heard).filteredOn("attic for good"::equals).hasSizeBetween(race.least, race.most);
        }
    }

    private List<Throwable> run(Race race) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Optional<Throwable>>> both = new ArrayList<>();
        for (Deed deed : List.of(race.one, race.other)) {
            both.add(() -> {
                Folder attic = db.model(FOLDERS).requireByPk(1L);
                start.await();
                try {
                    deed.run(attic, db);
                    return Optional.empty();
                } catch (RuntimeException failure) {
                    return Optional.of(failure);
                }
            });
        }
        List<Throwable> failures = new ArrayList<>();
        for (Future<Optional<Throwable>> done : threads.invokeAll(both)) {
            done.get().ifPresent(failures::add);
        }
        return failures;
    }
}
