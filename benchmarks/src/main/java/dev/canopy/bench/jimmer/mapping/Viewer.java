package dev.canopy.bench.jimmer.mapping;

import java.util.List;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.OneToMany;
import org.babyfish.jimmer.sql.OrderedProp;
import org.babyfish.jimmer.sql.Table;

@Entity
@Table(name = "viewers")
public interface Viewer {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    String name();

    String image();

    @OneToMany(
            mappedBy = "author",
            orderedProps = {@OrderedProp(value = "creationTime", desc = true), @OrderedProp("id")})
    List<Review> reviews();
}
