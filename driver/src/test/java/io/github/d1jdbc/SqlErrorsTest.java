package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestException.Kind;
import io.github.d1jdbc.internal.export.ExportException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.EnumMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SqlErrorsTest {

    private static SQLException refused(int status, int code, String text) {
        return SqlErrors.of(new RestException(Kind.REFUSED, status, code, text, "ray", "it failed: " + text), false);
    }

    // SQLException is an Iterable too, so that assertThat alone would not know which.
    private static ThrowableAssert<Throwable> error(Throwable e) {
        return new ThrowableAssert<>(e);
    }

    private static void is(SQLException e, Class<? extends SQLException> type, String state) {
        error(e).isExactlyInstanceOf(type);
        assertThat(e.getSQLState()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIQUE constraint failed: e.id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)|23505|19",
                "UNIQUE constraint failed: e.u: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)|23505|19",
                "UNIQUE constraint failed: e.u: SQLITE_CONSTRAINT|23505|19",
                "NOT NULL constraint failed: e.n: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)|23502|19",
                "NOT NULL constraint failed: e.n: SQLITE_CONSTRAINT|23502|19",
                "FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)|23503|19",
                "FOREIGN KEY constraint failed: SQLITE_CONSTRAINT|23503|19",
                "CHECK constraint failed: c > 0: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_CHECK)|23514|19",
                "CHECK constraint failed: c > 0: SQLITE_CONSTRAINT|23514|19",
                "no delete of 7: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)|23000|19",
                "no delete of 7: SQLITE_CONSTRAINT|23000|19",
                "datatype mismatch: SQLITE_MISMATCH|22018|20",
                "statement too long: SQLITE_TOOBIG|54000|18",
                "string or blob too big: SQLITE_TOOBIG|22001|18",
                "no such table: nope: SQLITE_ERROR|42S02|1",
                "no such column: nope at offset 7: SQLITE_ERROR|42S22|1",
                "table e has no column named nope: SQLITE_ERROR|42S22|1",
                "no such index: i: SQLITE_ERROR|42S12|1",
                "table e already exists at offset 13: SQLITE_ERROR|42S01|1",
                "incomplete input: SQLITE_ERROR|42601|1",
                "ambiguous column name: x: SQLITE_ERROR|42000|1",
                "integer overflow: SQLITE_ERROR|22003|1",
                "malformed JSON: SQLITE_ERROR|22032|1",
                "not authorized: SQLITE_AUTH|42501|23",
                "not authorized to use function: sqlite_version at offset 7: SQLITE_ERROR|42501|1",
                "database is locked: SQLITE_BUSY|40001|5",
                "interrupted: SQLITE_INTERRUPT|57014|9",
                "attempt to write a readonly database: SQLITE_READONLY|25006|8",
                "database or disk is full: SQLITE_FULL|53100|13",
                "database disk image is malformed: SQLITE_CORRUPT|XX001|11",
                "out of memory: SQLITE_NOMEM|53200|7",
                "odd: SQLITE_UNHEARDOF|HY000|1",
                "Wrong number of parameter bindings for SQL query.|07001|25",
                "No SQL statements detected.|42601|1"
            })
    void sqliteErrorsHaveAStateAndSqlitesPrimaryCode(String text, String state, int code) {
        SQLException e = refused(400, 7500, text);
        assertThat(e.getSQLState()).isEqualTo(state);
        assertThat(e.getErrorCode()).isEqualTo(code);
        assertThat(e.getCause()).isInstanceOf(RestException.class);
    }

    @Test
    void theClassSaysTheKindOfError() {
        is(refused(400, 7500, "x: SQLITE_CONSTRAINT"), SQLIntegrityConstraintViolationException.class, "23000");
        is(refused(400, 7500, "no such table: t: SQLITE_ERROR"), SQLSyntaxErrorException.class, "42S02");
        is(refused(400, 7500, "x: SQLITE_AUTH"), SQLSyntaxErrorException.class, "42501");
        is(refused(400, 7500, "x: SQLITE_MISMATCH"), SQLDataException.class, "22018");
        is(refused(400, 7500, "x: SQLITE_LOCKED"), SQLTransactionRollbackException.class, "40001");
        is(refused(400, 7500, "x: SQLITE_INTERRUPT"), SQLTimeoutException.class, "57014");
        is(refused(400, 7500, "x: SQLITE_FULL"), SQLNonTransientException.class, "53100");
        is(
                refused(400, 7500, "To execute a transaction, please use the state.storage.transaction() API"),
                SQLFeatureNotSupportedException.class,
                "HYC00");
    }

    @Test
    void sqlitesOwnWordsComeFirst() {
        SQLException e = refused(
                400, 7500, "UNIQUE constraint failed: a.n: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)");
        error(e).hasMessage("UNIQUE constraint failed: a.n (SQLITE_CONSTRAINT_UNIQUE)");
        error(refused(400, 7500, "near \"x\nSQLITE_ERROR: y\": syntax error at offset 2: SQLITE_ERROR"))
                .hasMessage("near \"x\nSQLITE_ERROR: y\": syntax error at offset 2 (SQLITE_ERROR)");
    }

    @Test
    void theApisRefusals() {
        is(refused(401, 10000, "Authentication error"), SQLInvalidAuthorizationSpecException.class, "28000");
        is(refused(403, 7403, "not authorised"), SQLInvalidAuthorizationSpecException.class, "28000");
        is(refused(404, 7404, "The database x could not be found"), SQLNonTransientConnectionException.class, "3D000");
        is(refused(429, 971, "slow down"), SQLTransientException.class, "53000");
        is(
                refused(400, 7500, "D1 DB is overloaded. Requests queued for too long."),
                SQLTransientException.class,
                "53000");
        is(refused(400, 7500, "Currently processing a long-running export."), SQLTransientException.class, "55006");
        is(
                refused(400, 7500, "Your account has exceeded D1's free tier daily row read limit."),
                SQLNonTransientException.class,
                "53400");
        is(refused(400, 7400, "The request is malformed"), SQLNonTransientException.class, "22023");
        is(refused(400, 7500, "something new"), SQLNonTransientException.class, "HY000");
        assertThat(refused(404, 7404, "x").getErrorCode()).isEqualTo(7404);
    }

    @ParameterizedTest
    @CsvSource({
        "400, internal error; reference = abc",
        "400, D1 DB reset because its code was updated.",
        "400, Network connection lost.",
        "400, D1 DB exceeded its CPU time limit and was reset.",
        "503, try later"
    })
    void aWriteWithUnknownOutcomeIsNotTransientAndAReadIs(int status, String text) {
        RestException e = new RestException(Kind.REFUSED, status, 7500, text, null, "it failed");
        is(SqlErrors.of(e, false), SQLNonTransientConnectionException.class, "08007");
        error(SqlErrors.of(e, false)).hasMessageContaining("not known");
        assertThat(SqlErrors.mayBeDone(SqlErrors.of(e, false))).isTrue();
        is(SqlErrors.of(e, true), SQLTransientConnectionException.class, "08006");
        error(SqlErrors.of(e, true)).hasMessage("it failed");
    }

    @Test
    void failuresWithoutAnAnswer() {
        is(of(Kind.NEVER_SENT, false), SQLTransientConnectionException.class, "08001");
        is(of(Kind.UNKNOWN, false), SQLNonTransientConnectionException.class, "08007");
        is(of(Kind.UNKNOWN, true), SQLTransientConnectionException.class, "08006");
        is(of(Kind.UNREADABLE, false), SQLNonTransientConnectionException.class, "08007");
        is(of(Kind.UNREADABLE, true), SQLTransientConnectionException.class, "08006");
        is(of(Kind.TIMED_OUT, false), SQLTimeoutException.class, "57014");
        is(of(Kind.CANCELLED, true), SQLNonTransientException.class, "57014");
        error(of(Kind.TIMED_OUT, false)).hasMessageContaining("not known");
        error(of(Kind.TIMED_OUT, true)).hasMessage("it failed");
        assertThat(SqlErrors.mayBeDone(of(Kind.NEVER_SENT, false))).isFalse();
    }

    private static SQLException of(Kind kind, boolean reads) {
        return SqlErrors.of(new RestException(kind, "it failed", null), reads);
    }

    @Test
    void anHtmlPageOfAGatewayIsReadByItsStatus() {
        is(unreadable(403, true), SQLInvalidAuthorizationSpecException.class, "28000");
        is(unreadable(429, true), SQLTransientException.class, "53000");
        is(unreadable(502, true), SQLTransientConnectionException.class, "08006");
        is(unreadable(502, false), SQLNonTransientConnectionException.class, "08007");
    }

    private static SQLException unreadable(int status, boolean reads) {
        return SqlErrors.of(new RestException(Kind.UNREADABLE, status, 0, "", "ray", "HTML came"), reads);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonOfAnExportHasItsState(Reason reason) {
        Map<Reason, String> states = new EnumMap<>(Reason.class);
        states.put(Reason.OPTIONS, "22023");
        states.put(Reason.UNKNOWN_TABLE, "42S02");
        states.put(Reason.TARGET, "58030");
        states.put(Reason.LOCKED, "55006");
        states.put(Reason.DEADLINE, "57014");
        states.put(Reason.BUDGET, "55P03");
        states.put(Reason.REFUSED, "55000");
        states.put(Reason.CONTENT, "XX001");
        states.put(Reason.DOWNLOAD, "08006");
        states.put(Reason.INTERRUPTED, "57P04");
        ExportException cause = new ExportException(reason, "why");
        SQLException e = SqlErrors.export(cause);
        error(e).hasMessage("why").hasCause(cause);
        assertThat(e.getSQLState()).isEqualTo(states.get(reason));
    }

    @Test
    void notSupportedIsNeverTheStateOnWhichPoolsEvict() {
        is(SqlErrors.unsupported("X.y"), SQLFeatureNotSupportedException.class, "HYC00");
        error(SqlErrors.unsupported("X.y", "use z")).hasMessage("X.y is not supported by the D1 driver: use z.");
    }

    @Test
    void aFailedBatchIsUndoneAsAWhole() {
        SQLException cause = refused(400, 7500, "x: SQLITE_CONSTRAINT");
        BatchUpdateException e = SqlErrors.batch(cause, 3);
        assertThat(e.getUpdateCounts()).containsExactly(-3, -3, -3);
        assertThat(e.getSQLState()).isEqualTo("23000");
        assertThat(e.getErrorCode()).isEqualTo(19);
        error(e).hasCause(cause).hasMessage(cause.getMessage());
    }

    @Test
    void closedObjectsSayWhatIsClosed() {
        is(SqlErrors.closed("connection"), SQLNonTransientConnectionException.class, "08003");
        is(SqlErrors.closed("statement"), SQLNonTransientException.class, "HY010");
        is(SqlErrors.closed("result set"), SQLNonTransientException.class, "24000");
    }
}
