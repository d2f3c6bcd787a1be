package io.github.d1jdbc;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error of SQLite, read out of D1's text such as {@code UNIQUE constraint failed: e.id: SQLITE_CONSTRAINT
 * (extended: SQLITE_CONSTRAINT_PRIMARYKEY)} (d1-engine-facts, "Errors"). Immutable.
 *
 * @param message SQLite's own words and behind them the most exact code, as {@code … (SQLITE_CONSTRAINT_UNIQUE)};
 *     Hibernate reads a constraint's name behind "constraint failed: "
 * @param code SQLite's primary code (sqlite.org/rescode.html), which Hibernate's dialect switches on
 * @param sqlState what it is in the words of SQL
 */
record SqliteError(String message, int code, String sqlState) {
    /** SQLITE_ERROR: the SQL cannot be run. */
    static final int ERROR = 1;

    /** SQLITE_TOOBIG: a value or the statement is past a bound. */
    static final int TOO_BIG = 18;

    private static final Pattern FORM =
            Pattern.compile("(?s)(.*): SQLITE_([A-Z]+)(?: \\(extended: (SQLITE_[A-Z0-9_]+)\\))?\\s*");

    // A name's place is its code; SQLite counts from 0, OK.
    private static final List<String> CODES = List.of(
            "OK",
            "ERROR",
            "INTERNAL",
            "PERM",
            "ABORT",
            "BUSY",
            "LOCKED",
            "NOMEM",
            "READONLY",
            "INTERRUPT",
            "IOERR",
            "CORRUPT",
            "NOTFOUND",
            "FULL",
            "CANTOPEN",
            "PROTOCOL",
            "EMPTY",
            "SCHEMA",
            "TOOBIG",
            "CONSTRAINT",
            "MISMATCH",
            "MISUSE",
            "NOLFS",
            "AUTH",
            "FORMAT",
            "RANGE",
            "NOTADB");

    /** The error in a message of the API, or null when SQLite had no part in it. */
    static @Nullable SqliteError parse(String api) {
        // D1's front says these three without a code.
        if (api.startsWith("Wrong number of parameter bindings")) return new SqliteError(api, 25, "07001");
        if (api.startsWith("No SQL statements detected")) return new SqliteError(api, 1, "42601");
        if (api.startsWith("To execute a transaction")) {
            return new SqliteError(
                    "D1 has no BEGIN, COMMIT, ROLLBACK or SAVEPOINT: executeBatch() is one atomic transaction.",
                    1,
                    "HYC00");
        }
        Matcher form = FORM.matcher(api);
        if (!form.matches()) return null;
        String text = form.group(1);
        String primary = form.group(2);
        String extended = form.group(3) == null ? "SQLITE_" + primary : form.group(3);
        return new SqliteError(
                text + " (" + extended + ")", Math.max(1, CODES.indexOf(primary)), state(primary, extended, text));
    }

    private static String state(String primary, String extended, String text) {
        return switch (primary) {
            case "CONSTRAINT" -> constraint(extended, text);
            case "ERROR" -> error(text);
            case "AUTH" -> "42501";
            case "TOOBIG" -> text.startsWith("statement too long") ? "54000" : "22001";
            case "MISMATCH" -> "22018";
            case "RANGE" -> "07001";
            // The request was one transaction and is undone as a whole, so it may be tried again.
            case "BUSY", "LOCKED" -> "40001";
            case "INTERRUPT" -> "57014";
            case "READONLY" -> "25006";
            case "FULL" -> "53100";
            case "NOMEM" -> "53200";
            case "CORRUPT", "NOTADB" -> "XX001";
            default -> "HY000";
        };
    }

    private static String constraint(String extended, String text) {
        return switch (extended) {
            case "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID" -> "23505";
            case "SQLITE_CONSTRAINT_NOTNULL" -> "23502";
            case "SQLITE_CONSTRAINT_FOREIGNKEY" -> "23503";
            case "SQLITE_CONSTRAINT_CHECK" -> "23514";
            // Without the extended code, which older answers leave out.
            case "SQLITE_CONSTRAINT" -> byText(text);
            default -> "23000";
        };
    }

    private static String byText(String text) {
        if (text.startsWith("UNIQUE constraint")) return "23505";
        if (text.startsWith("NOT NULL constraint")) return "23502";
        if (text.startsWith("FOREIGN KEY constraint")) return "23503";
        if (text.startsWith("CHECK constraint")) return "23514";
        return "23000";
    }

    private static String error(String text) {
        if (text.startsWith("integer overflow")) return "22003";
        if (text.startsWith("not authorized")) return "42501";
        if (text.startsWith("too many columns")) return "54011";
        if (text.startsWith("malformed JSON") || text.startsWith("bad JSON path")) return "22032";
        if (text.startsWith("no such table") || text.startsWith("no such view")) return "42S02";
        if (text.startsWith("no such column") || text.contains("has no column named")) return "42S22";
        if (text.startsWith("no such index")) return "42S12";
        if (text.contains("already exists")) return "42S01";
        boolean syntax = text.contains("syntax error")
                || text.startsWith("incomplete input")
                || text.startsWith("unrecognized token");
        return syntax ? "42601" : "42000";
    }
}
