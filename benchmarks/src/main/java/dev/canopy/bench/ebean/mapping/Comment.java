package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

@Entity
@Table(name = "comments")
public class Comment {
    @Id
    public Long id;

    @ManyToOne(optional = false)
    public Post post;

    public String body;

    public int likes;

    public OffsetDateTime createdAt;
}
