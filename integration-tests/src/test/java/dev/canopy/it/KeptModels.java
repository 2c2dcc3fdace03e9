package dev.canopy.it;

import static dev.canopy.sample.Tables.CONTRACTS;

import dev.canopy.DatabaseBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Contracts, of which the library keeps everything that can be kept. */
public final class KeptModels implements Consumer<DatabaseBuilder> {
    static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678901Z");

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Who signs. */
    record Clerk(String name) {}

    /** Called by the extension. */
    public KeptModels() {}

    @Override
    public void accept(DatabaseBuilder c) {
        c.clock(Clock.fixed(NOW, ZoneOffset.UTC)).define(CONTRACTS, m -> {
            m.immutable(k -> k.NUMBER);
            m.defaults(k -> k.NUMBER, () -> "K-" + NUMBERS.incrementAndGet());
            m.createdBy(k -> k.CREATED_BY, Clerk.class, Clerk::name);
            m.updatedBy(k -> k.UPDATED_BY, Clerk.class, Clerk::name);
            m.timestamps(k -> k.CREATED_AT, k -> k.UPDATED_AT);
            m.softDelete(k -> k.DELETED_AT);
            m.version(k -> k.VERSION);
            m.rule("a title is no number", (contract, errors) -> {
                if (contract.getTitle().equals(contract.getNumber())) {
                    errors.reject(CONTRACTS.TITLE, "must not be the number");
                }
            });
        });
    }
}
