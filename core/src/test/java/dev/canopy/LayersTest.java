package dev.canopy;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A layer imports only what is below it. */
class LayersTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.canopy");

    @Test
    void no_packages_stand_in_a_circle() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void arrows_point_down() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("validation")
                .definedBy("dev.canopy.validation")
                .layer("error")
                .definedBy("dev.canopy.error")
                .layer("codec")
                .definedBy("dev.canopy.codec")
                .layer("association")
                .definedBy("dev.canopy.association")
                .layer("constraint")
                .definedBy("dev.canopy.constraint")
                .layer("selection")
                .definedBy("dev.canopy.selection")
                .layer("model")
                .definedBy("dev.canopy.model")
                .layer("sql")
                .definedBy("dev.canopy.sql")
                .layer("plan")
                .definedBy("dev.canopy.plan")
                .layer("load")
                .definedBy("dev.canopy.load")
                .layer("persist")
                .definedBy("dev.canopy.persist")
                .layer("face")
                .definedBy("dev.canopy")
                .layer("jackson")
                .definedBy("dev.canopy.jackson")
                .layer("jakarta")
                .definedBy("dev.canopy.jakarta")
                .layer("spring")
                .definedBy("dev.canopy.spring")
                .whereLayer("validation")
                .mayNotAccessAnyLayer()
                .whereLayer("error")
                .mayOnlyAccessLayers("validation")
                .whereLayer("codec")
                .mayOnlyAccessLayers("error", "validation")
                .whereLayer("association")
                .mayOnlyAccessLayers("codec", "error", "validation")
                .whereLayer("constraint")
                .mayOnlyAccessLayers("association", "codec", "error", "validation")
                .whereLayer("selection")
                .mayOnlyAccessLayers("association", "codec", "error", "validation")
                .whereLayer("model")
                .mayOnlyAccessLayers("selection", "constraint", "association", "codec", "error", "validation")
                .whereLayer("sql")
                .mayOnlyAccessLayers("error", "validation")
                .whereLayer("plan")
                .mayOnlyAccessLayers("model", "selection", "association", "codec", "error", "validation")
                .whereLayer("load")
                .mayOnlyAccessLayers("plan", "sql", "model", "selection", "association", "codec", "error", "validation")
                .whereLayer("persist")
                .mayOnlyAccessLayers(
                        "load", "plan", "sql", "model", "selection", "association", "codec", "error", "validation")
                .whereLayer("face")
                .mayOnlyBeAccessedByLayers("jackson")
                .whereLayer("jackson")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jakarta")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jakarta")
                .mayOnlyAccessLayers("model", "validation")
                .whereLayer("spring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("spring")
                .mayOnlyAccessLayers("sql")
                .check(HOUSE);
    }
}
