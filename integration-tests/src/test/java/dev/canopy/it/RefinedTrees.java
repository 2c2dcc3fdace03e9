package dev.canopy.it;

import static dev.canopy.it.TreeCase.lines;
import static dev.canopy.it.TreeCase.list;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.association.Computed;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.Pairing;
import dev.canopy.sample.tables.Courses;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Profiles;
import dev.canopy.sample.tables.Students;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Profile;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Trees with one row that refers back, with computed values and withheld columns below the root, and with one of many. */
final class RefinedTrees {
    static final String ROWS = """
        insert into profiles (id, user_id, bio, website)
          select n, 1 + n * 3 % 14, 'bio ' || n, case when n % 2 = 0 then 'site' end from generate_series(1, 8) n;
        """;

    private static final HasOne<Users, Profiles, Profile> SITE = HasOne.of(
            "site", USERS, PROFILES, Pairing.on(USERS.ID, PROFILES.USER_ID).where(PROFILES.WEBSITE, "site"));
    private static final Computed<Posts, Long> COMMENT_COUNT =
            Computed.of("commentCount", POSTS, p -> p.COMMENTS.count());
    private static final Computed<Users, Long> DRAFT_COUNT =
            Computed.of("draftCount", USERS, u -> TreeCase.DRAFTS.from(u).count());
    private static final Include<Students, Courses, Course> BEST = STUDENTS.COURSES
            .where((c, e) -> e.GRADE.isNotNull())
            .orderBy((c, e) -> e.GRADE)
            .first()
            .as("best");

    record Writer(String firstName, List<Untold> posts) {}

    record Untold(String title, Long commentCount) {}

    private RefinedTrees() {}

    static Stream<TreeCase> all() {
        return Stream.of(
                new TreeCase(
                        "one row that refers back, by its key and by hand, with many below it",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.PROFILE.include(
                                                PROFILES.USER.include(USERS.POSTS.orderBy(p -> p.ID))))
                                        .include(SITE)
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName() + " "
                                        + one(
                                                user.getProfile(),
                                                profile -> profile.getBio()
                                                        + list(profile.getUser().getPosts(), Post::getTitle))
                                        + " " + one(user.included(SITE), Profile::getBio)),
                        """
                        select u.first_name || ' '
                          || coalesce((select f.bio || '[' || coalesce((select string_agg(p.title, ',' order by p.id)
                               from posts p where p.author_id = u.id), '') || ']' from profiles f where f.user_id = u.id), '-') || ' '
                          || coalesce((select f.bio from profiles f where f.user_id = u.id and f.website = 'site'), '-')
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "computed values of many, and of one below them",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS
                                                .with(COMMENT_COUNT)
                                                .orderBy(p -> p.ID)
                                                .include(POSTS.AUTHOR.with(DRAFT_COUNT)))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + list(
                                                user.getPosts(),
                                                post -> post.getTitle() + " " + post.get(COMMENT_COUNT) + " "
                                                        + post.getAuthor().get(DRAFT_COUNT))),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(p.title
                            || ' ' || (select count(*) from comments c where c.post_id = p.id)
                            || ' ' || (select count(*) from posts d where d.author_id = u.id and not d.published), ',' order by p.id)
                          from posts p where p.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "records of many without what is withheld of them",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS
                                                .without(p -> p.BODY)
                                                .with(COMMENT_COUNT)
                                                .orderBy(p -> p.ID))
                                        .orderBy(u -> u.ID)
                                        .findAll(Writer.class),
                                writer -> writer.firstName()
                                        + list(writer.posts(), post -> post.title() + " " + post.commentCount())),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(p.title
                            || ' ' || (select count(*) from comments c where c.post_id = p.id), ',' order by p.id)
                          from posts p where p.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "one of many across a junction, with the junction's row and what hangs on it",
                        3,
                        1,
                        db -> lines(
                                db.model(STUDENTS)
                                        .include(BEST.include(COURSES.STUDENTS.orderBy(s -> s.ID)))
                                        .orderBy(s -> s.ID)
                                        .findAll(),
                                student -> student.getName() + " "
                                        + one(
                                                student.included(BEST),
                                                course -> course.getTitle() + " "
                                                        + course.getEnrolment().getGrade()
                                                        + list(course.getStudents(), other -> other.getName()))),
                        """
                        select s.name || ' ' || coalesce((select c.title || ' ' || e.grade || '['
                            || (select string_agg(o.name, ',' order by o.id) from enrolments m join students o on o.id = m.student_id
                                where m.course_id = c.id) || ']'
                          from enrolments e join courses c on c.id = e.course_id
                          where e.student_id = s.id and e.grade is not null order by e.grade, c.id limit 1), '-')
                        from students s order by s.id\
                        """));
    }

    private static <R> String one(R row, Function<R, String> text) {
        return row == null ? "-" : text.apply(row);
    }
}
