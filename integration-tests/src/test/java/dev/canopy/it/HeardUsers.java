package dev.canopy.it;

import static dev.canopy.sample.Tables.USERS;

import dev.canopy.DatabaseBuilder;
import dev.canopy.model.Definition;
import dev.canopy.model.Hook;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.User;
import dev.canopy.validation.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Field;

/** Users with every hook that a bulk door can run; each says when it ran and for whom. */
public final class HeardUsers implements Consumer<DatabaseBuilder> {
    private static final Heard HEARD = new Heard();

    /** Called by the extension. */
    public HeardUsers() {}

    /** What the hooks said on this thread since the last call. */
    static List<String> heard() {
        return HEARD.take();
    }

    @Override
    public void accept(DatabaseBuilder c) {
        c.define(USERS, new Model());
    }

    private static final class Model implements Definition<Users, User> {
        @Override
        public void define(ModelBuilder<Users, User> m) {
            m.normalize(u -> u.EMAIL, email -> email.strip().toLowerCase(Locale.ROOT));
            m.validate(u -> u.EMAIL, Validators.check("must have an @", email -> email.contains("@")));
            m.rule("names differ", (user, errors) -> {
                if (Objects.equals(user.getFirstName(), user.getLastName())) {
                    errors.reject(USERS.LAST_NAME, "must not be the first name");
                }
            });
            m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
            m.softDelete(u -> u.DELETED_AT);
            m.version(u -> u.VERSION);
            m.beforeValidate(says("beforeValidate"));
            m.afterValidate(says("afterValidate"));
            m.validationFailed(says("validationFailed"));
            m.beforeCreate(says("beforeCreate"));
            m.beforeUpdate(says("beforeUpdate"));
            m.beforeUpsert((user, op) -> {
                say("beforeUpsert " + user.getFirstName());
                if ("changed by a hook".equals(user.getNote())) {
                    user.setPasswordHash("set by a hook");
                }
            });
            m.beforeDestroy(says("beforeDestroy"));
            m.beforeRestore(says("beforeRestore"));
            m.beforeSave(says("beforeSave"));
            m.afterCreate(says("afterCreate"));
            m.afterUpdate(says("afterUpdate"));
            m.afterUpsert(says("afterUpsert"));
            m.afterDestroy(says("afterDestroy"));
            m.afterRestore(says("afterRestore"));
            m.afterSave(says("afterSave"));
            m.afterCommit(says("afterCommit"));
            m.beforeBulkCreate(all -> say("beforeBulkCreate " + all.rows().size()));
            m.afterBulkCreate(all -> say("afterBulkCreate " + all.rows().size()));
            m.beforeBulkUpdate(all -> say("beforeBulkUpdate " + names(all.changedFields())));
            m.afterBulkUpdate(all -> say("afterBulkUpdate " + all.count()));
            m.beforeBulkDestroy(all -> say("beforeBulkDestroy"));
            m.afterBulkDestroy(all -> say("afterBulkDestroy " + all.count()));
            m.beforeBulkRestore(all -> say("beforeBulkRestore"));
            m.afterBulkRestore(all -> say("afterBulkRestore " + all.count()));
        }

        private static List<String> names(Iterable<? extends Field<?>> columns) {
            List<String> names = new ArrayList<>();
            columns.forEach(column -> names.add(column.getName()));
            return names;
        }

        private static Hook<User> says(String moment) {
            return (user, op) -> say(moment + " " + user.getFirstName());
        }

        private static void say(String what) {
            HEARD.add(what);
        }
    }
}
