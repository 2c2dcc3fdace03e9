package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

@IdClass(PostTag.Key.class)
@Entity
@Table(name = "post_tags")
@SuppressWarnings("UnusedVariable") // Hibernate reads them
public class PostTag {
    @Id
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Post post;

    @Id
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Tag tag;

    private int position;

    public Tag getTag() {
        return tag;
    }

    public int getPosition() {
        return position;
    }

    /** What tells a link from another. */
    public record Key(Long post, Long tag) {}
}
