package dev.canopy.sql;

/**
 * How transactions of a Database have ended since it was made; a framework's are not among them.
 *
 * @param committed those whose COMMIT the server confirmed; savepoints are not counted
 * @param rolledBack those that were rolled back, also in order to be retried
 * @param retried how often work was run again after a serialization failure or a deadlock
 * @param unknown those whose COMMIT was sent and never answered
 */
public record TransactionCounts(long committed, long rolledBack, long retried, long unknown) {}
