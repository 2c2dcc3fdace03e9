package dev.canopy.model;

/** A hook that was just said, to be given a name. */
@FunctionalInterface
public interface HookName {
    /**
     * Names the hook, so that {@code removeHook} can take it away. Hooks at different moments may share a name, and go together.
     *
     * @throws dev.canopy.error.DefinitionException if another hook of the same moment has it
     */
    void named(String name);
}
