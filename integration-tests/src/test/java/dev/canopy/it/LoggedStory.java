package dev.canopy.it;

import static dev.canopy.sample.Tables.LOGINS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.association.Strategy;

/** A program whose log {@link LoggingIT} reads. */
final class LoggedStory {
    private LoggedStory() {}

    public static void main(String[] arguments) {
        try (Database db = Database.connect(
                arguments[0],
                arguments[1],
                arguments[2],
                c -> c.strategy(Strategy.MULTISET).define(LOGINS, m -> m.hidden(l -> l.PASSWORD_HASH)))) {
            db.model(LOGINS)
                    .create(login ->
                            login.setName("ann").setPasswordHash("hunter2").setAttempts(3));
            db.model(LOGINS)
                    .where(l -> l.PASSWORD_HASH.eq("hunter2").and(l.NAME.eq("ann")))
                    .findAll();
            db.model(LOGINS).where(l -> l.NAME.eq("ann")).update(login -> login.setPasswordHash("hunter3"));
            db.model(USERS)
                    .where(u -> u.EMAIL.eq("a\nb"))
                    .include(USERS.POSTS.include(POSTS.COMMENTS))
                    .findAll();
            db.model(USERS).count();
            db.sql("select name from logins where password_hash = md5(:secret)")
                    .bind("secret", "hunter4")
                    .findAll(String.class);
        }
    }
}
