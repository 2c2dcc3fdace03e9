package dev.canopy.load;

import dev.canopy.plan.ForeignTables;
import dev.canopy.plan.Plan;
import dev.canopy.sql.Reading;
import dev.canopy.sql.Sender;
import dev.canopy.sql.StatementTexts;
import java.sql.Connection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** The way to the server: knows the texts of statements that were made before, and sends them past jOOQ. Thread-safe. */
public final class Channel {
    private final DSLContext dsl;
    private final Sender sender;
    private final Texts texts;

    public Channel(DSLContext dsl, Sender sender) {
        this(dsl, sender, new Texts(dsl));
    }

    private Channel(DSLContext dsl, Sender sender, Texts texts) {
        this.dsl = dsl;
        this.sender = sender;
        this.texts = texts;
    }

    /** How often statements were known so far. */
    public StatementTexts texts() {
        return texts.counts();
    }

    /** The same texts on other connections. */
    public Channel through(DSLContext otherDsl, Sender otherSender) {
        return new Channel(otherDsl, otherSender, texts);
    }

    /** Runs work that sends by way of {@link #dsl}. */
    public <V> V during(Supplier<? extends V> work) {
        return sender.during(work);
    }

    /** Runs work that reads rows of this shape, which is asked for only if somebody wants to know. */
    <V extends @Nullable Object> V reading(Supplier<String> shape, Supplier<V> work) {
        return sender.reading(shape, work);
    }

    /** To be told what a statement will be made of. */
    public Fingerprint shape() {
        return new Fingerprint(dsl);
    }

    /**
     * Runs a statement.
     *
     * @param shape was told all that the statement is made of
     * @param statement makes it, if no other of its shape was made before
     */
    public <V> V send(Fingerprint shape, Supplier<? extends QueryPart> statement, Sender.Answer<V> answer) {
        return send(texts.of(shape, statement), answer);
    }

    /**
     * Runs the statement of a form.
     *
     * @param key is equal for forms of the same text
     * @param form makes it with these values, if no other of its text was made before
     * @param values of its blanks
     */
    public <V> V send(Object key, Supplier<Form> form, @Nullable Object[] values, Sender.Answer<V> answer) {
        Text text = texts.of(key, form);
        List<Text.Place> places = text.places();
        return places == null
                ? send(form.get().statement(), answer)
                : sender.send(text.sql(), Text.values(places, values, dsl), answer);
    }

    /**
     * Runs a statement that writes rows and returns none of them.
     *
     * @param shape was told all that the statement is made of
     * @param statement makes it, if no other of its shape was made before
     * @return how many rows it wrote
     */
    public int write(Fingerprint shape, Supplier<? extends QueryPart> statement) {
        return send(shape, statement, ran -> {
            int written = ran.getUpdateCount();
            Reading reading = Reading.current();
            if (reading != null) {
                reading.written(written);
            }
            return written;
        });
    }

    /** Runs a statement whose text is not kept. */
    public <V> V send(QueryPart statement, Sender.Answer<V> answer) {
        return send(Ready.rendered(statement, dsl), answer);
    }

    /**
     * Runs a statement that depends on what the server can do.
     *
     * @param ofVersion makes it for a server of this major version
     */
    public <V> V send(IntFunction<? extends QueryPart> ofVersion, Sender.Answer<V> answer) {
        return sender.connected(connection -> on(connection).send(ofVersion.apply(sender.version(connection)), answer));
    }

    /** jOOQ on the same connections. */
    public DSLContext dsl() {
        return dsl;
    }

    /** Does all of it on one connection. */
    <V> V connected(Function<? super Connection, ? extends V> work) {
        return sender.connected(work);
    }

    /** The same on this connection, which stays with the caller. */
    Channel on(Connection connection) {
        return new Channel(dsl, sender.on(connection), texts);
    }

    /** A statement that is ready to be sent, with the values that its shape was told. */
    Ready ready(Fingerprint shape, Supplier<? extends QueryPart> statement) {
        return texts.of(shape, statement);
    }

    /** Makes the statement of a plan, none of whose levels names a table that it does not see. */
    Supplier<QueryPart> checked(Plan plan, Supplier<? extends QueryPart> statement) {
        return () -> {
            ForeignTables.refuse(plan, dsl);
            return statement.get();
        };
    }

    /** Counts a statement that was ready already. */
    void knownAgain() {
        texts.knownAgain();
    }

    <V> V send(Ready ready, Sender.Answer<V> answer) {
        return sender.send(ready.sql(), ready.values(dsl), answer);
    }
}
