package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.it.ShapeIT.NoPosts;
import dev.canopy.it.ShapeIT.PostCard;
import dev.canopy.it.ShapeIT.UserCard;
import dev.canopy.model.Virtual;
import dev.canopy.quickstart.UserModel;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Count;
import dev.canopy.selection.From;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Java records that cannot be read into: every fault is named, with what would do. */
@CanopyTest(define = SampleModels.class)
class RefusedShapeIT {
    private static final String KNOWN = "id, managerId, firstName, lastName, email, passwordHash, active, logins, note,"
            + " createdAt, updatedAt, version, deletedAt, fullName, latestPost, manager, addresses, comments, order, posts,"
            + " postsByEditor, profile, surveyResponses, tasks, teams, usersByManager, entries";

    private static final Virtual<User, String> TYPED =
            Virtual.of("typed", USERS, User::getFirstName).type(String.class);

    private static final Virtual<User, Object> UNTYPED = Virtual.of("untyped", USERS, User::getFirstName);

    record Misspelt(Long id, String fulName, List<PostCard> post) {}

    record WrongTypes(int id, Integer firstName, PostCard posts, long managerId) {}

    record Endless(String body, List<Endless> commentsByParent) {}

    record BadlyRenamed(
            @From("lastNam") String name,
            @Count int posts,
            @Count long manager,
            Optional<String> posts2) {}

    record ListInOptional(Optional<List<PostCard>> posts) {}

    record Picky(String firstName) {
        Picky {
            if (firstName.equals("Bob")) {
                throw new IllegalArgumentException("no Bobs");
            }
        }
    }

    record WrongVirtuals(Integer fullName, long typed, int untyped) {}

    record Late(Optional<Integer> untyped) {}

    record Lower(String typed, Object untyped) {
        Lower {
            untyped = ((Integer) untyped).toString();
        }
    }

    record Fitting(CharSequence typed, Optional<String> untyped) {}

    @Test
    void a_component_has_the_type_of_its_virtual_field(ScratchDatabase scratch) {
        try (Database db = Database.using(
                scratch.dataSource(),
                c -> c.define(USERS, m -> {
                    m.virtual(UserModel.FULL_NAME);
                    m.virtual(TYPED);
                    m.virtual(UNTYPED);
                }))) {
            Model<Users, User, Long> users = db.model(USERS);

            assertThat(users.where(u -> u.ID.eq(1L)).findAll(Fitting.class))
                    .containsExactly(new Fitting("Ada", Optional.of("Ada")));
            assertThatThrownBy(() -> users.findAll(WrongVirtuals.class))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage("""
                            WrongVirtuals asks for "fullName", which is String.
                              in:    WrongVirtuals.fullName (Integer)
                              mend:  call it String
                            WrongVirtuals asks for "typed", which is String.
                              in:    WrongVirtuals.typed (long)
                              mend:  call it String
                            WrongVirtuals asks for "untyped", which is computed and may be null.
                              in:    WrongVirtuals.untyped (int)
                              mend:  call it Integer""");
            assertThatThrownBy(() -> users.findAll(Late.class))
                    .as("what nobody said is seen in the first row")
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage("Late.untyped is Integer, but the virtual field User.untyped gave String;"
                            + " call the component that.");
            assertThatThrownBy(() -> users.findAll(Lower.class))
                    .as("a fault of the record's own code is its own")
                    .isInstanceOf(ClassCastException.class);
        }
    }

    /** Twice, so that there would be twice as many at each level. */
    record Kin(Long id, @Nullable Kin manager, List<Kin> usersByManager) {}

