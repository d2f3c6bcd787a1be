package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither the token nor a bound value is in anything that a user or a log may see. */
class NoSecretsTest {
    private static final String TOKEN = "tok3n-THAT-nobody-may-see";
    private static final String VALUE = "v4lue-THAT-nobody-may-see";

    private final Logger logger = Logger.getLogger("io.github.d1jdbc");
    private final List<String> seen = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            seen.add(line.getMessage());
            if (line.getThrown() != null) see(line.getThrown());
            if (line.getParameters() != null) for (Object p : line.getParameters()) seen.add(String.valueOf(p));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    @AfterEach
    void look() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        assertThat(seen).isNotEmpty();
        for (String text : seen) assertThat(text).doesNotContain(TOKEN).doesNotContain(VALUE);
    }

    private void see(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        seen.add(trace.toString());
    }

    private void see(@Nullable Object shown) {
        seen.add(String.valueOf(shown));
    }

    private void fails(TestD1.Action action) throws Exception {
        try {
            action.run();
        } catch (SQLException e) {
            see(e);
            return;
        }
        throw new AssertionError("it did not fail");
    }

    private static Properties token() {
        Properties properties = new Properties();
        properties.setProperty("password", TOKEN);
        return properties;
    }

    @Test
    void notInErrorsOfUrlsAndProperties() throws Exception {
        for (String url : List.of(
                "jdbc:d1://acc/db?password=" + TOKEN,
                "jdbc:d1://acc/db?token=" + TOKEN,
                "jdbc:d1://acc/db?" + TOKEN,
                "jdbc:d1://acc/db?" + TOKEN + "=1",
                "jdbc:d1://x:" + TOKEN + "@acc/db",
                "jdbc:d1:" + TOKEN)) {
            fails(() -> D1Driver.connect(url, new Properties(), Map.of()).close());
            see(new D1DataSource(url));
        }
        Properties wrongPlace = new Properties();
        wrongPlace.setProperty("endpoint", "https://" + TOKEN + "@host/");
        fails(() -> D1Driver.connect("jdbc:d1://a/d", wrongPlace, Map.of()).close());
        Properties spaced = new Properties();
        spaced.setProperty("password", TOKEN + " ");
        fails(() -> D1Driver.connect("jdbc:d1://a/d", spaced, Map.of()).close());
        for (DriverPropertyInfo info : new D1Driver().getPropertyInfo("jdbc:d1://a/d", token())) see(info.value);
    }

    @Test
    void notInAnythingThatAConnectionShows() throws Exception {
        try (D1Server server = D1Server.start(D1Server.Options.defaults().withToken(TOKEN))) {
            server.createDatabase("shop");
            String url = "jdbc:d1://" + server.accountId() + "/shop?maxRetries=0&endpoint=" + server.endpoint();
            Properties wrong = new Properties();
            wrong.setProperty("password", TOKEN + "x");
            fails(() -> D1Driver.connect(url, wrong, Map.of()).close());
            try (Connection connection = D1Driver.connect(url, token(), Map.of());
                    Statement statement = connection.createStatement()) {
                see(connection);
                see(statement);
                see(connection.getMetaData().getURL());
                see(connection.getMetaData().getUserName());
                see(((JdbcConnection) connection).settings());
                see(((JdbcConnection) connection).session().client().settings());
                statement.execute("CREATE TABLE t(a TEXT PRIMARY KEY CHECK(a <> 'x'), b INTEGER)");
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?, 1)")) {
                    insert.setString(1, VALUE);
                    see(insert);
                    insert.executeUpdate();
                    fails(insert::executeUpdate);
                    insert.addBatch();
                    fails(insert::executeBatch);
                    for (Fault fault : faults()) {
                        server.faults().add(fault);
                        fails(insert::executeUpdate);
                        server.faults().clear();
                    }
                    fails(() -> insert.setString(1, VALUE + "\ud800"));
                }
                try (PreparedStatement query = connection.prepareStatement("SELECT a FROM t WHERE a = ?")) {
                    query.setString(1, VALUE);
                    try (java.sql.ResultSet rows = query.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        see(rows);
                        fails(() -> rows.getInt(1));
                        fails(() -> rows.getTimestamp(1));
                        fails(() -> rows.getBigDecimal(1));
                    }
                }
            }
            assertThat(seen).hasSizeGreaterThan(20);
        }
    }

    private static List<Fault> faults() {
        return List.of(
                Fault.on(Route.RAW).http(500),
                Fault.on(Route.RAW).html(502),
                Fault.on(Route.RAW).challenge(),
                Fault.on(Route.RAW).rateLimited(Duration.ofSeconds(1)),
                Fault.on(Route.RAW).bareError(403, 9109, "Invalid access token"),
                Fault.on(Route.RAW).reset(),
                Fault.on(Route.RAW).close(),
                Fault.on(Route.RAW).resetAfterWork(),
                Fault.on(Route.RAW).badJson(),
                Fault.on(Route.RAW).empty(),
                Fault.on(Route.RAW).cutBody(20));
    }
}
