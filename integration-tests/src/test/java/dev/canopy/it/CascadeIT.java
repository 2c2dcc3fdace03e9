package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.DOCUMENTS;
import static dev.canopy.sample.Tables.DOCUMENT_PAGES;
import static dev.canopy.sample.Tables.FOLDERS;
import static dev.canopy.sample.Tables.MEMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.model.TimeSource;
import dev.canopy.sample.tables.Documents;
import dev.canopy.sample.tables.Folders;
import dev.canopy.sample.tables.records.Document;
import dev.canopy.sample.tables.records.Folder;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/*  attic 1 ─┬─ box 2 ─┬─ tin 3 ─── "coin" 3
 *           │         └─ "map" 2 ─── page "east", page "west"
 *           └─ "deed" 1 ─── remark "mine"
 *  cellar 4 ─── "wine" 4
 */
/** What goes with a row, and comes back with it. */
@CanopyTest(define = CascadingModels.class, isolation = Isolation.DATABASE)
class CascadeIT {
    private static final String LIVING = """
        select 'folder ' || name from folders where deleted_at is null
        union all select 'document ' || title from documents where deleted_at is null
        union all select 'page ' || body from document_pages
        union all select 'remark ' || body from remarks
        order by 1\
        """;

    private final DataSource dataSource;
    private final Database db;
    private final Model<Folders, Folder, Long> folders;
    private final Model<Documents, Document, Long> documents;
    private final PlainSql sql;
    private final ServerLog log;

    CascadeIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.dataSource = dataSource;
        this.folders = db.model(FOLDERS);
        this.documents = db.model(DOCUMENTS);
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @BeforeEach
    void tree() {
        sql.run("""
            insert into folders (id, parent_id, name) overriding system value values
                (1, null, 'attic'), (2, 1, 'box'), (3, 2, 'tin'), (4, null, 'cellar');
            insert into documents (id, folder_id, title) overriding system value values
                (1, 1, 'deed'), (2, 2, 'map'), (3, 3, 'coin'), (4, 4, 'wine');
            insert into document_pages (document_id, page_no, body) values (2, 1, 'east'), (2, 2, 'west');
            insert into remarks (subject_type, subject_id, body) values ('document', 1, 'mine'), ('post', 1, 'other')\
            """);
        CascadingModels.heard();
    }

    @Test
    @Fault({"0.13", "2.18"})
    void what_is_below_a_row_goes_with_it_each_as_its_model_says() {
        folders.requireByPk(1L).destroy();

        assertThat(sql.rows(LIVING)).containsExactly("document wine", "folder cellar", "remark other");
        assertThat(sql.rows("select id from documents union all select id from folders order by 1"))
                .as("marked, not removed")
                .hasSize(8);
        assertThat(CascadingModels.heard())
                .containsExactly(
                        "beforeDestroy attic",
                        "beforeDestroy box",
                        "beforeDestroy deed",
                        "beforeDestroy tin",
                        "beforeDestroy map",
                        "beforeDestroy mine",
                        "beforeDestroy coin",
                        "beforeDestroy east",
                        "beforeDestroy west",
                        "afterDestroy east",
                        "afterDestroy west",
                        "afterDestroy mine",
                        "afterDestroy deed",
                        "afterDestroy map",
                        "afterDestroy coin",
                        "afterDestroy attic",
                        "afterDestroy box",
                        "afterDestroy tin",
                        "afterCommit east",
                        "afterCommit west",
                        "afterCommit mine",
                        "afterCommit deed",
                        "afterCommit map",
                        "afterCommit coin",
                        "afterCommit attic",
                        "afterCommit box",
                        "afterCommit tin");
    }

    @Test
    @Fault({"0.13", "2.18"})
    void a_level_is_found_by_one_statement_for_each_association_and_a_table_is_written_by_one() {
        Folder attic = folders.requireByPk(1L);

        assertThat(said(attic::destroy))
                .containsExactly(
                        "begin",
                        "select folders",
                        "select folders",
                        "select documents",
                        "select folders",
                        "select documents",
                        "select document_pages",
                        "select remarks",
                        "select folders",
                        "select documents",
                        "select document_pages",
                        "select remarks",
                        "select document_pages",
                        "select remarks",
                        "delete document_pages",
                        "delete remarks",
                        "update documents",
                        "update folders",
                        "commit");
    }

