package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Words SQLite's errors as D1 does: {@code message: SQLITE_NAME (extended: SQLITE_NAME_MORE)}. */
final class ErrorText {

    private ErrorText() {}

    /** The text for an error of this statement. */
    static String of(SQLException e, SqlStatement statement) {
        if (!(e instanceof SQLiteException sqlite)) return e.getMessage() + ": SQLITE_ERROR";
        SQLiteErrorCode code = sqlite.getResultCode();
        String message = message(sqlite);
        if (message.equals("not authorized")) return "not authorized: SQLITE_AUTH";
        SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(code.code & 0xFF);
        String tail = ": " + primary.name() + (primary == code ? "" : " (extended: " + code.name() + ")");
        return message + ErrorOffset.of(message, statement) + tail;
    }

    /** Whether a constraint was violated. */
    static boolean isConstraint(SQLException e) {
        return (e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    /** SQLite's own message, without what sqlite-jdbc puts around it. */
    static String message(SQLiteException e) {
        String text = String.valueOf(e.getMessage());
        String before = e.getResultCode() + " (";
        return text.startsWith(before) && text.endsWith(")")
                ? text.substring(before.length(), text.length() - 1)
                : text;
    }
}
