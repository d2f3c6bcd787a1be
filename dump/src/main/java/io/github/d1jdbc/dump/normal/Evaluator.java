package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.sql.normal.SqlBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Computes expressions with functions that D1 lacks, in a SQLite without any data; the allow-list has passed them
 * before. One thread at a time.
 */
final class Evaluator implements Closeable {

    private @Nullable Connection sqlite;

    /** Appends the value of an expression as a literal. */
    void evaluate(String expression, SqlBytes to) {
        String sql = "SELECT typeof(v), CASE typeof(v) WHEN 'real' THEN format('%!.17g', v) WHEN 'integer' THEN"
                + " CAST(v AS TEXT) ELSE CAST(v AS BLOB) END FROM (SELECT " + expression + " AS v)";
        try (Statement statement = connection().createStatement();
                ResultSet value = statement.executeQuery(sql)) {
            value.next();
            String type = value.getString(1);
            byte[] bytes = value.getBytes(2);
            switch (type) {
                case "null" -> to.add("NULL");
                case "text" -> DumpRow.text(bytes, to);
                case "blob" -> to.blob(bytes, 0, bytes.length);
                default -> to.add(new String(bytes, StandardCharsets.US_ASCII).replace("Inf", "9e999"));
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = sqlite;
        if (open == null) {
            open = DriverManager.getConnection("jdbc:sqlite::memory:");
            sqlite = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        try {
            if (sqlite != null) sqlite.close();
        } catch (SQLException e) {
            throw new IOException("SQLite in memory cannot be closed", e);
        }
    }
}
