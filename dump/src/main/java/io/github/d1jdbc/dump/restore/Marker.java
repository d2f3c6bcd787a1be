package io.github.d1jdbc.dump.restore;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * A small table that the last statements of each part make, so that the target itself tells whether a part was carried
 * out (rulings-dump 17: D1's "Not currently importing anything." does not). Its name is of this restore alone, which
 * also makes every file one that D1 has never seen. Immutable.
 */
record Marker(String table) {

    static final String PREFIX = "d1dump_restored_";

    static Marker fresh() {
        byte[] nonce = new byte[8];
        new SecureRandom().nextBytes(nonce);
        return new Marker(PREFIX + HexFormat.of().formatHex(nonce));
    }

    /** What stands at the end of a part. */
    String statements(int part) {
        return "CREATE TABLE IF NOT EXISTS " + table + "(part INTEGER PRIMARY KEY);\nINSERT INTO " + table + " VALUES("
                + part + ");\n";
    }

    /** How many parts the target has taken. */
    int parts(Connection connection) throws SQLException {
        try (PreparedStatement exists =
                connection.prepareStatement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")) {
            exists.setString(1, table);
            try (ResultSet row = exists.executeQuery()) {
                if (!row.next()) return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(part) FROM " + table)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP TABLE IF EXISTS " + table);
        }
    }
}
