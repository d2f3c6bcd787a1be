package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** An embedded D1 with the empty databases {@code one} and {@code two}. */
final class TwoDatabases implements AutoCloseable {

    static final String TOKEN = "local-token-of-the-tests-0123456789";

    final D1Server server;

    TwoDatabases() {
        try {
            server = D1Server.start(D1Server.Options.defaults().withToken(TOKEN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createDatabase("one");
        server.createDatabase("two");
    }

    D1Connection connect(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", TOKEN);
        properties.setProperty("endpoint", server.endpoint().toString());
        properties.setProperty("maxRetries", "1");
        return DriverManager.getConnection("jdbc:d1://" + server.accountId() + "/" + name, properties)
                .unwrap(D1Connection.class);
    }

    void load(String name, String sql) throws IOException {
        server.load(name, new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
    }

    /** One value, straight from SQLite. */
    String value(String name, String sql) throws SQLException {
        try (Connection connection = server.open(name);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "no row";
        }
    }

    /** The names of all objects that are the user's. */
    String objects(String name) throws SQLException {
        return value(
                name,
                "SELECT coalesce(group_concat(name, ' '), '') FROM (SELECT name FROM sqlite_schema"
                        + " WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        + " ORDER BY name)");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
