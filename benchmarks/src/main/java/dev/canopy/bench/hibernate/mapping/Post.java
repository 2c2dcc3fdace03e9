package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Set;

@Entity
@Table(name = "posts")
public class Post {
    @Id
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private User author;

    private String title;

    private String body;

    private int views;

    private OffsetDateTime createdAt;

    @OneToMany(mappedBy = "post")
    @OrderBy("id")
    private Set<Comment> comments = new LinkedHashSet<>();

    @OneToMany(mappedBy = "post")
    @OrderBy("position")
    private Set<PostTag> tags = new LinkedHashSet<>();

    public Long getId() {
        return id;
    }

    public User getAuthor() {
        return author;
    }

    public String getTitle() {
        return title;
    }

    public String getBody() {
        return body;
    }

    public int getViews() {
        return views;
    }

    public OffsetDateTime getCreatedAt() {
        return createdAt;
    }

    public Set<Comment> getComments() {
        return comments;
    }

    public Set<PostTag> getTags() {
        return tags;
    }
}
