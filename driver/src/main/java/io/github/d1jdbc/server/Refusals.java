package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/** Refuses what D1 refuses; SQLite's authorizer is out of reach here, so it looks at the words. */
final class Refusals {

    private static final String TRANSACTION =
            "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync()"
                    + " APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer"
                    + " because it will automatically roll back on exceptions, and because it interacts correctly with"
                    + " Durable Objects' automatic atomic write coalescing.";

    private final SQLiteConnection connection;

    Refusals(SQLiteConnection connection) {
        this.connection = connection;
    }

    String check(SqlStatement statement) throws ApiException {
        if (statement.kind() == SqlKind.TRANSACTION) throw ApiException.refused(TRANSACTION);
        if (statement.kind() == SqlKind.ATTACH) throw ApiException.refused("not authorized: SQLITE_AUTH");
        return statement.text();
    }

    void dropStat4() throws SQLException {
        Sqlite.run(connection, "DROP TABLE IF EXISTS sqlite_stat4");
    }
}
