package dev.canopy.bench.ebean.mapping;

import io.ebean.annotation.Formula;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

@Entity
@Table(name = "movies")
public class Movie {
    @Id
    public Long id;

    public String image;

    public String title;

    public int year;

    public String description;

    @Formula(select = "(select avg(r.rating) from reviews r where r.movie_id = ${ta}.id)")
    public BigDecimal avgRating;

    @OneToMany(mappedBy = "movie", cascade = CascadeType.ALL)
    private List<Director> directors = new ArrayList<>();

    @OneToMany(mappedBy = "movie", cascade = CascadeType.ALL)
    private List<Actor> actors = new ArrayList<>();

    public List<Director> getDirectors() {
        return directors;
    }

    public List<Actor> getActors() {
        return actors;
    }
}
