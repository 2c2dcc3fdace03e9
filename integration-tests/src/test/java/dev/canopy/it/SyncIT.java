package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.ORDER;
import static dev.canopy.sample.Tables.ORDER_LINES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Difference;
import dev.canopy.Removed;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.OrderLine;
import dev.canopy.sample.tables.records.OrderRecord;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@CanopyTest
class SyncIT {
    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;

    SyncIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @Test
    void rows_become_like_values_that_were_read_and_changed() {
        User ann = user("ann");
        ann.posts().create(p -> p.setTitle("Oaks"));
        ann.posts().create(p -> p.setTitle("Elms"));
        List<Post> values = new ArrayList<>(ann.posts().orderBy(p -> p.ID).findAll());
        values.removeFirst();
        values.getFirst().setTitle("Firs");
        values.add(post("Ash"));

        ann.posts().sync(values, Removed.DESTROY);

        assertThat(sql.rows("select title, author_id from posts order by id"))
                .containsExactly("Firs|" + ann.getId(), "Ash|" + ann.getId());
        assertThat(values.get(1).getId()).as("generated").isNotNull();
    }

    @Test
    void a_new_value_with_a_key_says_what_the_row_of_that_key_is_to_be() {
        User ann = user("ann");
        Post oaks = ann.posts().create(p -> p.setTitle("Oaks").setBody("kept"));
        Post value = post("Elms");
        value.setId(oaks.getId());

        ann.posts().sync(List.of(value), Removed.REFUSE);

        assertThat(sql.rows("select title, body from posts")).containsExactly("Elms|kept");
        assertThat(value.getBody()).as("the whole row").isEqualTo("kept");
        assertThat(value.isNew()).isFalse();
        assertThat(value.changedFields()).isEmpty();
    }

    @Test
    void what_would_be_done_is_seen_before_it_is() {
        User ann = user("ann");
        Post oaks = ann.posts().create(p -> p.setTitle("Oaks"));
        Post elms = ann.posts().create(p -> p.setTitle("Elms"));
        Post firs = post("Firs");
        Post ash = post("Ash");
        ash.setId(oaks.getId());

        Difference<Post> difference = ann.posts().diff(List.of(ash, firs), Removed.DESTROY);

        assertThat(difference).hasToString("Post: 1 added, 1 changed, 1 removed");
        assertThat(difference.added()).containsExactly(firs);
        assertThat(difference.removed()).containsExactly(elms);
        assertThat(difference.changed()).singleElement().satisfies(changed -> {
            assertThat(changed.getId()).isEqualTo(oaks.getId());
            assertThat(changed.changedFields()).containsExactly(POSTS.TITLE);
        });
        assertThat(sql.rows("select title from posts order by id")).containsExactly("Oaks", "Elms");

        difference.run();
        assertThat(sql.rows("select title from posts order by id")).containsExactly("Ash", "Firs");
        assertThat(ann.posts().diff(List.of(ash, firs), Removed.DESTROY).isEmpty())
                .isTrue();
    }

    @Test
    void a_difference_that_is_out_of_date_is_refused() {
        User ann = user("ann");
        ann.posts().create(p -> p.setTitle("Oaks"));
        Difference<Post> difference = ann.posts().diff(List.of(), Removed.DESTROY);
        ann.posts().create(p -> p.setTitle("Elms"));

        assertThatThrownBy(difference::run)
                .isInstanceOf(StaleEntityException.class)
                .hasMessage("Rows of USERS.POSTS came or went since the difference was found; nothing was written."
                        + " Call diff(..) anew.");
        assertThat(ann.posts().count()).isEqualTo(2);
    }

