package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

@Entity
@Table(name = "comments")
@SuppressWarnings("UnusedVariable") // Hibernate reads them
public class Comment {
    @Id
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Post post;

    private String body;

    private int likes;

    private OffsetDateTime createdAt;

    public Long getId() {
        return id;
    }

    public String getBody() {
        return body;
    }

    public int getLikes() {
        return likes;
    }

    public OffsetDateTime getCreatedAt() {
        return createdAt;
    }
}
