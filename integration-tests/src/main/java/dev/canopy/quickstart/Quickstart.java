package dev.canopy.quickstart;

import static dev.canopy.quickstart.UserModel.FULL_NAME;
import static dev.canopy.quickstart.UserModel.INACTIVE;
import static dev.canopy.quickstart.UserModel.LATEST_POST;
import static dev.canopy.quickstart.UserModel.withName;
import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Comments;
import dev.canopy.sample.tables.Courses;
import dev.canopy.sample.tables.Students;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.io.PrintStream;
import java.util.List;
import org.flywaydb.core.Flyway;

/** Tells what Canopy does, step by step, on a real PostgreSQL. */
public final class Quickstart {
    private final Story story;
    private final Database db;
    private final Model<Users, User, Long> users;

    private Quickstart(Story story, Database db) {
        this.story = story;
        this.db = db;
        this.users = db.model(USERS);
    }

    public static void main(String... arguments) {
        PostgresServer server = PostgresServer.shared();
        try (ScratchDatabase database = server.createDatabase("quickstart")) {
            tell(server, database, System.out);
        }
    }

    /** Tells the story on this database, which it migrates first. */
    public static void tell(PostgresServer server, ScratchDatabase database, PrintStream out) {
        Story story = new Story(out);
        story.step("Migrate the database with Flyway");
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        story.result("migrated");
        try (Database db = Database.connect(
                database.url(),
                server.user().orElse(""),
                server.password().orElse(""),
                c -> c.define(USERS, new UserModel(story::told)).onStatement(story::ran))) {
            new Quickstart(story, db).tell();
        }
    }

    private void tell() {
        story.step("Authenticate");
        db.authenticate();
        story.result("the server answers");

        oneUser();
        associations();
        nestedInclude();
        validation();
        virtuals();
        scopes();
    }

    private void oneUser() {
        story.step("Create John Doe; the hooks fire in order, around one INSERT");
        User john = users.create(
                user -> user.setFirstName("John").setLastName("Doe").setEmail(" John.Doe@Example.com "));
        story.result(john.getFirstName() + " " + john.getLastName() + ", id " + john.getId() + ", " + john.getEmail());

        story.step("Find him by e-mail");
        User found = users.where(u -> u.EMAIL.eq("john.doe@example.com")).requireOne();
        story.result(found.getEmail());

        story.step("Update his last name, wherever the e-mail is his");
        int updated = users.where(u -> u.EMAIL.eq("john.doe@example.com")).update(user -> user.setLastName("Smith"));
        story.result(updated + " row; he is now " + john.reload().get(FULL_NAME));

        story.step("Destroy him: with soft deletion, an UPDATE; reads then hide him");
        int gone = users.where(u -> u.EMAIL.eq("john.doe@example.com")).destroy();
        story.result(gone + " row; visible: " + users.count() + ", with deleted: "
                + users.withDeleted().count());
    }

