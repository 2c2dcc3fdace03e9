package dev.canopy.bench.jimmer.mapping;

import org.babyfish.jimmer.Formula;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.Table;

@Entity
@Table(name = "persons")
public interface Person {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    String firstName();

    String middleName();

    String lastName();

    String image();

    String bio();

    @Formula(dependencies = {"firstName", "middleName", "lastName"})
    default String fullName() {
        return firstName() + " " + (middleName().isEmpty() ? "" : middleName() + " ") + lastName();
    }
}
