package dev.canopy.bench.jimmer.mapping;

import org.babyfish.jimmer.sql.Embeddable;

/** What tells a link from another. */
@Embeddable
public interface PostTagKey {
    long postId();

    long tagId();
}
