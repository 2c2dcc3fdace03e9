package dev.canopy.bench;

/**
 * A figure that stands for itself, not beside others.
 *
 * @param name what was measured
 * @param unit of the value and of the goal
 * @param goal what it should be below; 0 where it is there to compare with
 */
record Constant(String name, double value, String unit, double goal) {
    boolean meetsGoal() {
        return goal == 0 || value < goal;
    }
}
