package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.jdbc4.JDBC4Connection;

/** Opens SQLite files with the settings of D1's engine. */
final class Sqlite {

    /** ANALYZE writes a table here that D1's SQLite is built without. */
    static final String DROP_STAT4 = "DROP TABLE IF EXISTS sqlite_stat4";

    private static final int BUSY_MILLIS = 30_000;

    private Sqlite() {}

    /** A connection without D1's limits, for reading the truth, loading and dumping. */
    static SQLiteConnection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        // sqlite-jdbc is compiled with recursive triggers on, D1 has SQLite's default.
        config.setPragma(SQLiteConfig.Pragma.RECURSIVE_TRIGGERS, "false");
        Properties properties = config.toProperties();
        // As a URI, because sqlite-jdbc reads settings behind a question mark in a plain path.
        String uri = file.toUri().toString();
        SQLiteConnection connection = new JDBC4Connection("jdbc:sqlite:" + uri, uri, properties);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        return connection;
    }

    /**
     * Sets the limits of D1 (developers.cloudflare.com/d1/platform/limits and workerd's sqlite.c++).
     *
     * @param valueBytes the largest parameter; what SQLite computes may be twice as large, so that {@code hex()} of a
     *     value of legal size works as it does on the service
     */
    static void limit(SQLiteConnection connection, int valueBytes) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, 2 * valueBytes + (1 << 18));
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, 100);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 100);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 5);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VDBE_OP, 25_000);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_FUNCTION_ARG, 127);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VARIABLE_NUMBER, 100);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_TRIGGER_DEPTH, 10);
    }

    /** Runs one statement of our own. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs the statements of a script in one transaction, without its own transactions and foreign keys. */
    static void load(Connection connection, Script script) throws SQLException {
        run(connection, "PRAGMA foreign_keys=OFF");
        run(connection, "BEGIN IMMEDIATE");
        while (script.hasNext()) {
            SqlStatement statement = script.next();
            if (statement.kind() == SqlKind.TRANSACTION) continue;
            // Prepared, because sqlite-jdbc gives "backup to" and "restore from" a meaning of its own elsewhere.
            try (PreparedStatement prepared = connection.prepareStatement(statement.text())) {
                prepared.execute();
            }
        }
        run(connection, DROP_STAT4);
        run(connection, "COMMIT");
    }

    /** The first column of a query's only row. */
    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) throw new IllegalStateException("No row for " + sql);
            return row.getString(1);
        }
    }
}
