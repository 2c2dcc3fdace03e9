package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "viewers")
public class Viewer {
    @Id
    public Long id;

    public String name;

    public String image;
}
