package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.canopy.Database;
import dev.canopy.association.Include;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/*
 *  Whatever verb reads a tree of three levels, it is one round trip, however many rows there are.
 *
 *  Ada ─┬─ "Notes" ── "Nice!", "Why?"
 *       └─ "Draft"
 *  Bob ─── "Poem" ─── "Oh"
 */
@CanopyTest(define = SampleModels.class)
@ExtendWith(CountedReads.Extension.class)
class IncludeCostIT {
    private static final Include<Users, Posts, List<Post>> TREE =
            USERS.POSTS.orderBy(p -> p.ID).include(POSTS.COMMENTS.orderBy(c -> c.ID));

    record Card(String firstName, List<PostCard> posts) {}

    record PostCard(String title, List<CommentCard> comments) {}

    record CommentCard(String body) {}

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a@x.org'), (2, 'Bob', 'R', 'b@x.org');
                insert into posts (id, author_id, title) values (1, 1, 'Notes'), (2, 1, 'Draft'), (3, 2, 'Poem');
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!'), (2, 1, 1, 'Why?'), (3, 3, 1, 'Oh');
                """);
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                entities("findAll", Selection::findAll),
                entities("findOne", users -> users.findOne().stream().toList()),
                entities(
                        "findSole",
                        users -> users.where(u -> u.ID.eq(1L)).findSole().stream()
                                .toList()),
                entities("requireOne", users -> List.of(users.requireOne())),
                entities(
                        "findAndCountAll",
                        users -> users.limit(2).findAndCountAll().rows()),
                entities("findSlice", users -> users.limit(2).findSlice().rows()),
                argumentSet("byPk", (Function<Database, List<String>>) db ->
                        List.of(line(db.model(USERS).byPk(1L).include(TREE).requireOne()))),
                argumentSet("eachBatch", (Function<Database, List<String>>) db -> {
                    List<String> met = new ArrayList<>();
                    db.model(USERS).include(TREE).eachBatch(10, batch -> batch.forEach(user -> met.add(line(user))));
                    return met;
                }),
                argumentSet("an include that a scope brings", (Function<Database, List<String>>)
                        db -> db.model(USERS).and(s -> s.include(TREE)).orderBy(u -> u.ID).findAll().stream()
                                .map(IncludeCostIT::line)
                                .toList()),
                argumentSet("select", (Function<Database, List<String>>) db -> db
                        .model(USERS)
                        .orderBy(u -> u.ID)
                        .select(u -> row(
                                        u.FIRST_NAME,
                                        u.POSTS
                                                .orderBy(p -> p.ID)
                                                .select(p -> row(
                                                                p.TITLE,
                                                                p.COMMENTS
                                                                        .orderBy(c -> c.ID)
                                                                        .select(c -> row(c.BODY)
                                                                                .mapping(CommentCard::new)))
                                                        .mapping(PostCard::new)))
                                .mapping(Card::new))
                        .findAll()
                        .stream()
                        .map(IncludeCostIT::line)
                        .toList()),
                cards("findAll(Card)", users -> users.findAll(Card.class)),
                cards(
                        "into(Card).findAndCountAll",
                        users -> users.limit(2)
                                .into(Card.class)
                                .findAndCountAll()
                                .rows()),
                cards(
                        "into(Card).findSlice",
                        users -> users.limit(2).into(Card.class).findSlice().rows()));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    @Fault("2.39")
    @Costs(1)
    void nested_it_is_one_statement(Function<Database, List<String>> read, CountedReads reads) {
        requireTree(read.apply(reads.db(Strategy.MULTISET)));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    @Fault("2.39")
    @Costs(value = 1, split = 3)
    void split_it_is_one_for_each_level_in_one_round_trip(Function<Database, List<String>> read, CountedReads reads) {
        requireTree(read.apply(reads.db(Strategy.SPLIT)));
    }

    private static void requireTree(List<String> read) {
        assertThat(read).isNotEmpty();
        assertThat(List.of("Ada[Notes[Nice!,Why?],Draft[]]", "Bob[Poem[Oh]]").subList(0, read.size()))
                .isEqualTo(read);
    }

    private static Arguments entities(String verb, Function<Selection<Users, User>, List<User>> read) {
        return argumentSet(verb, (Function<Database, List<String>>)
                db -> read.apply(tree(db)).stream().map(IncludeCostIT::line).toList());
    }

    private static Arguments cards(String verb, Function<Selection<Users, User>, List<Card>> read) {
        return argumentSet(verb, (Function<Database, List<String>>)
                db -> read.apply(tree(db)).stream().map(IncludeCostIT::line).toList());
    }

    private static Selection<Users, User> tree(Database db) {
        return db.model(USERS).include(TREE).orderBy(u -> u.ID);
    }

    private static String line(User user) {
        return user.getFirstName()
                + TreeCase.list(
                        user.getPosts(), post -> post.getTitle() + TreeCase.list(post.getComments(), Comment::getBody));
    }

    private static String line(Card card) {
        return card.firstName()
                + TreeCase.list(card.posts(), post -> post.title() + TreeCase.list(post.comments(), CommentCard::body));
    }
}
