package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

@Entity
@Table(name = "reviews")
@SuppressWarnings("UnusedVariable") // Hibernate reads them
public class Review {
    @Id
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Movie movie;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Viewer author;

    private String body;

    private int rating;

    private OffsetDateTime creationTime;

    public Long getId() {
        return id;
    }

    public Movie getMovie() {
        return movie;
    }

    public Viewer getAuthor() {
        return author;
    }

    public String getBody() {
        return body;
    }

    public int getRating() {
        return rating;
    }
}
