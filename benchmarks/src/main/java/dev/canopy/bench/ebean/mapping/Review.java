package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

@Entity
@Table(name = "reviews")
public class Review {
    @Id
    public Long id;

    @ManyToOne(optional = false)
    public Movie movie;

    @ManyToOne(optional = false)
    public Viewer author;

    public String body;

    public int rating;

    public OffsetDateTime creationTime;
}
