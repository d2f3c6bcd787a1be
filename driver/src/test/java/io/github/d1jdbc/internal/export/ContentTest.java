package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for, and whether that is what came. */
class ContentTest {
    @TempDir
    Path folder;

    private Fixture fixture;
    private Path target;

    @BeforeEach
    void start() {
        fixture = new Fixture(Fixture.orders(20));
        target = folder.resolve("shop.sql");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String export(DumpOptions options) throws Exception {
        fixture.exporter().export(target, options.withOverwrite(true));
        return Files.readString(target);
    }

    private ExportException refused(DumpOptions options) {
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> fixture.exporter().export(target, options));
        assertThat(Fixture.files(folder)).isEmpty();
        return e;
    }

    /** Runs SQL, a statement for each time that an export starts, between the preflight and the export. */
    private DumpProgress meanwhile(String... statements) {
        return new DumpProgress() {
            private final List<String> left = new java.util.ArrayList<>(Arrays.asList(statements));
            private Phase last = Phase.PREFLIGHT;

            @Override
            public void update(Update update) {
                boolean starts = update.phase() == Phase.EXPORTING && last == Phase.PREFLIGHT;
                last = update.phase();
                if (!starts || left.isEmpty()) return;
                try (Connection connection = fixture.server.open(Fixture.NAME);
                        Statement statement = connection.createStatement()) {
                    statement.execute(left.remove(0));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void aTableAloneComesWithoutWhatBelongsToItAndAWarningNamesThat() throws Exception {
        DumpResult result =
                fixture.exporter().export(target, DumpOptions.defaults().withTables("orders"));
        assertThat(Files.readString(target))
                .startsWith("PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE orders(")
                .doesNotContain("CREATE TABLE customers")
                .doesNotContain("orders_by_customer");
        assertThat(result.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("dependentsLeftOut");
            assertThat(warning.message()).contains("index orders_by_customer").contains("withDependents");
        });
        assertThat(result.rowsPerTable()).containsOnlyKeys("orders");
        assertThat(result.restorable()).isFalse(); // its parent is missing
        assertThat(result.obstacles()).singleElement().asString().contains("customers");
    }

    @Test
    void dependentsComeWhenTheyAreAskedFor() throws Exception {
        String dump =
                export(DumpOptions.defaults().withTables("customers", "orders").withDependents(true));
        assertThat(dump)
                .contains("CREATE INDEX orders_by_customer")
                .contains("CREATE TRIGGER no_name")
                .doesNotContain("CREATE VIEW");
    }

    @Test
    void schemaOnlyAndDataOnly() throws Exception {
        assertThat(export(DumpOptions.defaults().withNoData(true)))
                .contains("CREATE VIEW notes")
                .doesNotContain("INSERT INTO \"orders\"");
        assertThat(export(DumpOptions.defaults().withNoSchema(true)))
                .contains("INSERT INTO \"orders\"")
                .doesNotContain("CREATE");
    }

    @Test
    void anUnknownTableIsRefusedBeforeAnythingStarts() {
        ExportException e = refused(DumpOptions.defaults().withTables("oders", "Customers", "nothing_like_it"));
        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_TABLE);
        assertThat(e)
                .hasMessage("There is no oders (did you mean orders?), no Customers (names are case-sensitive: did you"
                        + " mean customers?), no nothing_like_it in database shop.");
        assertThat(fixture.server.requests()).noneMatch(r -> r.route() == Route.EXPORT);
    }

    @Test
    void withoutPreflightD1GetsWhatItIsTold() throws Exception {
        DumpResult result = fixture.exporter()
                .export(target, DumpOptions.defaults().withTables("nothing").withPreflight(false));
        assertThat(Files.readString(target)).isEqualTo("PRAGMA defer_foreign_keys=TRUE;");
        assertThat(result.schemaSha256()).isEmpty();
        assertThat(fixture.server.requests()).noneMatch(r -> r.route() == Route.RAW);
    }

    @Test
    void anObjectThatWasNotAskedForMeansAnotherExport() throws Exception {
        DumpResult result = fixture.exporter()
                .export(target, DumpOptions.defaults().withProgress(meanwhile("CREATE TABLE late(a)")));
        assertThat(Files.readString(target)).contains("CREATE TABLE late(a);");
        assertThat(result.restarts()).isEqualTo(1);
        assertThat(result.sqlBytes()).isEqualTo(Files.size(target));
    }

    @Test
    void anObjectThatIsMissingMeansAnotherExport() throws Exception {
        DumpResult result =
                fixture.exporter().export(target, DumpOptions.defaults().withProgress(meanwhile("DROP VIEW notes")));
        assertThat(result.restarts()).isEqualTo(1);
        assertThat(Files.readString(target)).doesNotContain("VIEW");
    }

    @Test
    void missingRowsMeanAnotherExport() throws Exception {
        DumpResult result = fixture.exporter()
                .export(
                        target,
                        DumpOptions.defaults().withTables("orders").withProgress(meanwhile("DELETE FROM orders")));
        assertThat(result.restarts()).isEqualTo(1);
        assertThat(result.rowsPerTable()).containsEntry("orders", 0L);
    }

    @Test
    void wrongTwiceIsAnError() {
        ExportException e = refused(DumpOptions.defaults()
                .withProgress(meanwhile("CREATE TABLE late(a)", "CREATE TABLE later(a)", "CREATE TABLE last(a)")));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
        assertThat(e).hasMessageContaining("later").hasMessageContaining("not asked for");
    }

    @Test
    void aStreamCannotBeStartedAgain() {
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> fixture.exporter()
                        .export(
                                new ByteArrayOutputStream(),
                                DumpOptions.defaults().withProgress(meanwhile("CREATE TABLE late(a)"))));
        assertThat(e.reason()).isEqualTo(Reason.CONTENT);
    }

    @Test
    void whatIsNoTableAndWasLeftOutByTheServerIsAppended() throws Exception {
        DumpResult result = fixture.exporter()
                .export(
                        target,
                        DumpOptions.defaults()
                                .withTables("orders", "orders_by_customer", "notes")
                                .withProgress(meanwhile("DROP INDEX orders_by_customer")));
        assertThat(Files.readString(target))
                .endsWith("\nCREATE VIEW notes AS SELECT note FROM orders;\nCREATE INDEX orders_by_customer ON"
                        + " orders(customer);\n");
        assertThat(result.warnings()).extracting(Warning::code).containsExactly("objectsAppended");
        assertThat(result.warnings().get(0).message()).contains("index orders_by_customer");
    }

    @Test
    void aDatabaseWithoutAnythingIsOneLine() throws Exception {
        try (Fixture empty = new Fixture("SELECT 1;")) {
            DumpResult result = empty.exporter().export(target, DumpOptions.defaults());
            assertThat(Files.readString(target)).isEqualTo("PRAGMA defer_foreign_keys=TRUE;");
            assertThat(result.rowsPerTable()).isEmpty();
            assertThat(result.statements()).isEqualTo(1);
        }
    }

    @Test
    void manyTablesAreLookedAtInTwoRequests() throws Exception {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < 250; i++)
            sql.append("CREATE TABLE t")
                    .append(i)
                    .append("(a);INSERT INTO t")
                    .append(i)
                    .append(" VALUES(1);");
        try (Fixture many = new Fixture(sql.toString())) {
            DumpResult result = many.exporter().export(target, DumpOptions.defaults());
            assertThat(result.rows()).isEqualTo(250);
            assertThat(many.server.requests().stream()
                            .filter(r -> r.route() == Route.RAW)
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void theSchemasDigestIsThatOfTheSchema() throws Exception {
        DumpResult first = fixture.exporter().export(target, DumpOptions.defaults());
        DumpResult same = fixture.exporter()
                .export(folder.resolve("2.sql"), DumpOptions.defaults().withNoData(true));
        assertThat(first.schemaSha256()).isPresent().isEqualTo(same.schemaSha256());
        try (Connection connection = fixture.server.open(Fixture.NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX more ON customers(name)");
        }
        DumpResult other = fixture.exporter().export(folder.resolve("3.sql"), DumpOptions.defaults());
        assertThat(other.schemaSha256()).isNotEqualTo(first.schemaSha256());
    }
}
