package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Embeddable;
import java.util.Objects;

@Embeddable
public class PostTagKey {
    public Long postId;

    public Long tagId;

    @Override
    public boolean equals(Object other) {
        return other instanceof PostTagKey key
                && Objects.equals(postId, key.postId)
                && Objects.equals(tagId, key.tagId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(postId, tagId);
    }
}
