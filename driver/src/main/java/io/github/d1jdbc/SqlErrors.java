package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException;
import io.github.d1jdbc.internal.ingest.ImportException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLClientInfoException;
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
import java.sql.SQLWarning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only maker of SQLExceptions. The contract: a refusal has a reason, a gap is named.
 *
 * <p>The class and the SQLState of an exception say whether trying again can help: a write whose outcome nobody knows
 * is never a transient exception, because Spring and others repeat those. Not supported is HYC00 and never 0A000,
 * because HikariCP throws a connection away on 0A000. Messages never hold a secret or a value of the user.
 */
final class SqlErrors {
    private SqlErrors() {}

    /** A method or feature that D1 or this driver does not have. */
    static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what + " is not supported by the D1 driver.", "HYC00");
    }

    /** The same, with what to do instead. */
    static SQLFeatureNotSupportedException unsupported(String what, String instead) {
        return new SQLFeatureNotSupportedException(
                what + " is not supported by the D1 driver: " + instead + ".", "HYC00");
    }

    static SQLClientInfoException unsupportedClientInfo(String what) {
        return new SQLClientInfoException(what + " is not supported by the D1 driver.", "HYC00", Map.of());
    }

    static SQLClientInfoException closedClientInfo() {
        return new SQLClientInfoException("The connection is closed.", "08003", Map.of());
    }

    static SQLException noWrapper(@Nullable Class<?> asked) {
        String name = asked == null ? "null" : asked.getName();
        return new SQLNonTransientException("The object does not wrap a " + name + ".", "HY000");
    }

    /** Use after close. */
    static SQLException closed(String what) {
        if (what.equals("connection")) {
            return new SQLNonTransientConnectionException("The connection is closed.", "08003");
        }
        return new SQLNonTransientException(
                "The " + what + " is closed.", what.equals("result set") ? "24000" : "HY010");
    }

    /** A call that does not fit the state of the object. */
    static SQLException state(String message, String sqlState) {
        return new SQLNonTransientException(message, sqlState);
    }

    /** An argument that no call of this method can take. */
    static SQLException argument(String message) {
        return new SQLNonTransientException(message, "22023");
    }

    /** A wrong URL or connection property; {@code message} names the part and never quotes a secret. */
    static SQLException url(String message) {
        return new SQLNonTransientConnectionException(message, "08001");
    }

    /** Credentials are missing or cannot be read. */
    static SQLException credentials(String message) {
        return new SQLInvalidAuthorizationSpecException(message, "28000");
    }

    /** The embedded D1 cannot run here. */
    static SQLException local(String message, @Nullable Throwable cause) {
        return new SQLNonTransientConnectionException(message, "08001", cause);
    }

    /** A column's label or number that the result does not have. */
    static SQLException noColumn(String message) {
        return new SQLSyntaxErrorException(message, "42S22");
    }

    /** SQL that the called method cannot run; nothing was sent. */
    static SQLException wrongMethod(String message) {
        return new SQLSyntaxErrorException(message, "42000");
    }

    /** An escape of JDBC in braces that nobody can read; nothing was sent. */
    static SQLException escape(String message) {
        return new SQLSyntaxErrorException(message + " Nothing was sent.", "42000");
    }

    /** SQL without a statement. */
    static SQLException emptySql() {
        return new SQLSyntaxErrorException("The SQL holds no statement.", "42601");
    }

    /** A write on a read-only connection; nothing was sent. */
    static SQLException readOnly(String kind) {
        return new SQLNonTransientException(
                "The connection is read-only: " + kind + " was refused and not sent.", "25006");
    }

    /** A value that does not fit the asked type. */
    static SQLDataException outOfRange(String value, String type, String column) {
        return new SQLDataException(
                "Column " + column + " holds " + value + ", which no " + type + " can hold.", "22003");
    }

    /** A value that is no number, date and so on. The value is not quoted: it is the user's data. */
    static SQLDataException notConvertible(String storage, String type, String column) {
        return new SQLDataException(
                "Column " + column + " holds a " + storage + " that cannot be read as " + type + ".", "22018");
    }

    /** A number that JSON may have rounded; D1 sends integers as doubles. */
    static SQLDataException doubtful(String column) {
        return new SQLDataException(
                "Column " + column + " holds an integer of 2^53 or more, which D1's JSON may have rounded: select CAST("
                        + column + " AS TEXT), or use getDouble.",
                "22003");
    }

    static SQLDataException badParameter(String message, String sqlState) {
        return new SQLDataException(message, sqlState);
    }

    /** A stream that cannot be bound, because reading it failed. */
    static SQLDataException unreadable(int index, IOException cause) {
        return new SQLDataException(
                "The stream of parameter " + index + " could not be read: " + cause.getMessage(), "58030", cause);
    }

    static SQLDataException shortStream(int index, long found, long length) {
        return badParameter(
                "The stream of parameter " + index + " ended after " + found + " of its " + length + ".", "22026");
    }

    static SQLDataException tooLongValue(int index, long most) {
        return badParameter(
                "Parameter " + index + " is longer than D1's limit of " + most + " bytes a value.", "22001");
    }

    /** A statement that D1 would refuse; nothing was sent. */
    static SQLException tooLongStatement(int bytes, int most) {
        return new SQLSyntaxErrorException(
                "The statement has " + bytes + " bytes with its values, and D1 takes at most " + most
                        + ": write fewer values into it, or bind fewer at once, for instance by addBatch. Nothing was"
                        + " sent.",
                "54000",
                SqliteError.TOO_BIG);
    }

    static SQLException missingParameter(int index) {
        return new SQLSyntaxErrorException("Parameter " + index + " has no value: set it before executing.", "07001");
    }

    static SQLException parameterIndex(int index, int count) {
        return new SQLSyntaxErrorException(
                "There is no parameter " + index + ": the statement has " + count + ".", "07009");
    }

    /** A rollback after something was already written. */
    static SQLException rollbackImpossible(int writes) {
        return new SQLException(rollbackMessage(writes), "2D000");
    }

    static SQLWarning rollbackWarning(int writes) {
        return new SQLWarning(rollbackMessage(writes), "2D000");
    }

    private static String rollbackMessage(int writes) {
        return "D1 has no transaction across requests: " + writes + (writes == 1 ? " write is" : " writes are")
                + " already committed and cannot be rolled back; executeBatch() is atomic.";
    }

    static SQLWarning warning(String message) {
        return new SQLWarning(message, "01000");
    }

    /** A batch that failed: D1 has undone all of it and does not say which statement it was. */
    static BatchUpdateException batch(SQLException cause, int size) {
        int[] counts = new int[size];
        java.util.Arrays.fill(counts, java.sql.Statement.EXECUTE_FAILED);
        return new BatchUpdateException(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), counts, cause);
    }

    /**
     * A batch of several requests of which a later one failed; what the earlier ones did stays.
     *
     * @param counts of the entries, EXECUTE_FAILED for those that were not done
     */
    static BatchUpdateException partOfBatch(SQLException cause, long[] counts, String splits) {
        return new BatchUpdateException(
                cause.getMessage() + " " + splits + " What the requests before the failed one did is committed.",
                cause.getSQLState(),
                cause.getErrorCode(),
                counts,
                cause);
    }

    /** What must be one request and is too large for it; nothing was sent. */
    static SQLException tooLarge(String what, long bytes) {
        return new SQLNonTransientException(
                what + " is larger than one atomic request may be (maxTransactionBytes=" + bytes
                        + " or maxTransactionStatements) and was not sent: make it smaller, or raise the property.",
                "54000");
    }

    /** A transaction that was refused a write. */
    static SQLException doomed() {
        return new SQLNonTransientException(
                "The transaction has become too large and can only be rolled back; nothing of it was sent.", "25P02");
    }

    /** Why an export gave no dump. */
    static SQLException export(ExportException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case OPTIONS -> new SQLNonTransientException(message, "22023", e);
            case UNKNOWN_TABLE -> new SQLSyntaxErrorException(message, "42S02", e);
            case TARGET -> new SQLNonTransientException(message, "58030", e);
            case LOCKED -> new SQLTransientException(message, "55006", e);
            case DEADLINE -> new SQLTimeoutException(message, "57014", e);
            case BUDGET -> new SQLTransientException(message, "55P03", e);
            case REFUSED -> new SQLNonTransientException(message, "55000", e);
            case CONTENT -> new SQLNonTransientException(message, "XX001", e);
            case DOWNLOAD -> new SQLTransientConnectionException(message, "08006", e);
            case INTERRUPTED -> new SQLNonTransientException(message, "57P04", e);
        };
    }

    /** Why a file was not imported, or nobody knows whether it was. */
    static SQLException imported(ImportException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case FILE -> new SQLNonTransientException(message, "58030", e);
            case LOCKED -> new SQLTransientException(message, "55006", e);
            case DEADLINE -> new SQLTimeoutException(message, "57014", e);
            case UPLOAD -> new SQLTransientConnectionException(message, "08006", e);
            case CONTENT -> new SQLNonTransientException(message, "XX001", e);
            case INTERRUPTED -> new SQLNonTransientException(message, "57P04", e);
            case REFUSED -> new SQLNonTransientException(message, "55000", e);
            case UNKNOWN -> new SQLNonTransientConnectionException(message, "08007", e);
        };
    }

    /**
     * A failure of the wire.
     *
     * @param reads whether what was asked can have changed nothing
     */
    static SQLException of(RestException e, boolean reads) {
        if (e.kind() == RestException.Kind.REFUSED) {
            SqliteError error = SqliteError.parse(e.apiMessage());
            if (error != null) return sqlite(error, e);
        }
        String message = String.valueOf(e.getMessage());
        int code = e.code();
        return switch (e.kind()) {
            case NEVER_SENT -> new SQLTransientConnectionException(message, "08001", code, e);
            case TIMED_OUT -> new SQLTimeoutException(withOutcome(message, reads), "57014", code, e);
            case CANCELLED -> new SQLNonTransientException(withOutcome(message, reads), "57014", code, e);
            case WITHDRAWN -> new SQLNonTransientException(message, "57014", code, e);
            case UNKNOWN -> unknown(e, reads);
            case UNREADABLE -> refusedByStatus(e, reads);
            case REFUSED -> refused(e, reads);
        };
    }

    private static SQLException sqlite(SqliteError error, RestException e) {
        String message = error.message();
        String state = error.sqlState();
        int code = error.code();
        return switch (state) {
            case "40001" -> new SQLTransactionRollbackException(message, state, code, e);
            case "57014" -> new SQLTimeoutException(message, state, code, e);
            case "HYC00" -> new SQLFeatureNotSupportedException(message, state, code, e);
            default ->
                switch (state.substring(0, 2)) {
                    case "23" -> new SQLIntegrityConstraintViolationException(message, state, code, e);
                    case "22" -> new SQLDataException(message, state, code, e);
                    case "42", "07", "54" -> new SQLSyntaxErrorException(message, state, code, e);
                    default -> new SQLNonTransientException(message, state, code, e);
                };
        };
    }

    private static SQLException refused(RestException e, boolean reads) {
        String message = String.valueOf(e.getMessage());
        String text = e.apiMessage();
        int code = e.code();
        if (text.contains("Currently processing a long-running")) {
            return new SQLTransientException(message, "55006", code, e);
        }
        if (e.status() == 404 || code == 7404) {
            return new SQLNonTransientConnectionException(message, "3D000", code, e);
        }
        // Before the status: D1 may say it with a 429, but it lasts until midnight UTC.
        if (text.contains("daily row")) return new SQLNonTransientException(message, "53400", code, e);
        if (e.status() == 429 || text.contains("overloaded")) {
            return new SQLTransientException(message, "53000", code, e);
        }
        // Resets and lost connections of D1's own parts, and a deferred foreign key, all undo the request or do not:
        // D1 does not say (rulings-driver 17 and 22).
        if (e.temporary() || text.startsWith("internal error") || text.contains("was reset")) return unknown(e, reads);
        return refusedByStatus(e, reads);
    }

    private static SQLException refusedByStatus(RestException e, boolean reads) {
        String message = String.valueOf(e.getMessage());
        int code = e.code();
        if (e.status() == 401 || e.status() == 403 || code == 7403 || code == 10000) {
            return new SQLInvalidAuthorizationSpecException(message, "28000", code, e);
        }
        if (e.status() == 429) return new SQLTransientException(message, "53000", code, e);
        boolean unreadable = e.kind() == RestException.Kind.UNREADABLE;
        if (e.status() >= 500 || unreadable) return unknown(e, reads);
        return new SQLNonTransientException(message, code == 7400 ? "22023" : "HY000", code, e);
    }

    private static SQLException unknown(RestException e, boolean reads) {
        String message = withOutcome(String.valueOf(e.getMessage()), reads);
        if (reads) return new SQLTransientConnectionException(message, "08006", e.code(), e);
        return new SQLNonTransientConnectionException(message, "08007", e.code(), e);
    }

    /** Whether a write that failed so may have been carried out all the same. */
    static boolean mayBeDone(SQLException e) {
        if (e.getCause() instanceof RestException cause && cause.kind() == RestException.Kind.WITHDRAWN) return false;
        return "08007".equals(e.getSQLState()) || "57014".equals(e.getSQLState());
    }

    private static String withOutcome(String message, boolean reads) {
        return reads ? message : message + " Whether the write was carried out is not known: look before repeating it.";
    }
}
