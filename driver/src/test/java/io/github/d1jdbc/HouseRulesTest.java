package io.github.d1jdbc;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the packages may know of each other, and how large a file may grow. */
@AnalyzeClasses(packages = "io.github.d1jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String ROOT = "io.github.d1jdbc";
    private static final int MOST_LINES = 400;
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path MAIN = MODULE.resolve("src/main/java");
    private static final DescribedPredicate<JavaClass> OURS = resideInAnyPackage(ROOT + "..");

    /** A class of ours, by name because it may be invisible here, and what is nested in it. */
    private static DescribedPredicate<JavaClass> type(String name) {
        String full = ROOT + "." + name;
        return DescribedPredicate.describe(
                name, type -> type.getName().equals(full) || type.getName().startsWith(full + "$"));
    }

    @ArchTest
    static final ArchRule nothingBelowKnowsTheJdbcFace = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".internal..", ROOT + ".server..", ROOT + ".sql..", ROOT + ".export..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule theWireKnowsNoJdbc = noClasses()
            .that()
            .resideInAPackage(ROOT + ".internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule theLexerKnowsNothingOfOurs = classes()
            .that()
            .resideInAPackage(ROOT + ".sql..")
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(OURS).or(resideInAnyPackage(ROOT + ".sql..")));

    @ArchTest
    static final ArchRule theServerKnowsOnlyTheLexer = classes()
            .that()
            .resideInAPackage(ROOT + ".server..")
            .should()
            .onlyDependOnClassesThat(
                    DescribedPredicate.not(OURS).or(resideInAnyPackage(ROOT + ".server..", ROOT + ".sql..")));

    @ArchTest
    static final ArchRule onlyTheDriverReachesTheServer = noClasses()
            .that(resideOutsideOfPackage(ROOT + ".server..").and(DescribedPredicate.not(type("D1Driver"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".server..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
            .assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    return SliceIdentifier.of(javaClass.getPackageName());
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheClientCallsTheApi = noClasses()
            .that(DescribedPredicate.not(type("internal.RestClient")))
            .should()
            .callMethodWhere(target(owner(name(ROOT + ".internal.RestApi"))));

    @ArchTest
    static final ArchRule onlySqlErrorsMakesSqlExceptions = noClasses()
            .that(DescribedPredicate.not(type("SqlErrors")))
            .should()
            .callConstructorWhere(target(owner(assignableTo(SQLException.class))));

    @ArchTest
    static final ArchRule onlyCompressionKnowsCommonsCompress = noClasses()
            .that(DescribedPredicate.not(type("export.Compression").or(type("export.ParallelGzip"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.compress..");

    @ArchTest
    static final ArchRule nobodyPrints = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @Test
    void noFileIsTooLong() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(Files.readAllLines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        for (Path file : javaFiles()) {
            if (file.startsWith(MAIN)) {
                assertThat(file.resolveSibling("package-info.java")).exists();
            }
        }
    }

    @Test
    void theWayFromUrlToRowIsReadInFiveFiles() throws IOException {
        long lines = 0;
        for (String file : List.of(
                "D1Driver.java",
                "JdbcConnection.java",
                "JdbcStatement.java",
                "internal/RestClient.java",
                "JdbcResultSet.java")) {
            lines += Files.readAllLines(MAIN.resolve("io/github/d1jdbc").resolve(file))
                    .size();
        }
        assertThat(lines).isLessThanOrEqualTo(1_200);
    }

    /** The design allows 14 types; what is nested in them is part of them. */
    @Test
    void thePublicApiStaysSmall() throws IOException {
        List<String> api = new ArrayList<>();
        for (String folder : List.of("", "export", "server")) {
            try (Stream<Path> files =
                    Files.list(MAIN.resolve("io/github/d1jdbc").resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.readString(file).matches("(?s).*\\npublic [^\\n]*\\b(class|interface|record|enum) .*")) {
                        api.add(String.valueOf(file.getFileName()));
                    }
                }
            }
        }
        assertThat(api).contains("D1Account.java", "D1Connection.java", "ImportOptions.java");
        assertThat(api).hasSizeLessThanOrEqualTo(14);
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        // Put together, so that a search for the marks does not find this rule.
        String[] marks = {"TO" + "DO", "FIX" + "ME"};
        for (Path file : javaFiles()) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContain(marks);
        }
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> main = Files.walk(MAIN);
                Stream<Path> build = Files.walk(MODULE.resolve("src/build"))) {
            List<Path> files = Stream.concat(main, build)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }
}
