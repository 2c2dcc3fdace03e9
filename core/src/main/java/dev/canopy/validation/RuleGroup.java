package dev.canopy.validation;

/**
 * Rules that are asked together or skipped together, such as those of what is published and not of a draft: a constant that a
 * definition puts rules into and a write names. Each is one of its own, whatever it is called. Immutable.
 */
public final class RuleGroup {
    private final String name;

    private RuleGroup(String name) {
        this.name = name;
    }

    /** A group of this name, for whoever reads it in a message. */
    public static RuleGroup of(String name) {
        return new RuleGroup(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
