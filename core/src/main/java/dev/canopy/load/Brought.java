package dev.canopy.load;

import dev.canopy.plan.Branch;

/**
 * A branch that a statement of its own brings: how its rows are read and told apart. One for all executions.
 *
 * @param place which of the gatherings of an execution is its own
 * @param arrival what its rows look like
 * @param whole whether all parts of a row stand in that statement
 * @param numbered whether keys are whole numbers on both sides, of one column
 */
record Brought(int place, LevelReader reader, Keys near, Keys far, Arrival arrival, boolean whole, boolean numbered) {
    static Brought of(int place, Branch branch, LevelReader reader) {
        Keys near = new Keys(branch.far().tie().near());
        Keys far = new Keys(branch.far().tie().far());
        return new Brought(
                place,
                reader,
                near,
                far,
                Arrival.of(branch),
                !branch.level().isSplit(),
                near.isWholeNumber() && far.isWholeNumber());
    }
}
