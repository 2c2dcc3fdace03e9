package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;

@Entity
@Table(name = "posts")
public class Post {
    @Id
    public Long id;

    @ManyToOne(optional = false)
    public User author;

    public String title;

    public String body;

    public int views;

    public OffsetDateTime createdAt;

    @OneToMany(mappedBy = "post")
    @OrderBy("id")
    public List<Comment> comments;

    @OneToMany(mappedBy = "post")
    @OrderBy("position")
    public List<PostTag> tags;
}
