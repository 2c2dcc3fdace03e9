package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.DOCUMENTS;
import static dev.canopy.sample.Tables.DOCUMENT_PAGES;
import static dev.canopy.sample.Tables.FOLDERS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.MEMBERSHIPS;
import static dev.canopy.sample.Tables.REMARKS;

import dev.canopy.DatabaseBuilder;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Documents;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.records.Document;
import dev.canopy.sample.tables.records.DocumentPage;
import dev.canopy.sample.tables.records.Folder;
import dev.canopy.sample.tables.records.Remark;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Folders, which take with them the folders and documents in them, and these their pages, which are never marked, and the remarks on
 * them, which no key ties. Members and clubs take the memberships between them; members their locker, too.
 */
public final class CascadingModels implements Consumer<DatabaseBuilder> {
    private static final Heard HEARD = new Heard();

    static final HasMany<Documents, Remarks, Remark> ON_DOCUMENT = HasMany.of(
            "remarks",
            DOCUMENTS,
            REMARKS,
            Pairing.on(DOCUMENTS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "document"));

    /** Called by the extension. */
    public CascadingModels() {}

    /** What the hooks said on this thread since the last call. */
    static List<String> heard() {
        return HEARD.take();
    }

    @Override
    public void accept(DatabaseBuilder c) {
        c.clock(new Ticking(new AtomicLong()))
                .define(FOLDERS, m -> {
                    m.softDelete(f -> f.DELETED_AT);
                    m.cascade(FOLDERS.FOLDERS_BY_PARENT);
                    m.cascade(FOLDERS.DOCUMENTS);
                    listen(m, Folder::getName);
                })
                .define(DOCUMENTS, m -> {
                    m.softDelete(d -> d.DELETED_AT);
                    m.cascade(DOCUMENTS.DOCUMENT_PAGES);
                    m.cascade(ON_DOCUMENT);
                    listen(m, Document::getTitle);
                    m.afterDestroy((document, op) -> {
                        if (document.getTitle().equals("nailed down")) {
                            throw new IllegalStateException("nailed down");
                        }
                    });
                })
                .define(DOCUMENT_PAGES, m -> listen(m, DocumentPage::getBody))
                .define(REMARKS, m -> listen(m, Remark::getBody))
                .define(CLUBS, m -> {
                    m.softDelete(club -> club.DELETED_AT);
                    m.cascade(CLUBS.MEMBERSHIPS);
                })
                .define(MEMBERS, m -> {
                    m.softDelete(member -> member.DELETED_AT);
                    m.version(member -> member.VERSION);
                    m.cascade(MEMBERS.MEMBERSHIPS);
                    m.cascade(MEMBERS.LOCKER);
                })
                .define(MEMBERSHIPS, m -> m.softDelete(membership -> membership.DELETED_AT));
    }

    private static <T extends Table<R>, R extends Record> void listen(
            ModelBuilder<T, R> m, Function<? super R, String> name) {
        m.beforeDestroy((row, op) -> HEARD.add("beforeDestroy " + name.apply(row)));
        m.afterDestroy((row, op) -> HEARD.add("afterDestroy " + name.apply(row)));
        m.beforeRestore((row, op) -> HEARD.add("beforeRestore " + name.apply(row)));
        m.afterRestore((row, op) -> HEARD.add("afterRestore " + name.apply(row)));
        m.afterCommit((row, op) -> HEARD.add("afterCommit " + name.apply(row)));
    }

    /** Every look at the clock is a second later than the one before. */
    private static final class Ticking extends Clock {
        private final AtomicLong seconds;

        Ticking(AtomicLong seconds) {
            this.seconds = seconds;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2030-01-01T00:00:00Z").plusSeconds(seconds.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
