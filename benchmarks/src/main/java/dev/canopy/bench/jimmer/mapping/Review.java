package dev.canopy.bench.jimmer.mapping;

import java.time.OffsetDateTime;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.ManyToOne;
import org.babyfish.jimmer.sql.Table;

@Entity
@Table(name = "reviews")
public interface Review {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    @ManyToOne
    Movie movie();

    @ManyToOne
    Viewer author();

    String body();

    int rating();

    OffsetDateTime creationTime();
}
