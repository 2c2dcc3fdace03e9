package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.List;

@Entity
@Table(name = "users")
public class User {
    @Id
    public Long id;

    public String firstName;

    public String lastName;

    public String email;

    public boolean active;

    public int logins;

    @Version
    public int version;

    public OffsetDateTime createdAt;

    @OneToMany(mappedBy = "author")
    @OrderBy("id")
    public List<Post> posts;
}
