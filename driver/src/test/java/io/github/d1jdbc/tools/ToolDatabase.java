package io.github.d1jdbc.tools;

import io.github.d1jdbc.D1DataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An empty embedded D1 of its own for one test. It lives until this is closed: the last connection would end it, and
 * tools close theirs at any time.
 */
final class ToolDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final String url = "jdbc:d1:local::memory:tool" + NUMBER.incrementAndGet();
    private final Connection anchor;

    ToolDatabase(String... sql) throws SQLException {
        anchor = DriverManager.getConnection(url);
        try (Statement statement = anchor.createStatement()) {
            for (String one : sql) statement.execute(one);
        }
    }

    D1DataSource dataSource() {
        D1DataSource source = new D1DataSource();
        source.setUrl(url);
        return source;
    }

    /** The first column of what a query gives, read on another connection than the tool's. */
    List<String> column(String sql) throws SQLException {
        try (Statement statement = anchor.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) values.add(rows.getString(1));
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        anchor.close();
    }
}
