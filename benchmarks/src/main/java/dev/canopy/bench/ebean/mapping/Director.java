package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

@Entity
@Table(name = "directors")
public class Director {
    @Id
    public Long id;

    @ManyToOne(optional = false)
    public Movie movie;

    @ManyToOne(optional = false)
    public Person person;

    public Integer listOrder;
}