    @Test
    @Fault({"0.13", "2.18"})
    void rows_of_a_bulk_write_go_down_together() {
        int statements =
                said(() -> folders.where(f -> f.NAME.eq("attic")).destroy()).size();
        sql.run("""
            update folders set deleted_at = null;
            update documents set deleted_at = null;
            insert into document_pages (document_id, page_no) values (2, 3);
            insert into remarks (subject_type, subject_id, body) values ('document', 2, 'found');
            insert into folders (id, name) overriding system value select n, 'attic' from generate_series(101, 120) n;
            insert into folders (id, parent_id, name) overriding system value
                select 100 + n, n, 'box' from generate_series(101, 120) n;
            insert into documents (id, folder_id, title) overriding system value
                select n, n, 'more' from generate_series(201, 220) n\
            """);

        assertThat(said(() -> assertThat(folders.where(f -> f.NAME.eq("attic")).destroy())
                        .as("those that were asked for")
                        .isEqualTo(21)))
                .hasSize(statements);
        assertThat(sql.rows(LIVING)).containsExactly("document wine", "folder cellar", "remark other");
    }

    @Test
    @Fault({"0.13", "2.18"})
    void a_restore_brings_back_what_went_with_the_row_and_nothing_that_went_before_or_after() {
        sql.run("update folders set parent_id = 4 where id = 1");
        documents.requireByPk(3L).destroy();
        Folder attic = folders.requireByPk(1L);
        attic.destroy();
        folders.requireByPk(4L).destroy();
        assertThat(sql.rows(LIVING)).containsExactly("remark other");
        CascadingModels.heard();

        attic.restore();

        assertThat(sql.rows(LIVING))
                .containsExactly(
                        "document deed", "document map", "folder attic", "folder box", "folder tin", "remark other");
        assertThat(CascadingModels.heard().subList(0, 10))
                .containsExactly(
                        "beforeRestore attic",
                        "beforeRestore box",
                        "beforeRestore deed",
                        "beforeRestore tin",
                        "beforeRestore map",
                        "afterRestore deed",
                        "afterRestore map",
                        "afterRestore attic",
                        "afterRestore box",
                        "afterRestore tin");
        folders.where(f -> f.ID.eq(4L)).restore();
        assertThat(sql.rows(LIVING)).contains("folder cellar", "document wine").doesNotContain("document coin");
    }

    /** The server's own time stands still within a transaction, so each operation asks for a moment of its own. */
    @Test
    void operations_of_one_transaction_are_told_apart_by_the_servers_time_as_well() {
        try (Database server = Database.using(
                dataSource,
                c -> c.define(FOLDERS, m -> {
                            m.softDelete(f -> f.DELETED_AT);
                            m.timesFrom(TimeSource.SERVER);
                            m.cascade(FOLDERS.FOLDERS_BY_PARENT);
                            m.cascade(FOLDERS.DOCUMENTS);
                        })
                        .define(DOCUMENTS, m -> m.softDelete(d -> d.DELETED_AT)))) {
            Folder attic = server.model(FOLDERS).requireByPk(1L);
            server.transaction(() -> {
                server.model(FOLDERS).requireByPk(3L).destroy();
                server.model(FOLDERS).where(f -> f.ID.eq(2L)).destroy();
                attic.destroy();
            });
            assertThat(sql.value("select count(distinct deleted_at), count(deleted_at) from folders"))
                    .isEqualTo("3|3");

            attic.restore();
            assertThat(sql.rows("select name from folders where deleted_at is null order by 1"))
                    .containsExactly("attic", "cellar");
            server.model(FOLDERS).where(f -> f.ID.eq(2L)).restore();
            assertThat(sql.rows("select name from folders where deleted_at is null order by 1"))
                    .containsExactly("attic", "box", "cellar");
            assertThat(sql.rows("select title from documents where deleted_at is null order by 1"))
                    .containsExactly("deed", "map", "wine");
        }
    }

    @Test
    @Fault("2.18")
    void what_is_deleted_for_good_takes_all_below_for_good_marked_or_not() {
        documents.requireByPk(3L).destroy();

        folders.requireByPk(1L).forceDestroy();

        assertThat(sql.rows("select name from folders union all select title from documents order by 1"))
                .containsExactly("cellar", "wine");
        assertThat(folders.where(f -> f.ID.eq(4L)).forceDestroy()).isEqualTo(1);
        assertThat(sql.value("select (select count(*) from folders) + (select count(*) from documents)"))
                .isEqualTo("0");
    }

