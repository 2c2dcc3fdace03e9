package dev.canopy.it;

import static dev.canopy.quickstart.UserModel.INACTIVE;
import static dev.canopy.quickstart.UserModel.LATEST_POST;
import static dev.canopy.sample.Tables.ADDRESSES;
import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COMPANIES;
import static dev.canopy.sample.Tables.COUNTRIES;
import static dev.canopy.sample.Tables.DEPARTMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;

import dev.canopy.Database;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/**
 * A tree, read by Canopy and by hand-written SQL: a line for each row of the root, as text.
 *
 * @param selects how many of them SPLIT needs: one for the root, and one for each to-many include
 * @param roundTrips how many SPLIT needs: one, or one for each level where parents cannot be asked for twice or the tree is deep
 * @param read by a Database
 * @param sql gives the same lines
 */
record TreeCase(String name, int selects, int roundTrips, Function<Database, List<String>> read, String sql) {
    static final HasMany<Users, Posts, Post> DRAFTS = HasMany.of(
            "drafts", USERS, POSTS, Pairing.on(USERS.ID, POSTS.AUTHOR_ID).where(POSTS.PUBLISHED, false));

    static Stream<TreeCase> all() {
        return Stream.of(
                new TreeCase(
                        "children in their own order; a parent without any has an empty list",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS.orderBy(p -> p.TITLE.desc()))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName() + titles(user.getPosts())),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(p.title, ',' order by p.title desc)
                          from posts p where p.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "a limit and an offset for each parent",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS
                                                .where(p -> p.PUBLISHED.isTrue())
                                                .orderBy(p -> p.CREATED_AT.desc())
                                                .limit(2)
                                                .offset(1))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName() + titles(user.getPosts())),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(title, ',' order by n) from (
                          select p.title, row_number() over (order by p.created_at desc, p.id desc) n
                          from posts p where p.author_id = u.id and p.published) p where n in (2, 3)), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "three levels, a to-one inside a to-many, and a page of the root",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS
                                                .orderBy(p -> p.ID)
                                                .include(POSTS.COMMENTS
                                                        .orderBy(c -> c.ID)
                                                        .include(COMMENTS.AUTHOR
                                                                .unscoped()
                                                                .withDeleted())))
                                        .orderBy(u -> u.LAST_NAME)
                                        .limit(4)
                                        .offset(1)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + list(user.getPosts(), post -> post.getTitle() + comments(post))),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(p.title || '[' || coalesce((
                            select string_agg(c.body || ' by ' || a.first_name, ',' order by c.id)
                            from comments c join users a on a.id = c.author_id where c.post_id = p.id), '') || ']', ',' order by p.id)
                          from posts p where p.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.last_name, u.id limit 4 offset 1\
                        """),
                new TreeCase(
                        "siblings do not multiply each other",
                        4,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS.orderBy(p -> p.ID))
                                        .include(USERS.POSTS_BY_EDITOR.orderBy(p -> p.ID))
                                        .include(USERS.COMMENTS.orderBy(c -> c.ID))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + titles(user.getPosts())
                                        + titles(user.getPostsByEditor())
                                        + list(user.getComments(), Comment::getBody)),
                        """
                        select u.first_name
                          || '[' || coalesce((select string_agg(p.title, ',' order by p.id) from posts p where p.author_id = u.id), '') || ']'
                          || '[' || coalesce((select string_agg(p.title, ',' order by p.id) from posts p where p.editor_id = u.id), '') || ']'
                          || '[' || coalesce((select string_agg(c.body, ',' order by c.id) from comments c where c.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "many-to-many with the junction's row, ordered by it",
                        2,
                        1,
                        db -> lines(
                                db.model(STUDENTS)
                                        .include(STUDENTS.COURSES
                                                .where((c, e) -> e.GRADE.isNotNull())
                                                .orderBy((c, e) -> e.GRADE.desc())
                                                .orderBy(c -> c.ID))
                                        .orderBy(s -> s.ID)
                                        .findAll(),
                                student -> student.getName()
                                        + list(
                                                student.getCourses(),
                                                course -> course.getTitle()
                                                        + course.getEnrolment().getGrade())),
                        """
                        select s.name || '[' || coalesce((select string_agg(c.title || e.grade, ',' order by e.grade desc, c.id)
                          from enrolments e join courses c on c.id = e.course_id
                          where e.student_id = s.id and e.grade is not null), '') || ']'
                        from students s order by s.id\
                        """),
                new TreeCase(
                        "many-to-many with a limit for each parent, and many-to-many below",
                        3,
                        1,
                        db -> lines(
                                db.model(POSTS)
                                        .include(POSTS.TAGS
                                                .orderBy((t, pt) -> pt.POSITION)
                                                .limit(2)
                                                .include(TAGS.POSTS
                                                        .orderBy(p -> p.ID)
                                                        .limit(3)))
                                        .orderBy(p -> p.ID)
                                        .findAll(),
                                post -> post.getTitle()
                                        + list(
                                                post.getTags(),
                                                tag -> tag.getName()
                                                        + tag.getPostTag().getPosition()
                                                        + titles(tag.getPosts()))),
                        """
                        select p.title || '[' || coalesce((select string_agg(t.name || t.position || '[' || coalesce((
                            select string_agg(q.title, ',' order by q.id) from (
                              select q.title, q.id from post_tags qt join posts q on q.id = qt.post_id
                              where qt.tag_id = t.id order by q.id limit 3) q), '') || ']', ',' order by t.position, t.id)
                          from (select t.id, t.name, pt.position from post_tags pt join tags t on t.id = pt.tag_id
                            where pt.post_id = p.id order by pt.position, t.id limit 2) t), '') || ']'
                        from posts p order by p.id\
                        """),
                new TreeCase(
                        "a to-many below a to-one, where many rows share one row",
                        2,
                        1,
                        db -> lines(
                                db.model(COMMENTS)
                                        .include(COMMENTS.POST.include(POSTS.TAGS.orderBy(t -> t.NAME.desc())))
                                        .orderBy(c -> c.ID)
                                        .findAll(),
                                comment -> comment.getBody()
                                        + list(comment.getPost().getTags(), tag -> tag.getName())),
                        """
                        select c.body || '[' || coalesce((select string_agg(t.name, ',' order by t.name desc)
                          from post_tags pt join tags t on t.id = pt.tag_id where pt.post_id = c.post_id), '') || ']'
                        from comments c order by c.id\
                        """),
                new TreeCase(
                        "a table that refers to itself, in both directions",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .unscoped()
                                        .withDeleted()
                                        .include(USERS.MANAGER.unscoped().withDeleted())
                                        .include(USERS.USERS_BY_MANAGER
                                                .unscoped()
                                                .withDeleted()
                                                .orderBy(u -> u.ID)
                                                .include(USERS.USERS_BY_MANAGER
                                                        .unscoped()
                                                        .orderBy(u -> u.ID)))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName() + "<" + name(user.getManager())
                                        + list(
                                                user.getUsersByManager(),
                                                report -> report.getFirstName()
                                                        + list(report.getUsersByManager(), User::getFirstName))),
                        """
                        select u.first_name || '<' || coalesce(m.first_name, '-') || '[' || coalesce((
                          select string_agg(r.first_name || '[' || coalesce((
                              select string_agg(s.first_name, ',' order by s.id) from users s
                              where s.manager_id = r.id and s.deleted_at is null), '') || ']', ',' order by r.id)
                          from users r where r.manager_id = u.id), '') || ']'
                        from users u left join users m on m.id = u.manager_id order by u.id\
                        """),
                new TreeCase(
                        "keys of two columns: (1, 23) is not (12, 3)",
                        3,
                        1,
                        db -> lines(
                                db.model(COMPANIES)
                                        .include(COMPANIES
                                                .DEPARTMENTS
                                                .orderBy(d -> d.DEPARTMENT_NO)
                                                .include(DEPARTMENTS
                                                        .EMPLOYEES
                                                        .orderBy(e -> e.EMPLOYEE_NO.desc())
                                                        .limit(2)))
                                        .orderBy(c -> c.COMPANY_NO)
                                        .findAll(),
                                company -> company.getName()
                                        + list(
                                                company.getDepartments(),
                                                department -> department.getName()
                                                        + list(
                                                                department.getEmployees(),
                                                                employee -> employee.getName()))),
                        """
                        select c.name || '[' || coalesce((select string_agg(d.name || '[' || coalesce((
                            select string_agg(e.name, ',' order by e.employee_no desc) from (
                              select e.name, e.employee_no from employees e where e.company_no = d.company_no
                                and e.department_no = d.department_no order by e.employee_no desc limit 2) e), '') || ']', ','
                              order by d.department_no)
                          from departments d where d.company_no = c.company_no), '') || ']'
                        from companies c order by c.company_no\
                        """),
                new TreeCase(
                        "a key to a unique column that is text with blanks",
                        2,
                        1,
                        db -> lines(
                                db.model(COUNTRIES)
                                        .include(COUNTRIES
                                                .ADDRESSES
                                                .orderBy(a -> a.ID)
                                                .include(ADDRESSES
                                                        .USER
                                                        .unscoped()
                                                        .withDeleted()))
                                        .orderBy(c -> c.ID)
                                        .findAll(),
                                country -> country.getName()
                                        + list(
                                                country.getAddresses(),
                                                address -> address.getStreet() + " of "
                                                        + address.getUser().getFirstName())),
                        """
                        select c.name || '[' || coalesce((select string_agg(a.street || ' of ' || u.first_name, ',' order by a.id)
                          from addresses a join users u on u.id = a.user_id where a.country_code = c.code), '') || ']'
                        from countries c order by c.id\
                        """),
                new TreeCase(
                        "one of many",
                        2,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(LATEST_POST)
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName() + " " + title(user.included(LATEST_POST))),
                        """
                        select u.first_name || ' ' || coalesce((select p.title from posts p where p.author_id = u.id
                          order by p.created_at desc, p.id desc limit 1), '-')
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "required parents, scopes in place of the default, and the deleted ones",
                        2,
                        2,
                        db -> lines(
                                db.model(POSTS)
                                        .include(POSTS.EDITOR
                                                .scope(INACTIVE)
                                                .withDeleted()
                                                .required())
                                        .include(POSTS.COMMENTS
                                                .where(c -> c.ID.mod(2).eq(0L))
                                                .orderBy(c -> c.ID)
                                                .required())
                                        .orderBy(p -> p.ID)
                                        .findAll(),
                                post -> post.getTitle() + " " + name(post.getEditor())
                                        + list(post.getComments(), Comment::getBody)),
                        """
                        select p.title || ' ' || e.first_name || '[' || (select string_agg(c.body, ',' order by c.id)
                          from comments c where c.post_id = p.id and c.id % 2 = 0) || ']'
                        from posts p join users e on e.id = p.editor_id and not e.active
                        where exists (select 1 from comments c where c.post_id = p.id and c.id % 2 = 0) order by p.id\
                        """),
                new TreeCase(
                        "one association twice, under two names",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.POSTS
                                                .where(p -> p.PUBLISHED.isTrue())
                                                .orderBy(p -> p.ID)
                                                .as("published"))
                                        .include(DRAFTS.orderBy(p -> p.ID))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + titles(user.included(USERS.POSTS.as("published")))
                                        + titles(user.included(DRAFTS))),
                        """
                        select u.first_name
                          || '[' || coalesce((select string_agg(p.title, ',' order by p.id) from posts p
                               where p.author_id = u.id and p.published), '') || ']'
                          || '[' || coalesce((select string_agg(p.title, ',' order by p.id) from posts p
                               where p.author_id = u.id and not p.published), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "parents that plain SQL chooses, and a tree of four levels",
                        5,
                        5,
                        db -> lines(
                                db.model(USERS)
                                        .where(u -> DSL.condition("abs({0} - 4) < 3", u.ID))
                                        .include(USERS.POSTS
                                                .orderBy(p -> p.ID)
                                                .include(POSTS.COMMENTS
                                                        .where(c -> c.PARENT_ID.isNull())
                                                        .orderBy(c -> c.ID)
                                                        .include(COMMENTS.COMMENTS_BY_PARENT
                                                                .orderBy(c -> c.ID)
                                                                .include(COMMENTS.COMMENTS_BY_PARENT.orderBy(
                                                                        c -> c.ID)))))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + list(
                                                user.getPosts(),
                                                post -> post.getTitle()
                                                        + list(
                                                                post.getComments(),
                                                                comment -> comment.getBody()
                                                                        + list(
                                                                                comment.getCommentsByParent(),
                                                                                answer -> answer.getBody()
                                                                                        + list(
                                                                                                answer
                                                                                                        .getCommentsByParent(),
                                                                                                Comment::getBody))))),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(p.title || '[' || coalesce((
                            select string_agg(c.body || '[' || coalesce((
                                select string_agg(d.body || '[' || coalesce((
                                    select string_agg(e.body, ',' order by e.id) from comments e where e.parent_id = d.id), '') || ']', ','
                                    order by d.id)
                                from comments d where d.parent_id = c.id), '') || ']', ',' order by c.id)
                            from comments c where c.post_id = p.id and c.parent_id is null), '') || ']', ',' order by p.id)
                          from posts p where p.author_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null and abs(u.id - 4) < 3 order by u.id\
                        """),
                new TreeCase(
                        "nobody to be a parent",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .where(u -> u.ID.lt(0L))
                                        .include(USERS.POSTS.include(POSTS.COMMENTS))
                                        .findAll(),
                                User::getFirstName),
                        "select first_name from users where false"));
    }

    @Override
    public String toString() {
        return name;
    }

    static <R> List<String> lines(List<R> rows, Function<R, String> text) {
        return rows.stream().map(text).toList();
    }

    static <R> String list(Collection<R> rows, Function<R, String> text) {
        return rows.stream().map(text).collect(joining(",", "[", "]"));
    }

    private static String titles(Collection<Post> posts) {
        return list(posts, Post::getTitle);
    }

    private static String title(Post post) {
        return post == null ? "-" : post.getTitle();
    }

    private static String name(User user) {
        return user == null ? "-" : Objects.requireNonNull(user.getFirstName());
    }

    private static String comments(Post post) {
        return list(
                post.getComments(),
                comment -> comment.getBody() + " by " + comment.getAuthor().getFirstName());
    }
}
