package dev.canopy.quickstart;

import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.check;
import static dev.canopy.validation.Validators.isEmail;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;

import dev.canopy.association.Include;
import dev.canopy.association.Scope;
import dev.canopy.model.Definition;
import dev.canopy.model.ModelBuilder;
import dev.canopy.model.Virtual;
import dev.canopy.model.WriteKind;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Field;

/** What a user means; its one collaborator, who hears of what the hooks do, comes by the constructor. */
public final class UserModel implements Definition<Users, User> {
    public static final Virtual<User, String> FULL_NAME = Virtual.of(
                    "fullName", USERS, user -> user.getFirstName() + " " + user.getLastName())
            .reads(USERS.FIRST_NAME, USERS.LAST_NAME)
            .writes((user, name) -> {
                int blank = name.indexOf(' ');
                user.setFirstName(name.substring(0, blank));
                user.setLastName(name.substring(blank + 1));
            })
            .sql(u -> concat(u.FIRST_NAME, inline(" "), u.LAST_NAME));

    public static final Include<Users, Posts, Post> LATEST_POST =
            USERS.POSTS.orderBy(p -> p.CREATED_AT.desc()).first().as("latestPost");

    public static final Scope<Users> ACTIVE = s -> s.where(u -> u.ACTIVE.isTrue());
    public static final Scope<Users> INACTIVE = s -> s.where(u -> u.ACTIVE.isFalse());

    private final Consumer<String> told;

    public UserModel(Consumer<String> told) {
        this.told = told;
    }

    public static Scope<Users> withName(String name) {
        return s -> s.where(u -> u.FIRST_NAME.eq(name));
    }

    @Override
    public void define(ModelBuilder<Users, User> m) {
        m.validate(u -> u.EMAIL, isEmail(), check("must be from example.com", e -> e.endsWith("@example.com")));
        m.rule("name is not the email", (user, errors) -> {
            if (Objects.equals(user.getEmail(), user.getFirstName())) {
                errors.reject(USERS.FIRST_NAME, "must not be the email");
            }
        });
        m.normalize(u -> u.EMAIL, e -> e.strip().toLowerCase(Locale.ROOT));
        m.beforeCreate((user, op) -> told.accept("beforeCreate: about to create " + user.getFirstName()));
        m.afterCreate((user, op) -> told.accept("afterCreate: created with id " + user.getId()));
        m.beforeUpdate((user, op) -> told.accept("beforeUpdate: changed are "
                + op.changedFields().stream().map(Field::getName).toList()));
        m.afterUpdate((user, op) -> told.accept("afterUpdate: now version " + user.getVersion()));
        m.beforeDestroy((user, op) -> told.accept("beforeDestroy: " + user.getEmail()));
        m.afterDestroy((user, op) -> told.accept("afterDestroy: " + user.getEmail()));
        m.afterCommit(WriteKind.CREATE, (user, op) -> told.accept("afterCommit: welcome, " + user.getFirstName()));
        m.defaultScope(ACTIVE);
        m.virtual(FULL_NAME);
        m.association(LATEST_POST);
        m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
        m.softDelete(u -> u.DELETED_AT);
        m.version(u -> u.VERSION);
    }
}