    @Test
    void rows_in_a_ring_go_and_come_back_once_each() {
        sql.run("update folders set parent_id = 3 where id = 1");
        Folder box = folders.requireByPk(2L);

        box.destroy();
        assertThat(CascadingModels.heard())
                .filteredOn(what -> what.startsWith("before"))
                .containsOnlyOnce("beforeDestroy attic", "beforeDestroy box", "beforeDestroy tin");
        assertThat(sql.rows(LIVING)).containsExactly("document wine", "folder cellar", "remark other");
        box.restore();
        assertThat(sql.rows(LIVING)).contains("folder attic", "folder box", "folder tin", "document deed");
        box.forceDestroy();

        assertThat(sql.rows("select name from folders")).containsExactly("cellar");
    }

    @Test
    void depth_has_no_end() {
        sql.run("""
            insert into folders (id, parent_id, name) overriding system value
                select 100 + n, nullif(99 + n, 99), 'level ' || n from generate_series(0, 120) n\
            """);

        folders.requireByPk(100L).destroy();

        assertThat(sql.value("select count(*) from folders where deleted_at is not null"))
                .isEqualTo("121");
    }

    @Test
    void a_failure_anywhere_below_leaves_all_as_it_was() {
        sql.run("insert into documents (id, folder_id, title) overriding system value values (5, 3, 'nailed down')");
        Folder attic = folders.requireByPk(1L);
        attic.setName("loft");

        assertThatThrownBy(attic::destroy).hasMessage("nailed down");

        assertThat(sql.rows(LIVING)).hasSize(13);
        assertThat(attic.isDeleted()).isFalse();
        assertThat(attic.changedFields()).containsExactly(FOLDERS.NAME);
        assertThat(CascadingModels.heard()).noneMatch(what -> what.startsWith("afterCommit"));
        sql.run("delete from documents where title = 'nailed down'");
        attic.destroy();
        assertThat(sql.rows(LIVING)).hasSize(3);
        assertThat(attic.changedFields())
                .as("soft deletion writes nothing else")
                .containsExactly(FOLDERS.NAME);
    }

    @Test
    void a_destroy_that_changes_nothing_takes_nothing_with_it() {
        folders.requireByPk(1L).destroy();
        sql.run("update documents set deleted_at = null where id = 1");
        Folder attic = folders.withDeleted().where(f -> f.ID.eq(1L)).findSole().orElseThrow();

        attic.destroy();

        assertThat(sql.rows(LIVING)).contains("document deed");
        assertThat(folders.where(f -> f.ID.eq(1L)).withDeleted().destroy()).isZero();
    }

    @Test
    void an_upsert_that_meets_a_marked_row_brings_it_back_alone_and_a_restore_before_it_brings_all() {
        folders.requireByPk(2L).destroy();
        CascadingModels.heard();

        folders.upsert(folder -> folder.setId(2L).setName("crate"), on -> on.key(f -> f.ID));
        assertThat(sql.rows("select name from folders where deleted_at is null order by id"))
                .containsExactly("attic", "crate", "cellar");
        assertThat(sql.rows("select title from documents where deleted_at is null order by id"))
                .containsExactly("deed", "wine");
        assertThat(CascadingModels.heard()).noneMatch(hook -> hook.contains("Restore"));

        Folder attic = folders.requireByPk(1L);
        attic.destroy();
        attic.restore();
        folders.upsert(folder -> folder.setId(1L).setName("loft"), on -> on.key(f -> f.ID));
        assertThat(sql.rows("select name from folders where deleted_at is null order by id"))
                .containsExactly("loft", "crate", "cellar");
        assertThat(sql.rows("select title from documents where deleted_at is null order by id"))
                .containsExactly("deed", "wine");
    }

    @Test
    void without_hooks_those_of_the_rows_below_run_all_the_same() {
        assertThat(folders.where(f -> f.ID.eq(4L)).withoutHooks().destroy()).isEqualTo(1);

        assertThat(CascadingModels.heard())
                .containsExactly("beforeDestroy wine", "afterDestroy wine", "afterCommit wine");
        assertThat(sql.value("select count(*) from documents where deleted_at is not null"))
                .isEqualTo("1");
    }

