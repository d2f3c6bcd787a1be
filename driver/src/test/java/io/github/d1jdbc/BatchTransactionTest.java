package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code transactions=batch}: writes wait for commit and go as one atomic request. */
@Timeout(60)
class BatchTransactionTest {
    private final TestD1 d1 = new TestD1();

    @BeforeEach
    void open() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
        }
    }

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private JdbcConnection begin(String more) throws SQLException {
        JdbcConnection connection = d1.connect("&transactions=batch" + more);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void state(Throwable e, String state) {
        assertThat(e).isInstanceOf(SQLException.class);
        assertThat(((SQLException) e).getSQLState()).isEqualTo(state);
    }

    private String rows() throws SQLException {
        return d1.truth("SELECT count(*) FROM t");
    }

    @Test
    void readOnlyIsRefusedWhileWritesWaitAndLosesNone() throws Exception {
        try (JdbcConnection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            assertThatThrownBy(() -> connection.setReadOnly(true)).satisfies(e -> state(e, "25001"));
            connection.commit();
            connection.setReadOnly(true);
        }
        assertThat(rows()).isEqualTo("1");
    }

    @Test
    void writesWaitForTheCommitAndAreOneRequest() throws Exception {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t(v) VALUES(?)")) {
            int before = d1.requests(() -> {
                assertThat(statement.executeUpdate("INSERT INTO t(v) VALUES('a')"))
                        .isEqualTo(Statement.SUCCESS_NO_INFO);
                insert.setString(1, "b");
                assertThat(insert.executeLargeUpdate()).isEqualTo(Statement.SUCCESS_NO_INFO);
                assertThat(insert.getUpdateCount()).isEqualTo(Statement.SUCCESS_NO_INFO);
                assertThat(insert.getMoreResults()).isFalse();
                assertThat(insert.getUpdateCount()).isEqualTo(-1);
                for (String v : new String[] {"c", "d"}) {
                    insert.setString(1, v);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).containsExactly(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);
                assertThat(statement.executeUpdate("CREATE TABLE u(a)")).isZero();
            });
            assertThat(before).isZero();
            assertThat(rows()).isEqualTo("0");
            assertThat(d1.requests(connection::commit)).isEqualTo(1);
            assertThat(rows()).isEqualTo("4");
            assertThat(d1.requests(connection::commit)).isZero();
        }
    }

    @Test
    void rollbackAndCloseForgetWhatWaits() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            connection.rollback();
            connection.commit();
            statement.executeUpdate("INSERT INTO t(v) VALUES('b')");
        }
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void aCommitThatFailsLeavesNothing() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            assertThatThrownBy(connection::commit).satisfies(e -> state(e, "23505"));
            assertThat(rows()).isEqualTo("0");
            // The transaction is over: nothing waits, and rolling back is no error.
            connection.rollback();
            statement.executeUpdate("INSERT INTO t(v) VALUES('z')");
            connection.commit();
            assertThat(rows()).isEqualTo("1");
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostHasAnUnknownOutcome() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            d1.faults().add(Fault.on(Route.RAW).resetAfterWork());
            assertThatThrownBy(connection::commit)
                    .satisfies(e -> state(e, "08007"))
                    .hasMessageContaining("not known");
            assertThat(rows()).isEqualTo("1");
        }
    }

    @Test
    void aQuerySeesCommittedDataAndSaysSo() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            assertThat(TestD1.column(statement.executeQuery("SELECT count(*) FROM t")))
                    .containsExactly("0");
            assertThat(TestD1.texts(statement.getWarnings())).isEmpty();
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            assertThat(TestD1.column(statement.executeQuery("SELECT count(*) FROM t")))
                    .containsExactly("0");
            assertThat(TestD1.texts(statement.getWarnings())).contains("1 writes wait");
        }
    }

    @Test
    void aQueryBehindAWriteIsAnErrorWhenAskedFor() throws SQLException {
        try (Connection connection = begin("&reads=error");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                    .satisfies(e -> state(e, "HYC00"))
                    .hasMessageContaining("reads=error");
            connection.commit();
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        }
    }

    @Test
    void whatIsNotKnownBeforeTheCommitIsRefused() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')", Statement.RETURN_GENERATED_KEYS);
            assertThatThrownBy(statement::getGeneratedKeys).satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> statement.executeQuery("select last_insert_rowid()"))
                    .satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> statement.executeQuery("INSERT INTO t(v) VALUES('b') RETURNING id"))
                    .satisfies(e -> state(e, "HYC00"))
                    .hasMessageContaining("RETURNING");
            assertThatThrownBy(() -> statement.execute("SELECT 1; DELETE FROM t"))
                    .satisfies(e -> state(e, "HYC00"));
            assertThatThrownBy(() -> statement.execute("BEGIN")).satisfies(e -> state(e, "HYC00"));
            connection.commit();
            assertThat(TestD1.column(statement.executeQuery("select last_insert_rowid()")))
                    .containsExactly("1");
            connection.setReadOnly(true);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t")).satisfies(e -> state(e, "25006"));
        }
    }

    @Test
    void aTransactionThatGrowsTooLargeCanOnlyBeRolledBack() throws SQLException {
        for (String bound : new String[] {"&maxTransactionStatements=2", "&maxTransactionBytes=200"}) {
            try (Connection connection = begin(bound);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
                statement.executeUpdate("INSERT INTO t(v) VALUES('b')");
                String third = "INSERT INTO t(v) VALUES('" + "c".repeat(100) + "')";
                assertThatThrownBy(() -> statement.executeUpdate(third)).satisfies(e -> state(e, "54000"));
                assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t"))
                        .satisfies(e -> state(e, "25P02"));
                assertThatThrownBy(connection::commit).satisfies(e -> state(e, "25P02"));
                connection.rollback();
                statement.executeUpdate("INSERT OR REPLACE INTO t(v) VALUES('d')");
                connection.commit();
                assertThat(rows()).isEqualTo("1");
            }
        }
    }

    @Test
    void changingTheModeCommits() throws SQLException {
        try (Connection connection = begin("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            connection.setAutoCommit(false);
            assertThat(rows()).isEqualTo("0");
            connection.setAutoCommit(true);
            assertThat(rows()).isEqualTo("1");
            assertThat(statement.executeUpdate("INSERT INTO t(v) VALUES('b')")).isEqualTo(1);
            assertThat(rows()).isEqualTo("2");
        }
    }

    @Test
    void itIsATransactionAndSaysSo() throws SQLException {
        try (Connection batch = begin("");
                Connection immediate = d1.connect("&transactions=auto")) {
            assertThat(batch.getMetaData().supportsTransactions()).isTrue();
            assertThat(immediate.getMetaData().supportsTransactions()).isFalse();
            assertThat(batch.getMetaData().supportsSavepoints()).isFalse();
            assertThatThrownBy(batch::setSavepoint).satisfies(e -> state(e, "HYC00"));
        }
    }

    @Test
    void abortingBreaksTheCommitOff() throws Exception {
        JdbcConnection connection = begin("");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES('a')");
            d1.faults().add(Fault.on(Route.RAW).hang());
            Background<SQLException> commit = Background.failureOf(connection::commit);
            commit.during(() -> connection.abort(Runnable::run));
            assertThat(commit.get().getSQLState()).isIn("57014", "08003");
        }
        assertThat(rows()).isEqualTo("0");
    }
}
