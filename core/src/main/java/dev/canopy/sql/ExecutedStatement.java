package dev.canopy.sql;

import java.time.Duration;

/**
 * A statement that ran.
 *
 * @param sql its text, with {@code ?} for each value
 * @param took from sending it until the first answer; not the reading of its rows
 * @param succeeded false where the server refused it
 */
public record ExecutedStatement(String sql, Duration took, boolean succeeded) {}
