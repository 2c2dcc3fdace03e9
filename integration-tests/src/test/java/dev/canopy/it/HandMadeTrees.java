package dev.canopy.it;

import static dev.canopy.it.TreeCase.lines;
import static dev.canopy.it.TreeCase.list;
import static dev.canopy.sample.Tables.CHOIRS;
import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_A;
import static dev.canopy.sample.Tables.INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_B;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.SINGERS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.sample.Tables.VISITS;
import static dev.canopy.sample.audit.Tables.ENTRIES;

import dev.canopy.association.BelongsTo;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.HasOne;
import dev.canopy.association.Pairing;
import dev.canopy.sample.tables.Comments;
import dev.canopy.sample.tables.Courses;
import dev.canopy.sample.tables.InterregionalCertifiedApprenticeshipParticipationsOfSeasA;
import dev.canopy.sample.tables.InterregionalCertifiedApprenticeshipParticipationsOfSeasB;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.Students;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.Visits;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.InterregionalCertifiedApprenticeshipParticipationsOfSeasBRecord;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.Visit;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Trees of associations that no foreign key declares, of keys in a ring, of two schemas, and of names as long as they may be. */
final class HandMadeTrees {
    static final String ROWS = """
        insert into remarks (id, subject_type, subject_id, body)
          select n, (array['post', 'course'])[1 + n % 2], 1 + n % 5, 'R' || n from generate_series(1, 20) n;
        insert into visits (student_id, course_id, room)
          select 1 + n % 3, 1 + n % 2, 'room ' || n / 12 from generate_series(0, 23) n;
        insert into choirs (id, name) select n, 'Choir ' || n from generate_series(1, 4) n;
        insert into singers (id, choir_id, name) select n, 1 + n % 3, 'M' || n from generate_series(1, 9) n;
        update choirs set speaker_id = case id when 1 then 2 when 2 then 3 end;
        insert into audit.entries (user_id, action) select 1 + n % 8, 'A' || n from generate_series(1, 20) n;
        insert into interregional_certified_apprenticeship_participations_of_seas_a select n, 'A' || n from generate_series(1, 3) n;
        insert into interregional_certified_apprenticeship_participations_of_seas_b
          select n, 1 + n % 3, nullif(n / 2, 0), 'B' || n from generate_series(1, 14) n;
        """;

    static final BelongsTo<Remarks, Posts, Post> REMARKED_POST = BelongsTo.of(
            "post", REMARKS, POSTS, Pairing.on(REMARKS.SUBJECT_ID, POSTS.ID).when(REMARKS.SUBJECT_TYPE, "post"));
    static final BelongsTo<Remarks, Courses, Course> REMARKED_COURSE = BelongsTo.of(
            "course",
            REMARKS,
            COURSES,
            Pairing.on(REMARKS.SUBJECT_ID, COURSES.ID).when(REMARKS.SUBJECT_TYPE, "course"));
    static final HasMany<Posts, Remarks, Remark> REMARKS_OF_POST = HasMany.of(
            "remarks", POSTS, REMARKS, Pairing.on(POSTS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "post"));
    static final BelongsToMany<Students, Visits, Visit, Courses, Course> VISITED = BelongsToMany.of(
            "visited",
            STUDENTS,
            VISITS,
            COURSES,
            Pairing.on(STUDENTS.ID, VISITS.STUDENT_ID),
            Pairing.on(VISITS.COURSE_ID, COURSES.ID));

    /** Of several each: the first by key. */
    static final HasOne<Users, Posts, Post> FIRST_POST =
            HasOne.of("firstPost", USERS, POSTS, Pairing.on(USERS.ID, POSTS.AUTHOR_ID));

    static final BelongsTo<Comments, Posts, Post> POST_OF_AUTHOR =
            BelongsTo.of("postOfAuthor", COMMENTS, POSTS, Pairing.on(COMMENTS.AUTHOR_ID, POSTS.AUTHOR_ID));

    private static final HasMany<
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasA,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasB,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasBRecord>
            OF_PARENT =
                    INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_A
                            .INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_B.orderBy(b -> b.ID);
    private static final HasMany<
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasB,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasB,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasBRecord>
            OF_ORIGIN = INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_B
                    .INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_B_BY_INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATION_ORIGINS
                    .orderBy(b -> b.ID);
    private static final BelongsTo<
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasB,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasB,
                    InterregionalCertifiedApprenticeshipParticipationsOfSeasBRecord>
            TO_ORIGIN = INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_B
                    .INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATION_ORIGINS;

    private HandMadeTrees() {}

