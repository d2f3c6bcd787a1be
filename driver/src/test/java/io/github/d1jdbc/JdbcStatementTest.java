package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JdbcStatementTest {
    private final TestD1 d1 = new TestD1();
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = d1.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE, n INTEGER)");
        statement.execute("INSERT INTO t(v, n) VALUES('a', 1), ('b', 2), ('c', 3)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    @Test
    void countsAreThoseOfTheStatementItself() throws SQLException {
        statement.execute(
                "CREATE TABLE log(x); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES(1); END");
        // D1's meta.changes would be 6 here, the trigger's rows among them.
        assertThat(statement.executeUpdate("UPDATE t SET n = n + 1")).isEqualTo(3);
        assertThat(statement.executeLargeUpdate("DELETE FROM t WHERE n > 100")).isZero();
        assertThat(statement.executeUpdate("INSERT OR IGNORE INTO t(v) VALUES('a')"))
                .isZero();
        assertThat(statement.executeUpdate("REPLACE INTO t(id, v) VALUES(1, 'z')"))
                .isEqualTo(1);
    }

    @Test
    void ddlCountsNothingAlsoBehindAWrite() throws SQLException {
        assertThat(statement.executeUpdate("UPDATE t SET n = 0")).isEqualTo(3);
        assertThat(statement.executeUpdate("CREATE TABLE u AS SELECT * FROM t")).isZero();
        assertThat(statement.executeUpdate("DROP TABLE u")).isZero();
    }

    @Test
    void oneResultEndsWithMinusOne() throws SQLException {
        assertThat(statement.execute("SELECT v FROM t")).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet()).isSameAs(statement.getResultSet());
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet()).isNull();

        assertThat(statement.execute("UPDATE t SET n = 9")).isFalse();
        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.getUpdateCount()).isEqualTo(3);
        assertThat(statement.getUpdateCount()).isEqualTo(3);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getLargeUpdateCount()).isEqualTo(-1);
    }

    @Test
    void severalStatementsGiveTheirResultsInOrder() throws SQLException {
        boolean rows = statement.execute(
                "INSERT INTO t(v) VALUES('x;y'); SELECT v FROM t WHERE v LIKE 'x%'; -- a; comment\nUPDATE t SET n = 5; SELECT 1");
        assertThat(rows).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(TestD1.column(statement.getResultSet())).containsExactly("x;y");
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(4);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(TestD1.column(statement.getResultSet())).containsExactly("1");
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }

    @Test
    void severalStatementsAreOneRequestAndOneTransaction() throws Exception {
        int requests =
                d1.requests(() -> statement.execute("INSERT INTO t(v) VALUES('p'); INSERT INTO t(v) VALUES('q')"));
        assertThat(requests).isEqualTo(1);
        assertThatThrownBy(() -> statement.execute("DELETE FROM t; INSERT INTO nope VALUES(1)"))
                .isInstanceOf(SQLException.class);
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("5");
    }

    @Test
    void earlierResultsStayOpenWhenAsked() throws SQLException {
        statement.execute("SELECT 1; SELECT 2; SELECT 3");
        ResultSet first = statement.getResultSet();
        assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
        ResultSet second = statement.getResultSet();
        assertThat(first.isClosed()).isFalse();
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(second.isClosed()).isTrue();
        assertThat(first.isClosed()).isFalse();
        assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
        assertThat(first.isClosed()).isTrue();
        assertThatThrownBy(() -> statement.getMoreResults(99)).hasMessageContaining("99");
    }

    @Test
    void runningAgainClosesWhatCameBefore() throws SQLException {
        ResultSet first = statement.executeQuery("SELECT 1");
        ResultSet second = statement.executeQuery("SELECT 2");
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET n = 0",
                "INSERT INTO t(v) VALUES('n')",
                "WITH x AS (SELECT 1) DELETE FROM t",
                "DROP TABLE t",
                "SELECT 1; DELETE FROM t"
            })
    void executeQueryRefusesWhatGivesNoRowsBeforeItIsSent(String sql) throws Exception {
        int requests = d1.requests(
                () -> assertThatThrownBy(() -> statement.executeQuery(sql)).hasMessageContaining("Nothing was sent"));
        assertThat(requests).isZero();
        assertThat(d1.truth("SELECT sum(n) FROM t")).isEqualTo("6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "VALUES(1)",
                "PRAGMA table_info(t)",
                "EXPLAIN SELECT 1",
                "DELETE FROM t RETURNING id",
                "DELETE FROM t; SELECT 1"
            })
    void executeUpdateRefusesWhatGivesRowsBeforeItIsSent(String sql) throws Exception {
        int requests = d1.requests(
                () -> assertThatThrownBy(() -> statement.executeUpdate(sql)).hasMessageContaining("Nothing was sent"));
        assertThat(requests).isZero();
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("3");
    }

    @Test
    void returningIsAQuery() throws SQLException {
        assertThat(TestD1.column(statement.executeQuery("DELETE FROM t WHERE n < 3 RETURNING v")))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(statement.execute("INSERT INTO t(v) VALUES('r') RETURNING id"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";;", "-- nothing", "/* nothing */ ;"})
    void sqlWithoutAStatementIsRefused(String sql) {
        assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("no statement");
    }

    @Test
    void oddSqlIsTheServersMatter() {
        assertThatThrownBy(() -> statement.execute("???")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.executeQuery("SELEC 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"))
                .hasMessageContaining("near \"SELEC\"");
    }

    @Test
    void keysOfInsertsAreThereUnderAnyLabel() throws SQLException {
        statement.executeUpdate("INSERT INTO t(v) VALUES('k')", Statement.RETURN_GENERATED_KEYS);
        ResultSet keys = statement.getGeneratedKeys();
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isEqualTo(4);
        assertThat(keys.getLong("id")).isEqualTo(4);
        assertThat(keys.getMetaData().getColumnLabel(1)).isEqualTo("last_insert_rowid()");
        assertThat(keys.next()).isFalse();
        statement.execute("INSERT INTO t(v) VALUES('l')", new String[] {"ID"});
        assertThat(statement.getGeneratedKeys().getMetaData().getColumnLabel(1)).isEqualTo("ID");
        statement.executeUpdate("INSERT INTO t(v) VALUES('m')", new int[] {1});
        assertThat(TestD1.column(statement.getGeneratedKeys())).containsExactly("6");
    }

    @Test
    void keysBeyondADoubleAreExact() throws SQLException {
        statement.executeUpdate("INSERT INTO t(id, v) VALUES(9223372036854775807, 'max')");
        ResultSet keys = statement.getGeneratedKeys();
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(keys.getObject(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(keys.getString(1)).isEqualTo("9223372036854775807");
    }

    @Test
    void withoutAnInsertedRowThereIsNoKey() throws SQLException {
        for (String sql : new String[] {
            "UPDATE t SET n = 7", "INSERT OR IGNORE INTO t(v) VALUES('a')", "DELETE FROM t", "CREATE TABLE z(a)"
        }) {
            statement.executeUpdate(sql);
            assertThat(statement.getGeneratedKeys().next()).as(sql).isFalse();
        }
    }

    @Test
    void anUpsertThatUpdatesGivesNoForeignKey() throws SQLException {
        String upsert = "INSERT INTO t(v, n) VALUES('%s', 1) ON CONFLICT(v) DO UPDATE SET n = 100";
        statement.executeUpdate(upsert.formatted("new"));
        assertThat(TestD1.column(statement.getGeneratedKeys())).containsExactly("4");
        assertThat(statement.executeUpdate(upsert.formatted("a"))).isEqualTo(1);
        assertThat(statement.getGeneratedKeys().next()).isFalse();
    }

    @Test
    void aBatchIsOneAtomicRequest() throws Exception {
        statement.addBatch("INSERT INTO t(v) VALUES('x')");
        statement.addBatch("UPDATE t SET n = 0; DELETE FROM t WHERE v = 'a'");
        statement.addBatch("CREATE TABLE b(a)");
        int requests = d1.requests(() -> assertThat(statement.executeBatch()).containsExactly(1, 5, 0));
        assertThat(requests).isEqualTo(1);
        assertThat(TestD1.column(statement.getGeneratedKeys())).containsExactly("4");
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.executeBatch()).isEmpty();
    }

    @Test
    void aFailedBatchLeavesNothing() throws SQLException {
        statement.addBatch("INSERT INTO t(v) VALUES('x')");
        statement.addBatch("INSERT INTO t(v) VALUES('a')");
        assertThatThrownBy(statement::executeBatch)
                .isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                    assertThat(e.getUpdateCounts()).containsExactly(Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED);
                    assertThat(e.getSQLState()).isEqualTo("23505");
                    assertThat(e.getErrorCode()).isEqualTo(19);
                })
                .hasMessageContaining("UNIQUE constraint failed: t.v");
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("3");
        assertThat(statement.executeBatch()).isEmpty();
    }

    @Test
    void aQueryInABatchIsRefusedBeforeItIsSent() throws SQLException {
        statement.addBatch("DELETE FROM t");
        statement.addBatch("SELECT 1");
        assertThatThrownBy(statement::executeBatch)
                .isInstanceOf(BatchUpdateException.class)
                .hasMessageContaining("Nothing was sent");
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("3");
        statement.addBatch("DELETE FROM t");
        statement.clearBatch();
        assertThat(statement.executeBatch()).isEmpty();
    }

    @Test
    void maxRowsCutsTheResult() throws SQLException {
        statement.setMaxRows(2);
        assertThat(statement.getMaxRows()).isEqualTo(2);
        assertThat(TestD1.column(statement.executeQuery("SELECT v FROM t ORDER BY v")))
                .containsExactly("a", "b");
        statement.setMaxRows(0);
        assertThat(TestD1.column(statement.executeQuery("SELECT v FROM t"))).hasSize(3);
        assertThatThrownBy(() -> statement.setMaxRows(-1)).hasMessageContaining("negative");
    }

    @Test
    void theQueryTimeoutEndsTheCall() throws SQLException {
        d1.faults().add(Fault.on(Route.RAW).hang());
        statement.setQueryTimeout(1);
        assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                .isInstanceOfSatisfying(
                        SQLTimeoutException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        statement.setQueryTimeout(0);
        d1.faults().clear();
        assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
    }

    @Test
    void cancelFromAnotherThreadBreaksTheCallOff() throws Exception {
        d1.faults().add(Fault.on(Route.RAW).hang());
        interrupt(statement::cancel);
        d1.faults().clear();
        assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        statement.cancel();
    }

    @Test
    void closeFromAnotherThreadBreaksTheCallOff() throws Exception {
        d1.faults().add(Fault.on(Route.RAW).hang());
        interrupt(statement::close);
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void abortBreaksTheCallOffAndClosesAll() throws Exception {
        d1.faults().add(Fault.on(Route.RAW).hang());
        interrupt(() -> connection.abort(Runnable::run));
        assertThat(connection.isClosed()).isTrue();
    }

    private interface Action {
        void run() throws SQLException;
    }

    private void interrupt(Action action) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<SQLException> failure = threads.submit(() -> {
                try {
                    statement.executeQuery("SELECT 1");
                    throw new AssertionError("it was answered");
                } catch (SQLException e) {
                    return e;
                }
            });
            // Before the call has begun cancel has nothing to do, so it is repeated until it had.
            while (!failure.isDone()) {
                action.run();
                Thread.onSpinWait();
            }
            assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isIn("57014", "HY010", "08003");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closeOnCompletionFollowsTheLastResult() throws SQLException {
        statement.closeOnCompletion();
        assertThat(statement.isCloseOnCompletion()).isTrue();
        statement.executeQuery("SELECT 1");
        ResultSet rows = statement.executeQuery("SELECT 2");
        assertThat(statement.isClosed()).isFalse();
        rows.close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void closeOnCompletionWaitsForResultsToCome() throws SQLException {
        statement.closeOnCompletion();
        statement.execute("SELECT 1; SELECT 2");
        statement.getResultSet().close();
        assertThat(statement.isClosed()).isFalse();
        assertThat(statement.getMoreResults()).isTrue();
        statement.getResultSet().close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void pragmasThatDoNotDoWhatTheySayDrawAWarning() throws SQLException {
        statement.execute("PRAGMA foreign_keys = OFF");
        assertThat(TestD1.texts(statement.getWarnings())).contains("always on");
        statement.execute("PRAGMA case_sensitive_like = ON; PRAGMA defer_foreign_keys = ON");
        assertThat(TestD1.texts(statement.getWarnings())).contains("outlives").contains("own request");
        statement.clearWarnings();
        assertThat(TestD1.texts(statement.getWarnings())).isEmpty();
        statement.execute("PRAGMA table_info(t)");
        assertThat(TestD1.texts(statement.getWarnings())).isEmpty();
    }

    @Test
    void hintsAreKeptAndNonsenseRefused() throws SQLException {
        statement.setFetchSize(50);
        statement.setFetchDirection(ResultSet.FETCH_REVERSE);
        statement.setPoolable(true);
        statement.setEscapeProcessing(true);
        statement.setMaxFieldSize(0);
        assertThat(statement.getFetchSize()).isEqualTo(50);
        assertThat(statement.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
        assertThat(statement.isPoolable()).isTrue();
        assertThat(statement.getMaxFieldSize()).isZero();
        assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
        assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
        assertThat(statement.getResultSetHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        assertThat(statement.getConnection()).isSameAs(connection);
        assertThatThrownBy(() -> statement.setFetchSize(-1)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.setFetchDirection(7)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.setQueryTimeout(-1)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.setMaxFieldSize(5)).hasMessageContaining("setMaxFieldSize");
    }
}
