package dev.canopy.bench.jimmer.mapping;

import java.math.BigDecimal;
import java.util.List;
import org.babyfish.jimmer.Formula;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.OneToMany;
import org.babyfish.jimmer.sql.OrderedProp;
import org.babyfish.jimmer.sql.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "movies")
public interface Movie {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    String image();

    String title();

    int year();

    String description();

    @Formula(sql = "(select avg(r.rating) from reviews r where r.movie_id = %alias.id)")
    @Nullable
    BigDecimal avgRating();

    @OneToMany(mappedBy = "movie")
    List<Director> directors();

    @OneToMany(mappedBy = "movie")
    List<Actor> actors();

    @OneToMany(
            mappedBy = "movie",
            orderedProps = {@OrderedProp(value = "creationTime", desc = true), @OrderedProp("id")})
    List<Review> reviews();
}