    @Test
    @Fault("2.28")
    void what_an_include_left_out_is_not_gone() {
        User ann = user("ann");
        ann.posts().create(p -> p.setTitle("Oaks"));
        ann.posts().create(p -> p.setTitle("Elms"));
        User some = db.model(USERS)
                .include(USERS.POSTS.limit(1))
                .where(u -> u.ID.eq(ann.getId()))
                .requireOne();
        User all = db.model(USERS)
                .include(USERS.POSTS)
                .where(u -> u.ID.eq(ann.getId()))
                .requireOne();

        assertThatThrownBy(() -> some.posts().sync(some.getPosts(), Removed.DESTROY))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "User.posts was loaded by an include with a condition, a scope, a limit or an offset, and what"
                                + " was not loaded is not gone; include all rows, or find the rows to take out and say"
                                + " so.");
        all.posts().sync(all.getPosts().subList(0, 1), Removed.DESTROY);
        assertThat(sql.value("select count(*) from posts")).isEqualTo("1");
    }

    @Test
    void a_key_that_is_none_of_the_rows_reaches_nobody_elses() {
        User ann = user("ann");
        Post others = user("bob").posts().create(p -> p.setTitle("Bob's"));
        Post value = post("mine now");
        value.setId(others.getId());

        assertThatThrownBy(() -> ann.posts().sync(List.of(value), Removed.KEEP))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Post %d does not belong to this User by USERS.POSTS; leave its key out to have a new row,"
                                .formatted(others.getId())
                        + " or add(..) it first. Nothing was written.");
        assertThatThrownBy(() -> ann.posts().sync(List.of(others), Removed.KEEP))
                .isInstanceOf(NotFoundException.class);
        assertThat(sql.rows("select title from posts")).containsExactly("Bob's");
    }

    @Test
    void a_key_that_the_application_gives_is_matched_and_inserted() {
        User ann = user("ann");
        OrderRecord order = db.model(ORDER).create(o -> o.setUserId(ann.getId()));
        order.orderLines().create(l -> l.setLineNo(1).setQuantity(1).setPrice(BigDecimal.ONE));
        order.orderLines().create(l -> l.setLineNo(2).setQuantity(1).setPrice(BigDecimal.ONE));

        order.orderLines().sync(List.of(line(2, 5), line(3, 7)), Removed.DESTROY);

        assertThat(sql.rows("select line_no, quantity from order_lines order by line_no"))
                .containsExactly("2|5", "3|7");
        assertThatThrownBy(() -> order.orderLines().sync(List.of(line(2, 5), line(2, 6)), Removed.KEEP))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("OrderLine (%d, 2) is among the values twice; say once what it is to be."
                        .formatted(order.getId()));
        assertThat(db.from(ORDER_LINES).count()).isEqualTo(2);
    }

    @Test
    void rows_behind_a_junction_become_like_values_with_their_payload() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));
        Course botany = db.model(COURSES).create(c -> c.setTitle("Botany"));
        Course logic = db.model(COURSES).create(c -> c.setTitle("Logic"));
        eve.courses().add(List.of(botany, logic), (course, enrolment) -> enrolment.setGrade(3));
        Course value = new Course();
        value.setId(logic.getId());
        value.setTitle("Formal logic");
        Course music = new Course();
        music.setTitle("Music");

        Difference<Course> difference =
                eve.courses().diff(List.of(value, music), (course, enrolment) -> enrolment.setGrade(1));
        assertThat(difference.added()).containsExactly(music);
        assertThat(difference.changed()).extracting(Course::getTitle).containsExactly("Formal logic");
        assertThat(difference.removed()).containsExactly(botany);
        difference.run();

        assertThat(sql.rows("select title, grade from enrolments join courses on id = course_id order by title"))
                .containsExactly("Formal logic|1", "Music|1");
        assertThat(sql.value("select count(*) from courses")).isEqualTo("3");
        assertThat(eve.courses()
                        .diff(List.of(value, music), (course, enrolment) -> enrolment.setGrade(1))
                        .isEmpty())
                .isTrue();
        eve.courses().sync(List.of(botany));
        assertThat(eve.courses().findAll()).containsExactly(botany);
    }

    @Test
    void few_statements_bring_many_rows() {
        User ann = user("ann");
        for (int i = 0; i < 4; i++) {
            String title = "Post " + i;
            ann.posts().create(p -> p.setTitle(title));
        }
        List<Post> values =
                new ArrayList<>(ann.posts().orderBy(p -> p.ID).findAll().subList(2, 4));
        values.forEach(value -> value.setTitle(value.getTitle() + "!"));
        values.add(post("one"));
        values.add(post("two"));

        List<String> statements = log.of(() -> ann.posts().sync(values, Removed.DESTROY));

        assertThat(statements).as("lock, read, delete, update, insert").hasSize(5);
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void threads_that_set_one_entitys_rows_leave_what_one_of_them_said() throws Exception {
        Club chess = db.model(CLUBS).create(c -> c.setName("chess"));
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "m" + i;
            members.add(db.model(MEMBERS).create(m -> m.setName(name)));
        }
        List<List<Member>> said =
                List.of(members.subList(0, 3), members.subList(3, 6), List.of(members.get(0), members.get(5)));

        for (int round = 0; round < 15; round++) {
            CountDownLatch together = new CountDownLatch(said.size());
            try (ExecutorService threads = Executors.newFixedThreadPool(said.size())) {
                List<Future<?>> running = new ArrayList<>();
                for (List<Member> rows : said) {
                    running.add(threads.submit(() -> {
                        Club own = db.model(CLUBS).requireByPk(chess.getId());
                        together.countDown();
                        together.await();
                        own.members().set(rows);
                        return rows;
                    }));
                }
                for (Future<?> each : running) {
                    each.get(60, TimeUnit.SECONDS);
                }
            }
            assertThat(said.stream()
                            .map(rows -> rows.stream()
                                    .map(member -> member.getId().toString())
                                    .sorted()
                                    .toList())
                            .toList())
                    .contains(sql.rows("select member_id from memberships order by member_id::text"));
        }
    }

    private static Post post(String title) {
        Post post = new Post();
        post.setTitle(title);
        return post;
    }

    private static OrderLine line(int number, int quantity) {
        OrderLine line = new OrderLine();
        line.setLineNo(number);
        line.setQuantity(quantity);
        line.setPrice(BigDecimal.ONE);
        return line;
    }

    private User user(String name) {
        return db.model(USERS)
                .create(user -> user.setFirstName(name).setLastName("X").setEmail(name + "@example.com"));
    }
}
