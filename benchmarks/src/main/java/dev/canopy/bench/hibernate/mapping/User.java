package dev.canopy.bench.hibernate.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Set;

@Entity
@Table(name = "users")
public class User {
    @Id
    private Long id;

    private String firstName;

    private String lastName;

    private String email;

    private boolean active;

    private int logins;

    @Version
    private int version;

    private OffsetDateTime createdAt;

    @OneToMany(mappedBy = "author")
    @OrderBy("id")
    private Set<Post> posts = new LinkedHashSet<>();

    public Long getId() {
        return id;
    }

    public String getFirstName() {
        return firstName;
    }

    public String getLastName() {
        return lastName;
    }

    public String getEmail() {
        return email;
    }

    public boolean isActive() {
        return active;
    }

    public int getLogins() {
        return logins;
    }

    public int getVersion() {
        return version;
    }

    public OffsetDateTime getCreatedAt() {
        return createdAt;
    }

    public Set<Post> getPosts() {
        return posts;
    }
}
