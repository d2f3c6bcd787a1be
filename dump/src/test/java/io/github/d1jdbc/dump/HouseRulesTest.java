package io.github.d1jdbc.dump;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the parts of the dump module may know of each other. */
@AnalyzeClasses(packages = "io.github.d1jdbc.dump", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String LIBRARY = "io.github.d1jdbc.dump";
    private static final String COMMANDS = LIBRARY + ".cli..";

    @ArchTest
    static final ArchRule theLibraryKnowsNoCommandLine = noClasses()
            .that()
            .resideInAPackage(LIBRARY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(COMMANDS);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.github.d1jdbc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheReaderUncompresses = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(DumpInput.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.compress..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocliAndTheBar = noClasses()
            .that()
            .resideOutsideOfPackage(COMMANDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..");

    @ArchTest
    static final ArchRule noPartOfTheDriverBehindItsApiIsUsed =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.github.d1jdbc.internal..");
}
