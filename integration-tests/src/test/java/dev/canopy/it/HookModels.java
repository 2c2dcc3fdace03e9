package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.POST_TAGS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.DatabaseBuilder;
import dev.canopy.association.Strategy;
import dev.canopy.model.HookBuilder;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.validation.Validators;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Users, which are deleted softly and have a version, and posts, which do not, with a hook at every moment; tasks, with those for
 * many rows together alone. Each hook says when it
 * runs and for whom, each write statement says what it is, and the thread that runs them hears it.
 */
public final class HookModels implements Consumer<DatabaseBuilder> {
    private static final Heard HEARD = new Heard();

    /** Called by the extension. */
    public HookModels() {}

    /** What was said on this thread since the last call. */
    static List<String> heard() {
        return HEARD.take();
    }

    static void say(String what) {
        HEARD.add(what);
    }

    @Override
    public void accept(DatabaseBuilder c) {
        c.strategy(Strategy.MULTISET)
                .define(USERS, m -> {
                    m.softDelete(u -> u.DELETED_AT);
                    m.version(u -> u.VERSION);
                    m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
                    m.normalize(u -> u.NOTE, String::strip);
                    m.validate(u -> u.NOTE, Validators.check("must not shout", note -> !note.endsWith("!")));
                    listen(m, User::getFirstName);
                })
                .define(POSTS, m -> listen(m, Post::getTitle))
                .define(TAGS, m -> listen(m, Tag::getName))
                .define(PROFILES, m -> listen(m, Profile::getBio))
                .define(TASKS, HookModels::listenToAll)
                .define(POST_TAGS, m -> listen(m, tie -> "tie " + tie.getPosition()))
                .hooks(h -> h.beforeSave((row, op) -> say("beforeSave of every model")))
                .onStatement(statement -> {
                    String verb = statement.sql().split(" ", 2)[0].toUpperCase(Locale.ROOT);
                    if (!verb.equals("SELECT")) {
                        say(verb);
                    }
                });
    }

    private static <T extends Table<R>, R extends Record> void listen(
            HookBuilder<T, R> m, Function<? super R, String> name) {
        m.beforeValidate((row, op) -> say("beforeValidate " + name.apply(row)));
        m.afterValidate((row, op) -> say("afterValidate " + name.apply(row)));
        m.validationFailed((row, op) -> say("validationFailed " + name.apply(row)));
        m.beforeCreate((row, op) -> say("beforeCreate " + name.apply(row)));
        m.afterCreate((row, op) -> say("afterCreate " + name.apply(row)));
        m.beforeUpdate((row, op) -> say("beforeUpdate " + name.apply(row)));
        m.afterUpdate((row, op) -> say("afterUpdate " + name.apply(row)));
        m.beforeUpsert((row, op) -> say("beforeUpsert " + name.apply(row)));
        m.afterUpsert((row, op) -> say("afterUpsert " + name.apply(row)));
        m.beforeDestroy((row, op) -> say("beforeDestroy " + name.apply(row)));
        m.afterDestroy((row, op) -> say("afterDestroy " + name.apply(row)));
        m.beforeRestore((row, op) -> say("beforeRestore " + name.apply(row)));
        m.afterRestore((row, op) -> say("afterRestore " + name.apply(row)));
        m.beforeSave((row, op) -> say("beforeSave " + name.apply(row)));
        m.afterSave((row, op) -> say("afterSave " + name.apply(row)));
        m.afterCommit((row, op) -> say("afterCommit " + name.apply(row)));
        m.afterRollback((row, op) -> say("afterRollback " + name.apply(row)));
        listenToAll(m);
        m.beforeFind(find -> say("beforeFind"));
        m.afterFind((row, find) -> say("afterFind " + name.apply(row)));
        m.beforeCount(find -> say("beforeCount"));
    }

    private static <T extends Table<R>, R extends Record> void listenToAll(HookBuilder<T, R> m) {
        m.beforeBulkCreate(bulk -> say("beforeBulkCreate"));
        m.afterBulkCreate(bulk -> say("afterBulkCreate"));
        m.beforeBulkUpdate(bulk -> say("beforeBulkUpdate"));
        m.afterBulkUpdate(bulk -> say("afterBulkUpdate"));
        m.beforeBulkDestroy(bulk -> say("beforeBulkDestroy"));
        m.afterBulkDestroy(bulk -> say("afterBulkDestroy"));
        m.beforeBulkRestore(bulk -> say("beforeBulkRestore"));
        m.afterBulkRestore(bulk -> say("afterBulkRestore"));
    }
}
