package dev.canopy.it;

import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;

/**
 * Why a write fails. Most are provoked by a word in the row: the models' validators and hooks know some of them, and the server
 * others, by constraints on columns that it computes itself and the models know nothing of. A word after {@code leaving: } or
 * {@code coming: } does so only when its row is marked as deleted, or comes back.
 */
enum FailureCause {
    VALIDATOR("rude", 90, ValidationException.class),
    HOOK_BEFORE("before", 91, Refused.class),
    HOOK_AFTER("after", 92, Refused.class),
    UNIQUE("taken", 93, UniqueConstraintException.class),
    FOREIGN_KEY("stranger", 94, ForeignKeyException.class),
    CHECK("checked", 95, CheckConstraintException.class),
    NOT_NULL("nobody", 96, NotNullException.class),
    /** The server looks at the end of the transaction. */
    AT_COMMIT("late", 97, ForeignKeyException.class),
    /** Somebody else has written the row since it was read. */
    STALE("fine", 1, StaleEntityException.class),
    /** The connection is cut before the server hears of the write. */
    CUT("fine", 1, ConnectionException.class);

    /** What the hooks throw. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String word) {
            super(word);
        }
    }

    /** On each of the tables, by the column with the word; {@code taken} is taken. */
    static final String SCHEMA = """
        create function fault(word text, is_deleted boolean, number integer) returns text language sql immutable as $$
            select case
                when number between 93 and 97 then (array['taken', 'stranger', 'checked', 'nobody', 'late'])[number - 92]
                when word like 'leaving: %' then case when is_deleted then substr(word, 10) end
                when word like 'coming: %' then case when not is_deleted then substr(word, 9) end
                else word end
        $$;
        do $$
        declare
            fault text;
            kept record;
        begin
            for kept in select * from (values
                ('users', 'fault(note, deleted_at is not null, logins)'),
                ('profiles', 'fault(website, false, 0)'),
                ('memberships', 'fault(role, deleted_at is not null, 0)')) as kept (name, fault)
            loop
                execute format('alter table %1$I
                    add taken_word text generated always as (case when %2$s = ''taken'' then ''taken'' end) stored,
                    add stranger bigint generated always as (case when %2$s = ''stranger'' then -1 end) stored references users,
                    add checked text generated always as (%2$s) stored check (checked <> ''checked''),
                    add somebody text generated always as (case when %2$s = ''nobody'' then null else ''x'' end) stored not null,
                    add late bigint generated always as (case when %2$s = ''late'' then -1 end) stored
                        references users deferrable initially deferred', kept.name, kept.fault);
                execute format('create unique index on %I (taken_word) nulls not distinct where taken_word is not null',
                    kept.name);
            end loop;
        end
        $$;
        alter table users alter id restart with 1000;
        alter table members alter id restart with 1000;
        alter table profiles alter id restart with 1000;
        alter table clubs alter id restart with 1000;
        """;

    final String word;
    final int number;
    final Class<? extends RuntimeException> thrown;

    FailureCause(String word, int number, Class<? extends RuntimeException> thrown) {
        this.word = word;
        this.number = number;
        this.thrown = thrown;
    }

    /** Whether the row itself is what is wrong. */
    boolean isInTheRow() {
        return this != STALE && this != CUT;
    }
}
