package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The door of {@link D1Connection} to D1's import, and the SQLStates of its failures. */
class ImportFromTest {

    private static final String SQL = "CREATE TABLE t(a INTEGER PRIMARY KEY);\nINSERT INTO t VALUES(1),(2);\n";
    private static final ImportOptions QUICK =
            ImportOptions.defaults().withLockWait(Duration.ZERO).withDeadline(Duration.ofSeconds(20));

    @TempDir
    Path folder;

    private final TestD1 d1 = new TestD1();

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private Path file(String sql) throws Exception {
        return Files.writeString(folder.resolve("app.sql"), sql);
    }

    @Test
    void theResultSaysWhatD1Did() throws Exception {
        try (Connection connection = d1.connect()) {
            D1Connection door = connection.unwrap(D1Connection.class);
            String before = door.bookmark();
            D1Connection.Imported imported = door.importFrom(file(SQL), QUICK);
            assertThat(imported.statements()).hasValue(2);
            assertThat(imported.rowsWritten().orElse(0)).isPositive();
            assertThat(imported.bytes()).isEqualTo(SQL.length());
            assertThat(imported.bookmark().orElseThrow()).isGreaterThan(before).isEqualTo(door.bookmark());
        }
    }

    @Test
    void theConnectionSeesTheNewTablesAtOnce() throws Exception {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "t", null)) {
                assertThat(tables.next()).isFalse();
            }
            connection.unwrap(D1Connection.class).importFrom(file(SQL), QUICK);
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "t", null)) {
                assertThat(tables.next()).isTrue();
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }

    static Stream<Arguments> failures() {
        Fault api = Fault.on(Route.IMPORT).times(99);
        Fault put = Fault.on(Route.UPLOAD).times(99);
        return Stream.of(
                Arguments.of("55006", api.locked()),
                Arguments.of("28000", api.error(403, 10000, "Authentication error")),
                Arguments.of("08006", put.expired()),
                Arguments.of("XX001", put.noEtag()),
                Arguments.of("55000", api.skip(1).exportError("no such table: x: SQLITE_ERROR")),
                Arguments.of("08007", api.skip(1).resetAfterWork()),
                Arguments.of("08007", api.skip(2).lost()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void everyFailureHasItsSqlState(String state, Fault fault) throws Exception {
        d1.faults().add(fault);
        try (Connection connection = d1.connect("&maxRetries=0")) {
            D1Connection door = connection.unwrap(D1Connection.class);
            SQLException failed = catchThrowableOfType(SQLException.class, () -> door.importFrom(file(SQL), QUICK));
            assertThat(failed.getSQLState()).as(failed.getMessage()).isEqualTo(state);
            assertThat(failed.getMessage()).doesNotContain(d1.server.token(), "X-Amz");
        }
    }

    @Test
    void aReadOnlyConnectionImportsNothing() throws Exception {
        try (Connection connection = d1.connect("&readOnly=true")) {
            D1Connection door = connection.unwrap(D1Connection.class);
            SQLException failed = catchThrowableOfType(SQLException.class, () -> door.importFrom(file(SQL), QUICK));
            assertThat(failed.getSQLState()).isEqualTo("25006");
        }
    }

    @Test
    void aFileThatIsMissingIs58030() throws Exception {
        try (Connection connection = d1.connect()) {
            D1Connection door = connection.unwrap(D1Connection.class);
            Path missing = folder.resolve("missing.sql");
            SQLException failed = catchThrowableOfType(SQLException.class, () -> door.importFrom(missing, QUICK));
            assertThat(failed.getSQLState()).isEqualTo("58030");
        }
    }
}
