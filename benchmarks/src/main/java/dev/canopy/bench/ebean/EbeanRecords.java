package dev.canopy.bench.ebean;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Rows.UserPage;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Target;
import dev.canopy.bench.Task;
import io.ebean.DtoQuery;

/** Ebean's DTO queries. They read flat rows, so trees have no form here. */
public final class EbeanRecords extends Ebean {
    private static final String USER =
            "select id, first_name, last_name, email, active, logins, version, created_at from users ";

    public EbeanRecords(HikariDataSource pool) {
        super(pool);
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    @Override
    public Task<Long> byKey() {
        return Task.of(id -> there(db.findDto(UserRow.class, USER + "where id = ?")
                .setParameter(id)
                .findOne()));
    }

    @Override
    public Task<String> hundred() {
        return Task.of(name -> named(name).setMaxRows(100).findList());
    }

    @Override
    public Task<String> page() {
        return Task.of(name -> new UserPage(
                named(name).setFirstRow(40).setMaxRows(20).findList(),
                there(db.sqlQuery("select count(*) from users where last_name = ?")
                        .setParameter(name)
                        .mapToScalar(Long.class)
                        .findOne())));
    }

    private DtoQuery<UserRow> named(String name) {
        return db.findDto(UserRow.class, USER + "where last_name = ? order by id")
                .setParameter(name);
    }
}
