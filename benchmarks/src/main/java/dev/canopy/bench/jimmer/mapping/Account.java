package dev.canopy.bench.jimmer.mapping;

import java.util.List;
import org.babyfish.jimmer.sql.Entity;
import org.babyfish.jimmer.sql.GeneratedValue;
import org.babyfish.jimmer.sql.GenerationType;
import org.babyfish.jimmer.sql.Id;
import org.babyfish.jimmer.sql.OneToMany;
import org.babyfish.jimmer.sql.Table;
import org.babyfish.jimmer.sql.Version;

@Entity
@Table(name = "accounts")
public interface Account {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id();

    String name();

    String email();

    int logins();

    @Version
    int version();

    @OneToMany(mappedBy = "account")
    List<Order> orders();
}
