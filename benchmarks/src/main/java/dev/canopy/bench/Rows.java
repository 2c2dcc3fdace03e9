package dev.canopy.bench;

import dev.canopy.selection.Through;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the workloads read, as Java records. Every contender's answer is compared as one of these. */
public final class Rows {
    private Rows() {}

    public record UserRow(
            long id,
            String firstName,
            String lastName,
            String email,
            boolean active,
            int logins,
            int version,
            OffsetDateTime createdAt) {}

    public record CommentRow(long id, String body, int likes, OffsetDateTime createdAt) {}

    public record PostRow(long id, String title, String body, int views, OffsetDateTime createdAt) {}

    public record PostTree(
            long id, String title, String body, int views, OffsetDateTime createdAt, List<CommentRow> comments) {}

    public record UserPosts(long id, String firstName, String lastName, String email, List<PostRow> posts) {}

    public record UserTree(long id, String firstName, String lastName, String email, List<PostTree> posts) {}

    public record Author(long id, String firstName, String lastName) {}

    public record TagCard(long id, String name, @Through int position) {}

    public record PostCard(long id, String title, OffsetDateTime createdAt, Author author, List<TagCard> tags) {}

    public record UserPage(List<UserRow> rows, long total) {}

    /** A row that was written, without what differs between two contenders that did the same. */
    public record AccountRow(String name, String email, int logins, int version) {}

    public record ItemRow(String label, int amount) {}

    public record OrderTree(String title, List<ItemRow> items) {}

    public record AccountTree(String name, String email, List<OrderTree> orders) {}

    public record PersonCard(long id, String fullName, String image) {}

    public record ViewerCard(long id, String name, String image) {}

    public record ReviewCard(long id, String body, int rating, ViewerCard author) {}

    public record MovieCard(
            long id,
            String image,
            String title,
            int year,
            String description,
            @Nullable BigDecimal avgRating,
            List<PersonCard> directors,
            List<PersonCard> cast,
            List<ReviewCard> reviews) {}

    public record MovieName(
            long id, String image, String title, @Nullable BigDecimal avgRating) {}

    public record ViewerReview(long id, String body, int rating, MovieName movie) {}

    public record ViewerPage(long id, String name, String image, List<ViewerReview> latestReviews) {}

    /** What {@code insert_movie} takes. */
    public record NewMovie(
            String title, String image, String description, int year, long directorId, List<Long> castIds) {}

    public record NewMovieCard(
            String title, String image, int year, List<PersonCard> directors, List<PersonCard> cast) {}

    public record Vein(long id, String label, int weight) {}

    public record Leaf(long id, String label, int weight, List<Vein> veins) {}

    public record Twig(long id, String label, int weight, List<Leaf> leaves) {}

    public record Branch(long id, String label, int weight) {}

    public record BranchTree(long id, String label, int weight, List<Twig> twigs) {}

    public record Root(long id, String label, List<Branch> branches) {}

    public record LooseRoot(long id, String label, List<Branch> looseBranches) {}
}
