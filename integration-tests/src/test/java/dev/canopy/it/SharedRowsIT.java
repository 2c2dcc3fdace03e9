package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that several others lead to is a row of its own on each, with all that hangs on it: to change one changes no other. */
@CanopyTest
class SharedRowsIT {
    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a@x.org'), (2, 'Bob', 'R', 'b@x.org');
                insert into posts (id, author_id, editor_id, title)
                  values (1, 1, 2, 'Notes'), (2, 1, 2, 'Draft'), (3, 1, null, 'Poem');
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!'), (2, 1, 2, 'Why?'), (3, 2, 2, 'Oh');
                insert into tags (id, name) values (1, 'red'), (2, 'blue');
                insert into post_tags (post_id, tag_id, position) values (1, 1, 7), (1, 2, 8), (2, 1, 9);
                insert into specimens (id, derived_from, label, payload, labels)
                  select uuid_in(lpad(n::text, 32, '0')::cstring), case when n > 1 then uuid_in(lpad('1', 32, '0')::cstring) end, 'S' || n,
                    '\\x0102', array['a', 'b'] from generate_series(1, 3) n
                """);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void what_hangs_on_a_row_that_is_joined_to_a_shared_one_is_there_each_time(Strategy strategy, Database db) {
        List<Post> posts = db.from(POSTS)
                .orderBy(p -> p.ID)
                .include(POSTS.AUTHOR.include(USERS.POSTS
                        .orderBy(p -> p.ID)
                        .strategy(strategy)
                        .include(POSTS.EDITOR.include(
                                USERS.COMMENTS.orderBy(c -> c.ID).strategy(strategy)))))
                .findAll();

        assertThat(posts).hasSize(3).allSatisfy(post -> {
            List<Post> written = requireNonNull(post.getAuthor()).getPosts();
            assertThat(written).extracting(Post::getTitle).containsExactly("Notes", "Draft", "Poem");
            for (Post each : written.subList(0, 2)) {
                assertThat(requireNonNull(each.getEditor()).getComments())
                        .extracting(Comment::getBody)
                        .containsExactly("Nice!", "Why?", "Oh");
            }
            assertThat(written.getLast().getEditor()).isNull();
        });
        List<User> editors = posts.stream()
                .flatMap(post -> requireNonNull(post.getAuthor()).getPosts().stream())
                .filter(post -> post.getEditorId() != null)
                .map(post -> requireNonNull(post.getEditor()))
                .toList();
        assertThat(editors).hasSize(6);
        assertThat(very(editors)).hasSize(6);
        assertThat(very(editors.stream()
                        .flatMap(editor -> editor.getComments().stream())
                        .toList()))
                .hasSize(18);
    }

    /** Each once, two that are equal but not the same among them. */
    private static <V> Set<V> very(List<V> rows) {
        Set<V> very = Collections.newSetFromMap(new IdentityHashMap<>());
        very.addAll(rows);
        return very;
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void the_row_of_a_junction_belongs_to_one(Strategy strategy, Database db) {
        List<Comment> comments = db.from(COMMENTS)
                .where(c -> c.POST_ID.eq(1L))
                .orderBy(c -> c.ID)
                .include(COMMENTS.POST.include(POSTS.TAGS.orderBy(t -> t.ID).strategy(strategy)))
                .findAll();
        Tag one = requireNonNull(comments.get(0).getPost()).getTags().getFirst();
        Tag other = requireNonNull(comments.get(1).getPost()).getTags().getFirst();

        assertThat(one.getPostTag().getPosition()).isEqualTo(7);
        assertThat(other.getPostTag().getPosition()).isEqualTo(7);
        assertThat(one).isNotSameAs(other);
        assertThat(one.getPostTag()).isNotSameAs(other.getPostTag());
    }

    @Test
    void rows_nested_as_json_belong_to_one(Database db) {
        List<Post> posts = db.from(POSTS)
                .where(p -> p.AUTHOR_ID.eq(1L))
                .orderBy(p -> p.ID)
                .include(POSTS.AUTHOR.include(USERS.POSTS
                        .orderBy(p -> p.ID)
                        .strategy(Strategy.SPLIT)
                        .include(POSTS.COMMENTS.orderBy(c -> c.ID).strategy(Strategy.MULTISET))))
                .findAll();
        List<Comment> firsts = posts.stream()
                .map(post -> requireNonNull(post.getAuthor())
                        .getPosts()
                        .getFirst()
                        .getComments()
                        .getFirst())
                .toList();

        assertThat(firsts).extracting(Comment::getBody).containsExactly("Nice!", "Nice!", "Nice!");
        firsts.getFirst().setBody("changed");
        assertThat(firsts).extracting(Comment::getBody).containsExactly("changed", "Nice!", "Nice!");
    }

    @Test
    void arrays_belong_to_one(Database db) {
        List<Specimen> shared = db
                .from(SPECIMENS)
                .where(s -> s.DERIVED_FROM.isNotNull())
                .include(SPECIMENS.SPECIMEN_BY_DERIVED_FROM.include(SPECIMENS
                        .SPECIMENS_BY_DERIVED_FROM
                        .orderBy(s -> s.LABEL)
                        .strategy(Strategy.SPLIT)))
                .findAll()
                .stream()
                .map(specimen -> requireNonNull(specimen.getSpecimenByDerivedFrom())
                        .getSpecimensByDerivedFrom()
                        .getFirst())
                .toList();
        byte[] payload = requireNonNull(shared.getFirst().getPayload());
        String[] labels = requireNonNull(shared.getFirst().getLabels());
        payload[0] = 9;
        labels[0] = "changed";

        assertThat(shared.getFirst().getPayload()).containsExactly(9, 2);
        assertThat(shared.getLast().getPayload()).containsExactly(1, 2);
        assertThat(shared.getLast().getLabels()).containsExactly("a", "b");
    }
}
