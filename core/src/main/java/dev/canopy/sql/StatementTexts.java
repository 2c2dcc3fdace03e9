package dev.canopy.sql;

/**
 * How often statements of a Database were known again, since it was made. A statement is known again by its shape: by all that its
 * text depends on, and none of its values.
 *
 * @param known those whose text was there already
 * @param rendered those whose text had to be made; a number that keeps growing tells of texts that differ from call to call
 * @param kept how many texts are kept; their number is bounded
 */
public record StatementTexts(long known, long rendered, int kept) {
    /** The part of the statements that were known again, from 0 to 1; 0 before the first. */
    public double hitRate() {
        long all = known + rendered;
        return all == 0 ? 0 : (double) known / all;
    }

    /** Both together. */
    public StatementTexts and(StatementTexts other) {
        return new StatementTexts(known + other.known, rendered + other.rendered, kept + other.kept);
    }
}
