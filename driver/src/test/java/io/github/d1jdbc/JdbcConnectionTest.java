package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JdbcConnectionTest {
    private final TestD1 d1 = new TestD1();

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private static void state(Throwable e, String state) {
        assertThat(e).isInstanceOf(SQLException.class);
        assertThat(((SQLException) e).getSQLState()).isEqualTo(state);
    }

    @Test
    void connectingAsksOnceAndKnowsTheDatabase() throws Exception {
        assertThat(d1.requests(() -> d1.connect().close())).isEqualTo(1);
        try (JdbcConnection connection = d1.connect()) {
            assertThat(connection.databaseName()).isEqualTo(TestD1.DATABASE);
            assertThat(connection.databaseId()).isEqualTo(d1.server.databaseId(TestD1.DATABASE));
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aWrongTokenFailsAtOnce() {
        java.util.Properties wrong = new java.util.Properties();
        wrong.setProperty("password", "not-the-token");
        assertThatThrownBy(() -> D1Driver.connect(d1.url(""), wrong, java.util.Map.of()))
                .satisfies(e -> state(e, "28000"))
                .message()
                .doesNotContain("not-the-token");
    }

    @Test
    void anUnknownDatabaseFailsAtOnce() {
        String url = d1.url("").replace("/shop?", "/nowhere?");
        assertThatThrownBy(() -> D1Driver.connect(url, d1.token(), java.util.Map.of()))
                .satisfies(e -> state(e, "3D000"))
                .hasMessageContaining("nowhere");
    }

    @Test
    void anUnreachableServerFailsAsNeverSent() throws Exception {
        String url = d1.url("&maxRetries=0");
        d1.close();
        assertThatThrownBy(() -> D1Driver.connect(url, d1.token(), java.util.Map.of()))
                .satisfies(e -> state(e, "08001"));
    }

    @Test
    void unwrapGivesTheD1Face() throws SQLException {
        try (Connection connection = d1.connect()) {
            assertThat(connection.isWrapperFor(D1Connection.class)).isTrue();
            assertThat(connection.unwrap(D1Connection.class).bookmark()).isNotEmpty();
            assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void closingClosesStatementsAndResults() throws SQLException {
        Connection connection = d1.connect();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT 1");
        ResultSet rows = statement.executeQuery("SELECT 1");
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(statement.isClosed()).isTrue();
        assertThat(prepared.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        connection.abort(Runnable::run);
    }

    @Test
    void aBusyDatabaseIsValidAndADeadOneIsNot() throws Exception {
        try (Connection connection = d1.connect("&maxRetries=0")) {
            d1.faults().add(Fault.on(Route.RAW).error(429, 971, "slow down"));
            assertThat(connection.isValid(5)).isTrue();
            d1.faults().add(Fault.on(Route.RAW).error(400, 7500, "Currently processing a long-running export."));
            assertThat(connection.isValid(5)).isTrue();
            d1.faults().clear();
            d1.faults().add(Fault.on(Route.RAW).hang());
            assertThat(connection.isValid(1)).isFalse();
            d1.faults().clear();
            assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
            d1.close();
            assertThat(connection.isValid(5)).isFalse();
        }
    }

    @Test
    void theNetworkTimeoutBoundsEveryCall() throws SQLException {
        try (Connection connection = d1.connect()) {
            connection.setNetworkTimeout(Runnable::run, 300);
            assertThat(connection.getNetworkTimeout()).isEqualTo(300);
            d1.faults().add(Fault.on(Route.RAW).hang());
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(50);
                assertThatThrownBy(() -> statement.execute("SELECT 1")).satisfies(e -> state(e, "57014"));
            }
            assertThatThrownBy(() -> connection.setNetworkTimeout(null, -1)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theShorterOfTwoTimeoutsHolds() throws SQLException {
        try (JdbcConnection connection = d1.connect()) {
            Session session = connection.session();
            assertThat(session.abort(Duration.ZERO).limit()).isNull();
            assertThat(session.abort(Duration.ofSeconds(2)).limit()).isEqualTo(Duration.ofSeconds(2));
            connection.setNetworkTimeout(null, 1000);
            assertThat(session.abort(Duration.ofSeconds(2)).limit()).isEqualTo(Duration.ofSeconds(1));
            assertThat(session.abort(Duration.ZERO).limit()).isEqualTo(Duration.ofSeconds(1));
            assertThat(session.abort(Duration.ofMillis(10)).limit()).isEqualTo(Duration.ofMillis(10));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES(1)",
                "DROP TABLE t",
                "SELECT 1; DELETE FROM t",
                "PRAGMA case_sensitive_like = ON",
                "WITH x AS (SELECT 1) UPDATE t SET a = 1",
                "???"
            })
    void readOnlyRefusesWritesBeforeTheyAreSent(String sql) throws Exception {
        try (JdbcConnection connection = d1.connect("&readOnly=true");
                Statement statement = connection.createStatement()) {
            int requests = d1.requests(
                    () -> assertThatThrownBy(() -> statement.execute(sql)).satisfies(e -> state(e, "25006")));
            assertThat(requests).isZero();
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
            // What the property forbids no tool can allow.
            connection.setReadOnly(false);
            assertThat(connection.isReadOnly()).isTrue();
        }
    }

    @Test
    void readOnlyCanBeSetAfterConnecting() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> statement.execute("CREATE TABLE t(a)")).satisfies(e -> state(e, "25006"));
            connection.setReadOnly(false);
            statement.execute("CREATE TABLE t(a)");
            assertThat(connection.isReadOnly()).isFalse();
        }
    }

    @Test
    void commitAndRollbackNeedATransaction() throws SQLException {
        try (Connection connection = d1.connect()) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThatThrownBy(connection::commit).satisfies(e -> state(e, "25000"));
            assertThatThrownBy(connection::rollback).satisfies(e -> state(e, "25000"));
        }
    }

    @Test
    void rollbackWithNothingWrittenIsFine() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.rollback();
            statement.executeQuery("SELECT 1");
            connection.rollback();
            statement.execute("CREATE TABLE t(a)");
            connection.commit();
            connection.rollback();
            assertThat(connection.getAutoCommit()).isFalse();
        }
    }

    @Test
    void rollbackAfterAWriteSaysWhatIsCommitted() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a UNIQUE)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES(1)");
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES(1)"))
                    .satisfies(e -> state(e, "23505"));
            assertThatThrownBy(connection::rollback)
                    .satisfies(e -> state(e, "2D000"))
                    .hasMessageContaining("1 write is already committed");
            // The transaction has ended all the same.
            connection.rollback();
            statement.execute("INSERT INTO t VALUES(2)");
            connection.setAutoCommit(true);
            connection.setAutoCommit(false);
            connection.rollback();
            assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("2");
        }
    }

    @Test
    void aWriteWithUnknownOutcomeCountsAsWritten() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            connection.setAutoCommit(false);
            d1.faults().add(Fault.on(Route.RAW).resetAfterWork());
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES(1)"))
                    .satisfies(e -> state(e, "08007"));
            assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("1");
            assertThatThrownBy(connection::rollback).satisfies(e -> state(e, "2D000"));
        }
    }

    @Test
    void aReadIsRepeatedWhenTheConnectionBreaks() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            d1.faults().add(Fault.on(Route.RAW).reset());
            assertThat(TestD1.column(statement.executeQuery("SELECT 7"))).containsExactly("7");
        }
    }

    @Test
    void rollbackCanWarnOrBeSilent() throws SQLException {
        try (Connection connection = d1.connect("&rollback=warn");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE t(a)");
            connection.rollback();
            assertThat(TestD1.texts(connection.getWarnings())).contains("already committed");
            connection.clearWarnings();
            assertThat(TestD1.texts(connection.getWarnings())).isEmpty();
        }
        try (Connection connection = d1.connect("&rollback=ignore");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE u(a)");
            connection.rollback();
            assertThat(TestD1.texts(connection.getWarnings())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x", "END", "RELEASE x"})
    void transactionsAsSqlAreRefusedByName(String sql) throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .satisfies(e -> state(e, "HYC00"));
        }
    }

    @Test
    void ownKeyAndCountAreAnsweredWithoutARequest() throws Exception {
        try (Connection connection = d1.connect();
                Connection other = d1.connect();
                Statement statement = connection.createStatement();
                Statement stranger = other.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
            statement.executeUpdate("INSERT INTO t(v) VALUES(1), (2)");
            // The engine's own last_insert_rowid() would now be the stranger's.
            stranger.executeUpdate("INSERT INTO t(id) VALUES(77)");
            int requests = d1.requests(() -> {
                ResultSet key = statement.executeQuery(" select LAST_INSERT_ROWID ( ) as \"key\" ;");
                assertThat(key.findColumn("key")).isEqualTo(1);
                assertThat(TestD1.column(key)).containsExactly("2");
                assertThat(TestD1.column(statement.executeQuery("SELECT changes()")))
                        .containsExactly("2");
            });
            assertThat(requests).isZero();
        }
    }

    @Test
    void whatD1DoesNotHaveIsNullOrRefused() throws SQLException {
        try (Connection connection = d1.connect()) {
            connection.setCatalog("main");
            connection.setSchema("main");
            assertThat(connection.getCatalog()).isNull();
            assertThat(connection.getSchema()).isNull();
            assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
            assertThat(connection.getTypeMap()).isEmpty();
            assertThatThrownBy(connection::setSavepoint).satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(connection::createSQLXML).satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> connection.createArrayOf("TEXT", new Object[0]))
                    .satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> connection.prepareCall("x")).satisfies(e -> state(e, "HYC00"));
        }
    }

    @Test
    void aLevelThatD1DoesNotHaveIsServedByTheNextHigher() throws SQLException {
        try (Connection connection = d1.connect()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE))
                    .satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> connection.setTransactionIsolation(77)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void onlyTheFormThatD1HasIsGiven() throws SQLException {
        try (Connection connection = d1.connect()) {
            int forward = ResultSet.TYPE_FORWARD_ONLY;
            int read = ResultSet.CONCUR_READ_ONLY;
            int hold = ResultSet.HOLD_CURSORS_OVER_COMMIT;
            assertThat(connection.createStatement(forward, read, hold)).isNotNull();
            assertThat(connection.prepareStatement("SELECT 1", forward, read, hold))
                    .isNotNull();
            connection.setHoldability(hold);
            assertThat(connection.getHoldability()).isEqualTo(hold);
            assertThatThrownBy(() -> connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT))
                    .satisfies(e -> state(e, "HYC00"));
        }
    }

    @Test
    void exportingGivesACompleteFile(@TempDir Path folder) throws Exception {
        try (JdbcConnection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a); INSERT INTO t VALUES('x')");
            Path file = folder.resolve("shop.sql");
            DumpResult result = connection.exportTo(file, DumpOptions.defaults());
            assertThat(Files.readString(file)).contains("INSERT INTO \"t\" (\"a\") VALUES('x');");
            assertThat(result.databaseName()).isEqualTo(TestD1.DATABASE);
            assertThat(result.rows()).isEqualTo(1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            connection.exportTo(out, DumpOptions.defaults().withTables("t"));
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void anExportThatCannotBeHasItsState(@TempDir Path folder) throws Exception {
        try (JdbcConnection connection = d1.connect()) {
            DumpOptions nope = DumpOptions.defaults().withTables("nope");
            assertThatThrownBy(() -> connection.exportTo(folder.resolve("x.sql"), nope))
                    .satisfies(e -> state(e, "42S02"))
                    .hasMessageContaining("nope");
            assertThatThrownBy(() -> connection.exportTo(folder, DumpOptions.defaults()))
                    .satisfies(e -> state(e, "58030"));
            assertThat(folder).isEmptyDirectory();
        }
    }
}
