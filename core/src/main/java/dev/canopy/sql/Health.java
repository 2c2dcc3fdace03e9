package dev.canopy.sql;

import java.time.Duration;
import java.util.Optional;

/**
 * How the database was when it was asked.
 *
 * @param answers whether the server answered
 * @param latency how long it took, waiting for a connection included
 * @param problem why it did not answer, in one sentence
 * @param pool the Database's own pool; empty where it uses the service's connections
 * @param replica whether the read replica answered; empty where there is none
 */
public record Health(
        boolean answers,
        Duration latency,
        Optional<String> problem,
        Optional<PoolUse> pool,
        Optional<Boolean> replica) {}