    @Test
    void a_record_inside_itself_in_two_places_is_refused_as_soon(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(Kin.class)).hasMessage("""
                Kin is inside itself (Kin.manager), so the tree would never end; give the inner rows a record of their own.
                Kin is inside itself (Kin.usersByManager), so the tree would never end; give the inner rows a record of their own.\
                """);
    }

    @Test
    void a_name_or_count_that_fits_nothing_says_what_would(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(BadlyRenamed.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("""
                        BadlyRenamed asks for "lastNam", which User does not have.
                          in:    BadlyRenamed.name (String)
                          known: %1$s
                          mend:  say @From("lastName")
                        BadlyRenamed asks for "posts", which is Long.
                          in:    BadlyRenamed.posts (int)
                          mend:  call it Long
                        BadlyRenamed asks for "manager", which is no to-many association of User.
                          in:    BadlyRenamed.manager (long)
                          known: addresses, comments, order, posts, postsByEditor, surveyResponses, tasks, teams, \
                        usersByManager, entries
                          mend:  count something known
                        BadlyRenamed asks for "posts2", which User does not have.
                          in:    BadlyRenamed.posts2 (Optional<String>)
                          known: %1$s
                          mend:  call it "posts\"""".formatted(KNOWN));
        assertThatThrownBy(() -> db.model(USERS).findAll(ListInOptional.class)).hasMessage("""
                        ListInOptional asks for "posts", which is a list.
                          in:    ListInOptional.posts (Optional<Object>)
                          mend:  make it a List of a record, or List<Post>""");
    }

    @Test
    void records_are_checked_when_the_database_is_built_if_it_is_told_of_them(ScratchDatabase scratch) {
        assertThatThrownBy(() -> Database.using(
                        scratch.dataSource(),
                        c -> c.shapes(USERS, WrongTypes.class, NoPosts.class).shapes(COMMENTS, Endless.class)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("""
                        WrongTypes asks for "id", which is Long.
                          in:    WrongTypes.id (int)
                          mend:  call it Long
                        WrongTypes asks for "firstName", which is String.
                          in:    WrongTypes.firstName (Integer)
                          mend:  call it String
                        WrongTypes asks for "posts", which is a list.
                          in:    WrongTypes.posts (PostCard)
                          mend:  make it a List of a record, or List<Post>
                        WrongTypes asks for "managerId", which may be NULL.
                          in:    WrongTypes.managerId (long)
                          mend:  call it Long
                        Endless is inside itself (Endless.commentsByParent), so the tree would never end; \
                        give the inner rows a record of their own.""");
        Database.using(
                        scratch.dataSource(),
                        c -> c.define(USERS, new UserModel(what -> {})).shapes(USERS, UserCard.class))
                .close();
    }

    @Test
    void every_fault_of_a_shape_is_named_at_once(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(Misspelt.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("""
                        Misspelt asks for "fulName", which User does not have.
                          in:    Misspelt.fulName (String)
                          known: %1$s
                          mend:  call it "fullName"
                        Misspelt asks for "post", which User does not have.
                          in:    Misspelt.post (List<PostCard>)
                          known: %1$s
                          mend:  call it "posts\"""".formatted(KNOWN));
    }

    @Test
    void a_component_has_the_type_of_what_it_holds(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(WrongTypes.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("""
                        WrongTypes asks for "id", which is Long.
                          in:    WrongTypes.id (int)
                          mend:  call it Long
                        WrongTypes asks for "firstName", which is String.
                          in:    WrongTypes.firstName (Integer)
                          mend:  call it String
                        WrongTypes asks for "posts", which is a list.
                          in:    WrongTypes.posts (PostCard)
                          mend:  make it a List of a record, or List<Post>
                        WrongTypes asks for "managerId", which may be NULL.
                          in:    WrongTypes.managerId (long)
                          mend:  call it Long""");
    }

    @Test
    void a_record_inside_itself_is_refused(Database db) {
        assertThatThrownBy(() -> db.model(COMMENTS).findAll(Endless.class))
                .hasMessage("Endless is inside itself (Endless.commentsByParent), so the tree would never end;"
                        + " give the inner rows a record of their own.");
    }

    @Test
    void what_is_no_record_and_what_no_component_holds_is_refused(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(String.class))
                .hasMessage(
                        "String is not a Java record, so rows cannot be read into it; make it a record, or use select(..).");
        assertThatThrownBy(() -> db.model(USERS).include(USERS.POSTS).findAll(NoPosts.class))
                .hasMessage(
                        "NoPosts has no component \"posts\" for the include of USERS.POSTS; add one, or take the include out.");
    }

    @Test
    void a_constructor_that_refuses_its_row_is_heard(Database db) {
        assertThatThrownBy(() -> db.model(USERS).findAll(Picky.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no Bobs");
    }

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        ShapeIT.rows(scratch);
    }
}
