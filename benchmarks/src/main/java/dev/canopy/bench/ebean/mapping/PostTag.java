package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

@Entity
@Table(name = "post_tags")
public class PostTag {
    @EmbeddedId
    public PostTagKey id;

    @ManyToOne(optional = false)
    public Post post;

    @ManyToOne(optional = false)
    public Tag tag;

    public int position;
}
