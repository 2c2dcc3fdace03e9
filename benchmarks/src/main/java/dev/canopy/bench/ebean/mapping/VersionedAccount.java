package dev.canopy.bench.ebean.mapping;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** Ebean's first version is 1, while all others leave it to the column's default; so rows are inserted as {@link Account}s. */
@Entity
@Table(name = "accounts")
@SuppressWarnings("UnusedVariable") // Ebean reads them
public class VersionedAccount {
    @Id
    public Long id;

    public String name;

    public String email;

    private int logins;

    @Version
    public int version;

    /** Ebean notices what the bean itself does to its fields, and so knows what to update. */
    public void setLogins(int logins) {
        this.logins = logins;
    }
}
