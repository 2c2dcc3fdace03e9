package dev.canopy.it;

import dev.canopy.testing.ScratchDatabase;
import java.time.Instant;
import java.util.UUID;

/**
 * A user whom the server asks for the password, though servers for tests trust everybody: a line for this one user comes first
 * in its pg_hba.conf, until it is closed. Needs a superuser.
 */
record GuardedUser(PlainSql sql, String name, String password) implements AutoCloseable {
    private static final String LOADED = "select pg_conf_load_time()";

    static GuardedUser of(ScratchDatabase database) {
        PlainSql sql = new PlainSql(database.dataSource());
        GuardedUser user =
                new GuardedUser(sql, "guarded_" + UUID.randomUUID().toString().replace("-", ""), "correct horse");
        sql.run("create role %s login password '%s'".formatted(user.name, user.password));
        user.write("%s || pg_read_file(current_setting('hba_file'))"
                .formatted("'host all %s all scram-sha-256' || chr(10)".formatted(user.name)));
        return user;
    }

    /** COPY would escape line breaks, so the file is written line by line. */
    private void write(String text) {
        String loaded = sql.value(LOADED);
        sql.run("""
            do $$
            begin
              execute format('copy (select line from regexp_split_to_table(%%L, chr(10)) with ordinality as t (line, n)
                where length(line) > 0
                order by n) to %%L (format csv, quote e''\\x01'', delimiter e''\\x02'')',
                %s, current_setting('hba_file'));
              perform pg_reload_conf();
            end
            $$\
            """.formatted(text));
        // The server reads its files again when it comes to it; a new connection knows when that was.
        Instant deadline = Instant.now().plusSeconds(30);
        while (sql.value(LOADED).equals(loaded)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The server does not read its pg_hba.conf again.");
            }
        }
    }

    @Override
    public void close() {
        write("regexp_replace(pg_read_file(current_setting('hba_file')), 'host all %s [^\\n]*\\n', '')"
                .formatted(name));
        sql.run("drop role " + name);
    }
}
