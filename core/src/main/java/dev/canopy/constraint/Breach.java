package dev.canopy.constraint;

import java.util.Map;
import org.jooq.Field;

/**
 * A demand of the database that a row does not meet.
 *
 * @param column the column at fault
 * @param rule what was broken: {@code notNull}, {@code len}, or the name of a check constraint
 * @param message what must hold, with names of parameters in braces
 * @param parameters what the names stand for
 */
public record Breach(Field<?> column, String rule, String message, Map<String, Object> parameters) {}
