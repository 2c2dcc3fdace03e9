package dev.canopy.persist;

import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;

/**
 * What a new row takes from another new row: the values of these columns, for as many of its own.
 *
 * @param from comes before it
 * @param theirs columns of the other row
 * @param own in the same order
 */
public record Taken(Record from, List<? extends TableField<?, ?>> theirs, List<? extends TableField<?, ?>> own) {}
