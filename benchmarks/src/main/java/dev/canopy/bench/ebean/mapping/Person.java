package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "persons")
public class Person {
    @Id
    public Long id;

    public String firstName;

    public String middleName;

    public String lastName;

    public String image;

    public String bio;
}
