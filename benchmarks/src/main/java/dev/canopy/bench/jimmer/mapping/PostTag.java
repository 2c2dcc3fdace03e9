package dev.canopy.bench.jimmer.mapping;

import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.Table;

/** Jimmer maps a column once, and these two are the key; so what they lead to is joined where it is asked for. */
@Entity
@Table(name = "post_tags")
public interface PostTag {
    @Id
    PostTagKey id();

    int position();
}
