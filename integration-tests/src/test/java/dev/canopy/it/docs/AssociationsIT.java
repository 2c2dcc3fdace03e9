package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Difference;
import dev.canopy.Model;
import dev.canopy.Removed;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE)
@ExtendWith(ShownSql.class)
class AssociationsIT {
    private final Database db;
    private final Model<Users, User, Long> users;
    private User ann = new User();

    AssociationsIT(Database db) {
        this.db = db;
        this.users = db.model(USERS);
    }

    @BeforeEach
    void rows() {
        ann = users.create(user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com"));
    }

    private Post post(String title) {
        return ann.posts().create(post -> post.setTitle(title));
    }

    private Tag tag(String name) {
        return db.model(TAGS).create(tag -> tag.setName(name));
    }

    @Test
    void handle() {
        // @start region="handle"
        Post oaks = ann.posts().create(post -> post.setTitle("Oaks"));
        List<Post> drafts = ann.posts().where(p -> p.PUBLISHED.isFalse()).findAll();
        long all = ann.posts().count();
        boolean hers = ann.posts().has(oaks);
        // @end

        assertThat(drafts).hasSize(1);
        assertThat(all).isEqualTo(1);
        assertThat(hers).isTrue();
    }

    @Test
    void taken() {
        post("Oaks");
        Post elms = post("Elms");
        // @start region="taken"
        ann.posts().set(List.of(elms), Removed.DESTROY);
        // @end

        assertThat(ann.posts().findAll()).extracting(Post::getTitle).containsExactly("Elms");
    }

    @Test
    void junction() {
        Post oaks = post("Oaks");
        Tag red = tag("red");
        Tag blue = tag("blue");
        // @start region="junction"
        oaks.tags().add(red, tie -> tie.setPosition(1));
        oaks.tags()
                .set(
                        List.of(red, blue),
                        (tag, tie) -> tie.setPosition(tag.getName().length()));
        List<Tag> tags = oaks.tags().orderBy((t, tie) -> tie.POSITION).findAll();
        int place = tags.getFirst().getPostTag().getPosition();
        // @end

        assertThat(tags).extracting(Tag::getName).containsExactly("red", "blue");
        assertThat(place).isEqualTo(3);
    }

    @Test
    void tree() {
        // @start region="tree"
        User bob =
                users.build(user -> user.setFirstName("Bob").setLastName("Ray").setEmail("bob@example.com"));
        Post firs = bob.posts().build(post -> post.setTitle("Firs"));
        firs.comments().build(comment -> comment.setAuthorId(ann.getId()).setBody("Tall!"));
        bob.save();
        // @end

        assertThat(firs.comments().count()).isEqualTo(1);
    }

    @Test
    void sync() {
        Post oaks = post("Oaks");
        post("Elms");
        // @start region="sync"
        Difference<Post> difference = ann.posts().diff(List.of(oaks.setTitle("Old oaks")), Removed.DESTROY);
        int leaving = difference.removed().size();
        difference.run();
        // @end

        assertThat(leaving).isEqualTo(1);
        assertThat(ann.posts().findAll()).extracting(Post::getTitle).containsExactly("Old oaks");
    }
}