    private void associations() {
        User ann = story.aside(
                "Ann joins",
                () -> users.create(
                        user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com")));

        story.step("One to one: Ann's profile");
        ann.profile().create(profile -> profile.setBio("Writes about trees."));
        story.result(ann.profile().find().map(Profile::getBio).orElse("no words about herself"));

        story.step("One to many: Ann's tasks, through the relation handle");
        ann.tasks().create(task -> task.setTitle("Plant a tree"));
        ann.tasks().create(task -> task.setTitle("Water it"));
        story.result(ann.tasks().orderBy(t -> t.ID).findAll().stream()
                .map(task -> task.getTitle())
                .toList());

        story.step("Many to many: a student's courses, with the grade on the link");
        Model<Students, Student, Long> students = db.model(STUDENTS);
        Model<Courses, Course, Long> courses = db.model(COURSES);
        Student eve = students.create(student -> student.setName("Eve"));
        Course botany = courses.create(course -> course.setTitle("Botany"));
        eve.courses().add(botany, enrolment -> enrolment.setGrade(1));
        for (Course course : eve.courses().findAll()) {
            story.result(course.getTitle() + ", grade " + course.getEnrolment().getGrade());
        }
    }

    private User conversation() {
        User ann = users.where(u -> u.EMAIL.eq("ann@example.com")).requireOne();
        User bob =
                users.create(user -> user.setFirstName("Bob").setLastName("Ray").setEmail("bob@example.com"));
        Post oaks = ann.posts().create(post -> post.setTitle("Oaks").setPublished(true));
        ann.posts().create(post -> post.setTitle("Elms").setPublished(true));
        Model<Comments, Comment, Long> comments = db.model(COMMENTS);
        comments.create(c -> c.setPostId(oaks.getId()).setAuthorId(bob.getId()).setBody("Lovely."));
        comments.create(c -> c.setPostId(oaks.getId()).setAuthorId(ann.getId()).setBody("Thank you!"));
        return ann;
    }

    private void nestedInclude() {
        User ann = story.aside("Ann writes two posts; Bob joins, and they talk about one", this::conversation);

        story.step("Ann with all her posts, in one statement");
        User withPosts = users.where(u -> u.ID.eq(ann.getId()))
                .include(USERS.POSTS.orderBy(p -> p.TITLE))
                .requireOne();
        story.result(withPosts.getPosts().stream().map(Post::getTitle).toList());

        story.step("Nested: user → posts (the newest 3 of each) → comments → author, in one statement");
        List<User> tree = users.include(USERS.POSTS
                        .where(p -> p.PUBLISHED.isTrue())
                        .orderBy(p -> p.CREATED_AT.desc())
                        .limit(3)
                        .include(POSTS.COMMENTS.orderBy(c -> c.ID).include(COMMENTS.AUTHOR)))
                .orderBy(u -> u.ID)
                .findAll();
        tree.forEach(this::draw);

        story.step("One of many, under a name of its own: the latest post");
        User withLatest =
                users.where(u -> u.ID.eq(ann.getId())).include(LATEST_POST).requireOne();
        Post latest = withLatest.included(LATEST_POST);
        story.result(latest == null ? "none" : latest.getTitle());
    }

    private void draw(User user) {
        story.result(user.get(FULL_NAME));
        for (Post post : user.getPosts()) {
            story.result("├─ " + post.getTitle());
            for (Comment comment : post.getComments()) {
                story.result("│  └─ " + comment.getBody() + " — "
                        + comment.getAuthor().get(FULL_NAME));
            }
        }
    }

    private void validation() {
        story.step("A wrong e-mail is refused, with every violation, and nothing is sent");
        try {
            users.create(user -> user.setFirstName("eve").setLastName("X").setEmail("eve"));
        } catch (ValidationException refused) {
            refused.violations().forEach(story::result);
        }
    }

    private void virtuals() {
        story.step("The virtual full name: read, written, and in a condition");
        User ann = users.where(u -> FULL_NAME.on(u).startsWith("Ann")).requireOne();
        story.result(ann.get(FULL_NAME));
        ann.set(FULL_NAME, "Ann Oak").save();
        story.result(ann.getFirstName() + " | " + ann.getLastName());
    }

    private void scopes() {
        story.aside(
                "Zed joins, who is not active",
                () -> users.create(user -> user.setFirstName("Zed")
                        .setLastName("Old")
                        .setEmail("zed@example.com")
                        .setActive(false)));

        story.step("Scopes: the default one hides the inactive; INACTIVE takes its place");
        story.result("default:  " + names(users.findAll()));
        story.result("INACTIVE: " + names(users.scope(INACTIVE).findAll()));

        story.step("A scope with a parameter: withName");
        story.result(names(users.scope(withName("Bob")).findAll()));
    }

    private static List<String> names(List<User> users) {
        return users.stream().map(user -> user.get(FULL_NAME)).toList();
    }
}