    static Stream<TreeCase> all() {
        return Stream.of(
                new TreeCase(
                        "a polymorphic to-one, and its way back",
                        3,
                        1,
                        db -> lines(
                                db.model(REMARKS)
                                        .include(REMARKED_POST.include(REMARKS_OF_POST.orderBy(r -> r.ID)))
                                        .include(REMARKED_COURSE.include(COURSES.STUDENTS.orderBy(s -> s.ID)))
                                        .orderBy(r -> r.ID)
                                        .findAll(),
                                remark -> remark.getBody() + " "
                                        + one(
                                                remark.included(REMARKED_POST),
                                                post -> post.getTitle()
                                                        + list(post.included(REMARKS_OF_POST), Remark::getBody))
                                        + one(
                                                remark.included(REMARKED_COURSE),
                                                course -> course.getTitle()
                                                        + list(course.getStudents(), student -> student.getName()))),
                        """
                        select r.body || ' '
                          || coalesce((select p.title || '[' || (select string_agg(o.body, ',' order by o.id) from remarks o
                               where o.subject_type = 'post' and o.subject_id = p.id) || ']'
                             from posts p where r.subject_type = 'post' and p.id = r.subject_id), '-')
                          || coalesce((select c.title || '[' || coalesce((select string_agg(s.name, ',' order by s.id)
                               from enrolments e join students s on s.id = e.student_id where e.course_id = c.id), '') || ']'
                             from courses c where r.subject_type = 'course' and c.id = r.subject_id), '-')
                        from remarks r order by r.id\
                        """),
                new TreeCase(
                        "equal rows of a junction without a key are as many included rows",
                        2,
                        1,
                        db -> lines(
                                db.model(STUDENTS)
                                        .include(VISITED.where((c, v) -> v.ROOM.ne("room 9"))
                                                .orderBy((c, v) -> v.ROOM.desc())
                                                .orderBy(c -> c.TITLE))
                                        .orderBy(s -> s.ID)
                                        .findAll(),
                                student -> student.getName()
                                        + list(
                                                student.included(VISITED),
                                                course -> course.getTitle() + " in "
                                                        + course.through(VISITS).getRoom())),
                        """
                        select s.name || '[' || coalesce((select string_agg(c.title || ' in ' || v.room, ',' order by v.room desc, c.title)
                          from visits v join courses c on c.id = v.course_id where v.student_id = s.id), '') || ']'
                        from students s order by s.id\
                        """),
                new TreeCase(
                        "a to-one that several rows match is the first of them, and multiplies nothing",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(FIRST_POST
                                                .where(p -> p.PUBLISHED.isTrue())
                                                .include(POSTS.COMMENTS
                                                        .orderBy(c -> c.ID)
                                                        .include(POST_OF_AUTHOR)))
                                        .include(USERS.COMMENTS
                                                .orderBy(c -> c.ID.desc())
                                                .limit(3)
                                                .include(POST_OF_AUTHOR))
                                        .orderBy(u -> u.ID)
                                        .limit(6)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + one(
                                                user.included(FIRST_POST),
                                                post -> post.getTitle()
                                                        + list(
                                                                post.getComments(),
                                                                comment -> comment.getBody() + " "
                                                                        + one(
                                                                                comment.included(POST_OF_AUTHOR),
                                                                                Post::getTitle)))
                                        + list(
                                                user.getComments(),
                                                comment -> comment.getBody() + " "
                                                        + one(comment.included(POST_OF_AUTHOR), Post::getTitle))),
                        """
                        select u.first_name
                          || coalesce((select p.title || '[' || coalesce((select string_agg(c.body || ' ' || coalesce(
                               (select o.title from posts o where o.author_id = c.author_id order by o.id limit 1), '-'), ',' order by c.id)
                               from comments c where c.post_id = p.id), '') || ']'
                             from posts p where p.author_id = u.id and p.published order by p.id limit 1), '-')
                          || '[' || coalesce((select string_agg(x.body || ' ' || coalesce(
                               (select o.title from posts o where o.author_id = u.id order by o.id limit 1), '-'), ',' order by x.id desc)
                               from (select * from comments c where c.author_id = u.id order by c.id desc limit 3) x), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id limit 6\
                        """),
                new TreeCase(
                        "keys that make a ring",
                        4,
                        1,
                        db -> lines(
                                db.model(CHOIRS)
                                        .include(CHOIRS.SPEAKER.include(SINGERS.CHOIRS.include(CHOIRS.SPEAKER)))
                                        .include(CHOIRS.SINGERS
                                                .orderBy(m -> m.ID)
                                                .include(SINGERS.CHOIR.include(
                                                        CHOIRS.SINGERS.orderBy(m -> m.ID.desc()))))
                                        .orderBy(c -> c.ID)
                                        .findAll(),
                                choir -> choir.getName() + " "
                                        + one(
                                                choir.getSpeaker(),
                                                speaker -> speaker.getName()
                                                        + list(
                                                                speaker.getChoirs(),
                                                                spoken -> spoken.getName() + " by "
                                                                        + one(spoken.getSpeaker(), m -> m.getName())))
                                        + list(
                                                choir.getSingers(),
                                                singer -> singer.getName() + " of "
                                                        + singer.getChoir().getName()
                                                        + list(singer.getChoir().getSingers(), m -> m.getName()))),
                        """
                        select c.name || ' '
                          || coalesce((select m.name || '[' || coalesce((select string_agg(d.name || ' by ' || m.name, ',' order by d.id)
                               from choirs d where d.speaker_id = m.id), '') || ']' from singers m where m.id = c.speaker_id), '-')
                          || '[' || coalesce((select string_agg(m.name || ' of ' || c.name || '['
                               || (select string_agg(o.name, ',' order by o.id desc) from singers o where o.choir_id = c.id) || ']',
                               ',' order by m.id) from singers m where m.choir_id = c.id), '') || ']'
                        from choirs c order by c.id\
                        """),
                new TreeCase(
                        "across two schemas and back",
                        3,
                        1,
                        db -> lines(
                                db.model(USERS)
                                        .include(USERS.ENTRIES
                                                .orderBy(e -> e.ID)
                                                .include(ENTRIES.USER.include(USERS.ENTRIES.orderBy(e -> e.ID))))
                                        .orderBy(u -> u.ID)
                                        .findAll(),
                                user -> user.getFirstName()
                                        + list(
                                                user.getEntries(),
                                                entry -> entry.getAction()
                                                        + list(
                                                                Objects.requireNonNull(entry.getUser())
                                                                        .getEntries(),
                                                                again -> again.getAction()))),
                        """
                        select u.first_name || '[' || coalesce((select string_agg(e.action || '['
                            || (select string_agg(a.action, ',' order by a.id) from audit.entries a where a.user_id = u.id) || ']',
                            ',' order by e.id) from audit.entries e where e.user_id = u.id), '') || ']'
                        from users u where u.active and u.deleted_at is null order by u.id\
                        """),
                new TreeCase(
                        "five levels under names of 63 bytes",
                        5,
                        5,
                        db -> lines(
                                db.model(INTERREGIONAL_CERTIFIED_APPRENTICESHIP_PARTICIPATIONS_OF_SEAS_A)
                                        .include(OF_PARENT.include(OF_ORIGIN.include(
                                                OF_ORIGIN.include(OF_ORIGIN).include(TO_ORIGIN))))
                                        .orderBy(a -> a.ID)
                                        .findAll(),
                                a -> a.getInterregionalCertifiedApprenticeshipParticipationTitlesAbc()
                                        + list(
                                                a.included(OF_PARENT),
                                                b -> title(b)
                                                        + list(
                                                                b.included(OF_ORIGIN),
                                                                c -> title(c)
                                                                        + list(
                                                                                c.included(OF_ORIGIN),
                                                                                d -> title(d) + " of "
                                                                                        + one(
                                                                                                d.included(TO_ORIGIN),
                                                                                                HandMadeTrees::title)
                                                                                        + list(
                                                                                                d.included(OF_ORIGIN),
                                                                                                HandMadeTrees
                                                                                                        ::title))))),
                        """
                        with b as (select id, interregional_certified_apprenticeship_participation_parents_id parent,
                            interregional_certified_apprenticeship_participation_origins_id origin,
                            interregional_certified_apprenticeship_participation_titles_abc title
                          from interregional_certified_apprenticeship_participations_of_seas_b)
                        select a.interregional_certified_apprenticeship_participation_titles_abc || '[' || coalesce((
                          select string_agg(b.title || '[' || coalesce((
                            select string_agg(c.title || '[' || coalesce((
                              select string_agg(d.title || ' of ' || c.title || '[' || coalesce((
                                select string_agg(e.title, ',' order by e.id)
                                from b e where e.origin = d.id), '') || ']', ',' order by d.id)
                              from b d where d.origin = c.id), '') || ']', ',' order by c.id)
                            from b c where c.origin = b.id), '') || ']', ',' order by b.id)
                          from b where b.parent = a.id), '') || ']'
                        from interregional_certified_apprenticeship_participations_of_seas_a a order by a.id\
                        """));
    }

    private static String title(InterregionalCertifiedApprenticeshipParticipationsOfSeasBRecord row) {
        return row.getInterregionalCertifiedApprenticeshipParticipationTitlesAbc();
    }

    private static <R> String one(R row, Function<R, String> text) {
        return row == null ? "-" : text.apply(row);
    }
}
