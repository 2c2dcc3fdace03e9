package dev.canopy.bench.jimmer.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.OneToMany;
import org.babyfish.jimmer.sql.OrderedProp;
import org.babyfish.jimmer.sql.Table;
import org.babyfish.jimmer.sql.Version;

@Entity
@Table(name = "users")
public interface User {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    String firstName();

    String lastName();

    String email();

    boolean active();

    int logins();

    @Version
    int version();

    OffsetDateTime createdAt();

    @OneToMany(mappedBy = "author", orderedProps = @OrderedProp("id"))
    List<Post> posts();
}
