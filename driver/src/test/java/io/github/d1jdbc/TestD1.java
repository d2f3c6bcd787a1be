package io.github.d1jdbc;

import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Faults;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** An embedded D1 with one empty database, reached over real HTTP as a remote one. */
final class TestD1 implements AutoCloseable {
    static final String DATABASE = "shop";

    final D1Server server;
    private boolean closed;

    TestD1() {
        try {
            server = D1Server.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createDatabase(DATABASE);
    }

    /** The URL, with further properties such as {@code &readOnly=true}. */
    String url(String more) {
        return "jdbc:d1://" + server.accountId() + "/" + DATABASE + "?endpoint=" + server.endpoint() + more;
    }

    Properties token() {
        Properties properties = new Properties();
        properties.setProperty("password", server.token());
        return properties;
    }

    JdbcConnection connect() throws SQLException {
        return connect("");
    }

    JdbcConnection connect(String more) throws SQLException {
        return (JdbcConnection) DriverManager.getConnection(url(more), token());
    }

    Faults faults() {
        return server.faults();
    }

    /** What may fail. */
    interface Action {
        void run() throws Exception;
    }

    /** How many requests an action makes; a fault that never happens counts them, before they are answered. */
    int requests(Action action) throws Exception {
        int many = 1_000_000;
        server.faults().clear();
        server.faults().add(Fault.on(Route.ANY).skip(many).http(500));
        action.run();
        int left = server.faults().left().get(0).skip();
        server.faults().clear();
        return many - left;
    }

    /** The first column of the first row, read past the driver, straight from SQLite. */
    String truth(String sql) throws SQLException {
        try (Connection connection = server.open(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    /** Every first column of a result. */
    static List<String> column(ResultSet rows) throws SQLException {
        List<String> texts = new java.util.ArrayList<>();
        while (rows.next()) texts.add(rows.getString(1));
        return texts;
    }

    /** What a chain of warnings says, or an empty text. */
    static String texts(@Nullable SQLWarning warning) {
        StringBuilder texts = new StringBuilder();
        for (SQLWarning w = warning; w != null; w = w.getNextWarning())
            texts.append(w.getMessage()).append('\n');
        return texts.toString();
    }

    @Override
    public void close() throws IOException {
        if (!closed) server.close();
        closed = true;
    }
}
