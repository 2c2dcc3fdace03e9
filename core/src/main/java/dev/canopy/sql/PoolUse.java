package dev.canopy.sql;

/**
 * How a pool is used at this moment.
 *
 * @param active connections that somebody works with
 * @param idle connections that wait for work
 * @param waiting callers that wait for a connection
 * @param most how many connections there can be
 */
public record PoolUse(int active, int idle, int waiting, int most) {}
