package dev.canopy.bench.jimmer.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.ManyToOne;
import org.babyfish.jimmer.sql.OneToMany;
import org.babyfish.jimmer.sql.OrderedProp;
import org.babyfish.jimmer.sql.Table;

@Entity
@Table(name = "posts")
public interface Post {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    @ManyToOne
    User author();

    String title();

    String body();

    int views();

    OffsetDateTime createdAt();

    @OneToMany(mappedBy = "post", orderedProps = @OrderedProp("id"))
    List<Comment> comments();
}
