package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.MEMBERSHIPS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.check;

import dev.canopy.DatabaseBuilder;
import dev.canopy.model.Hook;
import dev.canopy.model.HookBuilder;
import dev.canopy.model.WriteKind;
import dev.canopy.sample.tables.records.Membership;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.User;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Models that refuse what a {@link FailureCause} says, and change rows on the way to the database.
 *
 * @param watched whether there are hooks; without them, a write of one row is one statement and no transaction
 */
record FailingModels(boolean watched) implements Consumer<DatabaseBuilder> {
    @Override
    public void accept(DatabaseBuilder c) {
        c.define(USERS, m -> {
                    m.softDelete(u -> u.DELETED_AT);
                    m.version(u -> u.VERSION);
                    m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
                    m.normalize(u -> u.EMAIL, email -> email.toLowerCase(Locale.ROOT));
                    m.validate(u -> u.NOTE, check("must not be rude", note -> !note.equals("rude")));
                    m.validate(u -> u.LOGINS, check("must not be 90", logins -> logins != 90));
                    if (watched) {
                        m.beforeSave((user, op) -> user.setPasswordHash("by a hook"));
                        listen(m, User::getNote);
                        m.beforeUpdate((user, op) -> refuse(user.getLogins() == 91, "before"));
                        m.afterUpdate((user, op) -> refuse(user.getLogins() == 92, "after"));
                    }
                })
                .define(PROFILES, m -> {
                    m.validate(p -> p.WEBSITE, check("must not be rude", website -> !website.equals("rude")));
                    if (watched) {
                        m.beforeSave((profile, op) -> profile.setBio("by a hook"));
                        listen(m, Profile::getWebsite);
                    }
                })
                .define(CLUBS, m -> m.softDelete(club -> club.DELETED_AT))
                .define(MEMBERS, m -> {
                    m.softDelete(member -> member.DELETED_AT);
                    m.version(member -> member.VERSION);
                })
                .define(MEMBERSHIPS, m -> {
                    m.softDelete(tie -> tie.DELETED_AT);
                    m.validate(tie -> tie.ROLE, check("must not be rude", role -> !role.equals("rude")));
                    if (watched) {
                        listen(m, Membership::getRole);
                    }
                });
    }

    private static <T extends Table<R>, R extends Record> void listen(
            HookBuilder<T, R> m, Function<? super R, @Nullable String> word) {
        Hook<R> before = (row, op) -> refuse("before".equals(said(word.apply(row), op.kind())), "before");
        Hook<R> after = (row, op) -> refuse("after".equals(said(word.apply(row), op.kind())), "after");
        m.beforeSave(before);
        m.beforeDestroy(before);
        m.beforeRestore(before);
        m.afterSave(after);
        m.afterDestroy(after);
        m.afterRestore(after);
    }

    private static @Nullable String said(@Nullable String word, WriteKind kind) {
        String prefix = switch (kind) {
            case DESTROY -> "leaving: ";
            case RESTORE -> "coming: ";
            default -> "";
        };
        String given = Objects.requireNonNullElse(word, "");
        return given.startsWith(prefix) ? given.substring(prefix.length()) : null;
    }

    private static void refuse(boolean wrong, String word) {
        if (wrong) {
            throw new FailureCause.Refused(word);
        }
    }
}
