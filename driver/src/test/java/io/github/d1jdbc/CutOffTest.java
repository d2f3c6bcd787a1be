package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a call that hangs: the caller is free, and the server sees the connection end. */
class CutOffTest {
    private TestD1 d1;
    private Wiretap wire;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        wire = new Wiretap(d1.server.endpoint());
        String url = "jdbc:d1://" + d1.server.accountId() + "/" + TestD1.DATABASE + "?endpoint=" + wire.address();
        connection = DriverManager.getConnection(url, d1.token());
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        wire.close();
        d1.close();
    }

    /** Runs the call until the server has it, ends it, and gives what it threw. */
    private SQLException cut(TestD1.Action call, TestD1.Action ending) throws Exception {
        wire.hold();
        Background<SQLException> failure = Background.failureOf(call);
        wire.awaitRequest();
        ending.run();
        wire.awaitEnd();
        return failure.get();
    }

    private static void cancelled(SQLException failure) {
        assertThat(failure.getSQLState()).isEqualTo("57014");
        assertThat((Throwable) failure).hasMessageContaining("cancelled");
    }

    @Test
    void cancelEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        cancelled(cut(() -> statement.execute("SELECT 1"), statement::cancel));
        assertThat(statement.isClosed()).isFalse();
    }

    @Test
    void cancelOfAWriteSaysThatItMayBeDone() throws Exception {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)");
        statement.setInt(1, 1);
        SQLException failure = cut(statement::executeUpdate, statement::cancel);
        cancelled(failure);
        assertThat((Throwable) failure).hasMessageContaining("not known");
    }

    @Test
    void closingTheStatementEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        cancelled(cut(() -> statement.executeQuery("SELECT 1"), statement::close));
    }

    @Test
    void closingTheConnectionEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        cancelled(cut(() -> statement.executeQuery("SELECT 1"), connection::close));
    }

    @Test
    void abortEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        cancelled(cut(() -> statement.executeQuery("SELECT 1"), () -> connection.abort(Runnable::run)));
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void aBatchIsEndedToo() throws Exception {
        Statement statement = connection.createStatement();
        statement.addBatch("INSERT INTO t VALUES (1)");
        assertThat(cut(statement::executeBatch, statement::cancel).getSQLState())
                .isEqualTo("57014");
    }

    @Test
    void theQueryTimeoutEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        statement.setQueryTimeout(1);
        assertThat((Throwable) cut(() -> statement.executeQuery("SELECT 1"), () -> {}))
                .isInstanceOf(SQLTimeoutException.class)
                .hasMessageContaining("took longer than 1.0 s");
    }

    @Test
    void theNetworkTimeoutEndsTheCall() throws Exception {
        Statement statement = connection.createStatement();
        connection.setNetworkTimeout(null, 100);
        assertThat((Throwable) cut(() -> statement.executeQuery("SELECT 1"), () -> {}))
                .isInstanceOf(SQLTimeoutException.class)
                .hasMessageContaining("took longer than 0.1 s");
    }

    @Test
    void abortEndsAReadOfMetadata() throws Exception {
        SQLException failure = cut(
                () -> connection.getMetaData().getTables(null, null, "%", null), () -> connection.abort(Runnable::run));
        assertThat(failure.getSQLState()).isEqualTo("08003");
    }

    @Test
    void closingTheConnectionEndsAReadOfMetadata() throws Exception {
        SQLException failure = cut(() -> connection.getMetaData().getColumns(null, null, "%", "%"), connection::close);
        assertThat(failure.getSQLState()).isEqualTo("08003");
    }

    @Test
    void theNetworkTimeoutEndsAReadOfMetadata() throws Exception {
        connection.setNetworkTimeout(Runnable::run, 100);
        assertThat((Throwable) cut(() -> connection.getMetaData().getTables(null, null, "%", null), () -> {}))
                .isInstanceOf(SQLTimeoutException.class);
    }

    @Test
    void cancelEndsWhatAStatementReadsOfTheSchema() throws Exception {
        Statement statement = connection.createStatement();
        // What * means is read first.
        cancelled(cut(() -> statement.executeQuery("INSERT INTO t VALUES (1) RETURNING *"), statement::cancel));
    }

    @Test
    void aCheckThatHangsIsAnInvalidConnection() throws Exception {
        wire.hold();
        assertThat(connection.isValid(1)).isFalse();
        wire.awaitEnd();
    }

    @Test
    void whatWasNotSentIsSurelyNotDone() throws Exception {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (1)"))
                    .isInstanceOfSatisfying(SQLException.class, CutOffTest::cancelled)
                    .hasMessageEndingWith(" was cancelled before it was sent.");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        // Nothing is written, so that there is something to roll back to.
        connection.rollback();
    }
}
