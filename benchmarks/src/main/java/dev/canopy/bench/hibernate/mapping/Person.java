package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "persons")
@SuppressWarnings("UnusedVariable") // Hibernate reads them
public class Person {
    @Id
    private Long id;

    private String firstName;

    private String middleName;

    private String lastName;

    private String image;

    private String bio;

    /** Stands for the row of this id where only the id is needed. */
    public static Person of(long id) {
        Person person = new Person();
        person.id = id;
        return person;
    }

    public Long getId() {
        return id;
    }

    public String getImage() {
        return image;
    }

    public String getFullName() {
        return firstName + " " + (middleName.isEmpty() ? "" : middleName + " ") + lastName;
    }
}
