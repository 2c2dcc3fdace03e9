package dev.canopy.codegen;

import org.jooq.meta.jaxb.Jdbc;

/** Where the tables to generate from stand. */
sealed interface Source permits MigratedDatabase, ExistingDatabase {
    /**
     * Has the work done on the database.
     *
     * @throws GenerationException if it cannot be had, saying why and what to do
     */
    void use(Work work);

    /** What is done with the database once it is there. */
    @FunctionalInterface
    interface Work {
        void on(Jdbc connection);
    }
}