    @Test
    @Fault("2.36")
    void the_row_on_top_has_its_version_looked_at_and_nothing_goes_if_it_is_stale() {
        sql.run("""
            insert into clubs (id, name) overriding system value values (1, 'chess');
            insert into members (id, name) overriding system value values (1, 'Ann'), (2, 'Bob');
            insert into memberships (club_id, member_id) values (1, 1), (1, 2);
            insert into lockers (member_id, label) values (1, 'A')\
            """);
        var ann = db.model(MEMBERS).requireByPk(1L);
        sql.run("update members set version = 1 where id = 1");

        assertThatThrownBy(ann::destroy).isInstanceOf(StaleEntityException.class);
        assertThat(sql.value("select count(*) from memberships where deleted_at is null"))
                .isEqualTo("2");
        assertThat(sql.value("select count(*) from lockers")).isEqualTo("1");

        ann.reload();
        ann.destroy();
        assertThat(sql.value("select version from members where deleted_at is not null"))
                .isEqualTo("2");
        assertThat(sql.rows("select member_id from memberships where deleted_at is null"))
                .containsExactly("2");
        assertThat(sql.value("select count(*) from lockers")).isEqualTo("0");

        var chess = db.model(CLUBS).requireByPk(1L);
        chess.destroy();
        ann.restore();
        assertThat(sql.rows("select member_id, deleted_at is null from memberships order by 1"))
                .as("each came back with the one that it went with")
                .containsExactly("1|t", "2|f");
        assertThat(sql.rows("select name, deleted_at is null from members order by 1"))
                .as("what a junction ties stays")
                .containsExactly("Ann|t", "Bob|t");
    }

    @Test
    @Fault("2.18")
    void without_a_cascade_a_destroy_costs_what_it_did_and_the_key_has_its_say() {
        try (Database plain =
                Database.using(dataSource, c -> c.define(FOLDERS, m -> m.softDelete(f -> f.DELETED_AT)))) {
            Folder cellar = plain.model(FOLDERS).requireByPk(4L);
            assertThat(said(cellar::destroy)).containsExactly("update folders");
            assertThat(said(cellar::restore)).containsExactly("update folders");
            assertThat(said(() -> plain.model(FOLDERS).where(f -> f.ID.eq(4L)).destroy()))
                    .containsExactly("update folders");
            assertThatThrownBy(cellar::forceDestroy).isInstanceOf(ForeignKeyException.class);
        }
    }

    @Test
    void a_cascade_that_makes_no_sense_is_refused_when_the_database_is_built() {
        assertThatThrownBy(() -> Database.using(
                        dataSource,
                        c -> c.define(FOLDERS, m -> m.cascade(FOLDERS.DOCUMENTS.where(d -> d.TITLE.eq("x"))))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "The definition of Folder is refused: cascade(FOLDERS.DOCUMENTS) takes the association as it"
                                + " was defined; take out what narrows it.");
        assertThatThrownBy(() -> Database.using(
                        dataSource,
                        c -> c.define(FOLDERS, m -> {
                            m.cascade(FOLDERS.DOCUMENTS);
                            m.cascade(FOLDERS.DOCUMENTS);
                        })))
                .hasMessage(
                        "The definition of Folder is refused: cascade(FOLDERS.DOCUMENTS) is said twice; say it once.");
        assertThatThrownBy(() -> db.model(FOLDERS).truncate(t -> t.withoutHooks()))
                .hasMessage("truncate() on Folder would leave the rows that go with each of its rows (foldersByParent,"
                        + " documents); say everyRow().forceDestroy().");
        assertThat(db.model(DOCUMENT_PAGES).count()).isEqualTo(2);
    }

    /** Of each statement the verb and the table. */
    private List<String> said(Runnable work) {
        return log.of(work).stream()
                .map(statement -> statement.toLowerCase(Locale.ROOT))
                .map(statement -> {
                    String verb = statement.split("\\W", 2)[0];
                    String table = statement.replaceFirst("(?s).*?(from|update) \"public\"\\.\"(\\w+)\".*", " $2");
                    return table.startsWith(" ") ? verb + table : verb;
                })
                .toList();
    }
}
