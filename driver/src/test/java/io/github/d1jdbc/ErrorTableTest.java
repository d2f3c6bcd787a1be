package io.github.d1jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of failure, as a user meets it: exception class, SQLState, vendor code and what the one sentence names.
 * The states are what Spring, Hibernate, jOOQ and HikariCP decide by.
 */
@Timeout(60)
class ErrorTableTest {
    private static final Logger LOG = Logger.getLogger(ErrorTableTest.class.getName());
    private static final String DAILY = "Your account has exceeded D1's free tier daily row write limit. Upgrade to a"
            + " paid plan or wait until tomorrow (midnight UTC) to continue.";
    private static final String READ = "SELECT 1";
    private static final String WRITE = "INSERT INTO t(v) VALUES('w')";

    private static TestD1 d1 = new TestD1();
    private static JdbcConnection connection;

    @BeforeAll
    static void open() throws SQLException {
        connection = d1.connect("&maxRetries=0");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE p(id INTEGER PRIMARY KEY);"
                    + "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE, n INTEGER NOT NULL DEFAULT 0,"
                    + " c CHECK(c > 0), p REFERENCES p(id));"
                    + "CREATE TABLE s(a INTEGER) STRICT;"
                    + "CREATE TRIGGER tr BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no delete'); END;"
                    + "INSERT INTO t(v) VALUES('a')");
        }
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    /** One line of the table. */
    private record Row(
            String what,
            @Nullable Fault fault,
            TestD1.Action action,
            Class<? extends SQLException> type,
            String state,
            int code,
            String part) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Row sql(String sql, Class<? extends SQLException> type, String state, int code, String part) {
        String what = sql.length() > 60 ? sql.substring(0, 60) : sql;
        return new Row(what, null, () -> run(sql), type, state, code, part);
    }

    private static Row fault(
            String what,
            Fault fault,
            String sql,
            Class<? extends SQLException> type,
            String state,
            int code,
            String part) {
        return new Row(what, fault, () -> run(sql), type, state, code, part);
    }

    private static Row call(
            String what, TestD1.Action action, Class<? extends SQLException> type, String state, String part) {
        int code = state.equals("28000") ? 10000 : state.equals("3D000") ? 7404 : 0;
        return new Row(what, null, action, type, state, code, part);
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void connect(String url) throws SQLException {
        connect(url, d1.token());
    }

    private static void connect(String url, Properties properties) throws SQLException {
        D1Driver.connect(url, properties, java.util.Map.of()).close();
    }

    private static Properties password(String token) {
        Properties properties = new Properties();
        properties.setProperty("password", token);
        return properties;
    }

    static Stream<Row> whatSqliteRefuses() {
        Class<SQLIntegrityConstraintViolationException> constraint = SQLIntegrityConstraintViolationException.class;
        Class<SQLSyntaxErrorException> syntax = SQLSyntaxErrorException.class;
        String columns = IntStream.range(0, 101).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String tooLong = READ + " -- " + "x".repeat(100_001 - READ.length() - 4) + "\n, 2";
        return Stream.of(
                sql("INSERT INTO t(v) VALUES('a')", constraint, "23505", 19, "UNIQUE constraint failed: t.v"),
                sql("INSERT INTO t(id) VALUES(1)", constraint, "23505", 19, "UNIQUE constraint failed: t.id"),
                sql("INSERT INTO t(n) VALUES(NULL)", constraint, "23502", 19, "NOT NULL constraint failed: t.n"),
                sql("INSERT INTO t(p) VALUES(77)", constraint, "23503", 19, "FOREIGN KEY constraint failed"),
                sql("INSERT INTO t(c) VALUES(-1)", constraint, "23514", 19, "CHECK constraint failed: c > 0"),
                sql("DELETE FROM t", constraint, "23000", 19, "no delete"),
                sql(
                        "INSERT INTO s VALUES('x')",
                        constraint,
                        "23000",
                        19,
                        "cannot store TEXT value in INTEGER column s.a"),
                sql("SELEC 1", syntax, "42601", 1, "near \"SELEC\": syntax error"),
                sql("SELECT * FROM nope", syntax, "42S02", 1, "no such table: nope"),
                sql("SELECT nope FROM t", syntax, "42S22", 1, "no such column: nope"),
                sql("CREATE TABLE t(a)", syntax, "42S01", 1, "already exists"),
                sql("PRAGMA schema_version", syntax, "42501", 23, "not authorized"),
                sql("ATTACH 'x' AS y", syntax, "42501", 23, "not authorized"),
                sql("INSERT INTO t(id) VALUES('x')", SQLDataException.class, "22018", 20, "datatype mismatch"),
                sql("SELECT abs(-9223372036854775808)", SQLDataException.class, "22003", 1, "integer overflow"),
                sql("SELECT json('{')", SQLDataException.class, "22032", 1, "malformed JSON"),
                sql("CREATE TABLE wide(" + columns + ")", syntax, "54011", 1, "too many columns"),
                sql(tooLong, syntax, "54000", 18, "100005 bytes with its values, and D1 takes at most 100000"),
                sql("SELECT zeroblob(20000000)", SQLDataException.class, "22001", 18, "string or blob too big"),
                sql("BEGIN", SQLFeatureNotSupportedException.class, "HYC00", 0, "BEGIN"));
    }

    static Stream<Row> whatTheServiceRefuses() {
        Class<SQLTransientException> later = SQLTransientException.class;
        Class<SQLInvalidAuthorizationSpecException> rights = SQLInvalidAuthorizationSpecException.class;
        Fault raw = Fault.on(Route.RAW);
        return Stream.of(
                fault("401", raw.error(401, 10000, "Authentication error"), READ, rights, "28000", 10000, "D1 Read"),
                fault("403", raw.error(403, 7403, "not yours"), WRITE, rights, "28000", 7403, "D1 Edit"),
                fault("firewall", raw.challenge(), READ, rights, "28000", 0, "challenge"),
                fault(
                        "gone",
                        raw.error(404, 7404, "The database could not be found"),
                        READ,
                        SQLNonTransientConnectionException.class,
                        "3D000",
                        7404,
                        "could not be found"),
                fault("429", raw.rateLimited(Duration.ofMinutes(5)), READ, later, "53000", 971, "try again later"),
                fault("429, write", raw.rateLimited(Duration.ofMinutes(5)), WRITE, later, "53000", 971, "try again"),
                fault("overloaded", raw.error(400, 7500, "D1 DB is overloaded."), READ, later, "53000", 7500, "overl"),
                fault(
                        "an export runs",
                        raw.error(400, 7500, "Currently processing a long-running export."),
                        READ,
                        later,
                        "55006",
                        7500,
                        "wait until it is over"),
                fault(
                        "limit of the day",
                        raw.error(400, 7500, DAILY),
                        WRITE,
                        SQLNonTransientException.class,
                        "53400",
                        7500,
                        "midnight UTC"),
                fault(
                        "limit of the day as 429",
                        raw.error(429, 7500, DAILY),
                        WRITE,
                        SQLNonTransientException.class,
                        "53400",
                        7500,
                        "midnight UTC"));
    }

    static Stream<Row> whatTheNetworkDoes() {
        Class<SQLTransientConnectionException> reads = SQLTransientConnectionException.class;
        Class<SQLNonTransientConnectionException> writes = SQLNonTransientConnectionException.class;
        Fault raw = Fault.on(Route.RAW);
        String internal = "internal error; reference = abc";
        return Stream.of(
                fault("HTML 502, read", raw.html(502), READ, reads, "08006", 0, "502"),
                fault("HTML 502, write", raw.html(502), WRITE, writes, "08007", 0, "not known"),
                fault("HTML 200, read", raw.html(200), READ, reads, "08006", 0, "no JSON"),
                fault("reset, read", raw.reset(), READ, reads, "08006", 0, "broke"),
                fault("reset, write", raw.resetAfterWork(), WRITE, writes, "08007", 0, "not known"),
                fault("cut, read", raw.cutBody(40), READ, reads, "08006", 0, "SQL on database"),
                fault("bad JSON, write", raw.badJson(), "UPDATE t SET n = 0", writes, "08007", 0, "not known"),
                fault("empty, read", raw.empty(), READ, reads, "08006", 0, "empty"),
                fault("outage, read", raw.error(500, 7500, internal), READ, reads, "08006", 7500, "reference"),
                fault("outage, write", raw.error(400, 7500, internal), WRITE, writes, "08007", 7500, "not known"),
                new Row(
                        "timeout",
                        raw.hang(),
                        () -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.setQueryTimeout(1);
                                statement.execute(READ);
                            }
                        },
                        SQLTimeoutException.class,
                        "57014",
                        0,
                        "took longer than 1.0 s"),
                call("TLS", ErrorTableTest::plainBehindHttps, reads, "08001", "TLS with 127.0.0.1"),
                call(
                        "host that is unknown",
                        () -> connect("jdbc:d1://acc/shop?maxRetries=0&endpoint=https://d1.invalid/v4"),
                        reads,
                        "08001",
                        "d1.invalid"),
                call(
                        "port where nothing listens",
                        () -> connect("jdbc:d1://acc/shop?maxRetries=0&endpoint=http://127.0.0.1:1/v4"),
                        reads,
                        "08001",
                        "127.0.0.1:1"));
    }

    private static void plainBehindHttps() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    LOG.log(Level.FINE, "The client hung up.", e);
                }
            });
            answering.start();
            connect("jdbc:d1://acc/shop?maxRetries=0&endpoint=https://127.0.0.1:" + server.getLocalPort());
        }
    }

    static Stream<Row> whatTheDriverRefuses() {
        Class<SQLNonTransientConnectionException> url = SQLNonTransientConnectionException.class;
        Class<SQLFeatureNotSupportedException> never = SQLFeatureNotSupportedException.class;
        return Stream.of(
                call("URL without target", () -> connect("jdbc:d1:shop"), url, "08001", "// or local:"),
                call("URL without database", () -> connect("jdbc:d1://acc"), url, "08001", "database is missing"),
                call("wrong account", () -> connect("jdbc:d1://a.b/shop"), url, "08001", "account id"),
                call("token in the URL", () -> connect("jdbc:d1://a/s?password=T0KEN"), url, "08001", "password"),
                call("token before @", () -> connect("jdbc:d1://T0KEN@a/s"), url, "08001", "before an @"),
                call("unknown property", () -> connect("jdbc:d1://a/s?colour=red"), url, "08001", "colour"),
                call("optimistic", () -> connect("jdbc:d1://a/s?transactions=optimistic"), never, "HYC00", "later"),
                call(
                        "wrong token",
                        () -> connect(d1.url(""), password("T0KEN")),
                        SQLInvalidAuthorizationSpecException.class,
                        "28000",
                        "token"),
                call("unknown database", () -> connect(d1.url("").replace("/shop", "/nope")), url, "3D000", "nope"),
                call("closed connection", () -> closedConnection().createStatement(), url, "08003", "closed"),
                call(
                        "closed statement",
                        () -> closedStatement().execute(READ),
                        SQLNonTransientException.class,
                        "HY010",
                        "closed"),
                call("closed rows", ErrorTableTest::closedRows, SQLNonTransientException.class, "24000", "closed"),
                call(
                        "executeQuery of a write",
                        () -> connection.createStatement().executeQuery(WRITE),
                        SQLSyntaxErrorException.class,
                        "42000",
                        "Nothing was sent"),
                call(
                        "parameter without a value",
                        () -> connection.prepareStatement("SELECT ?").executeQuery(),
                        SQLSyntaxErrorException.class,
                        "07001",
                        "Parameter 1"),
                call(
                        "no such parameter",
                        () -> connection.prepareStatement("SELECT ?").setInt(2, 1),
                        SQLSyntaxErrorException.class,
                        "07009",
                        "parameter 2"),
                call("savepoint", connection::setSavepoint, never, "HYC00", "setSavepoint"),
                call("write, read-only", ErrorTableTest::readOnly, SQLNonTransientException.class, "25006", "not sent"),
                call("rollback after a write", ErrorTableTest::rollback, SQLException.class, "2D000", "committed"));
    }

    private static Connection closedConnection() throws SQLException {
        Connection closed = d1.connect();
        closed.close();
        return closed;
    }

    private static Statement closedStatement() throws SQLException {
        PreparedStatement closed = connection.prepareStatement(READ);
        closed.close();
        return closed;
    }

    private static void closedRows() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(READ);
            rows.close();
            rows.next();
        }
    }

    private static void readOnly() throws SQLException {
        try (Connection own = d1.connect("&readOnly=true");
                Statement statement = own.createStatement()) {
            statement.execute(WRITE);
        }
    }

    private static void rollback() throws SQLException {
        try (Connection own = d1.connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("UPDATE t SET n = 1");
            own.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource({"whatSqliteRefuses", "whatTheServiceRefuses", "whatTheNetworkDoes", "whatTheDriverRefuses"})
    void hasItsClassStateCodeAndSentence(Row row) {
        d1.faults().clear();
        if (row.fault() != null) d1.faults().add(row.fault());
        SQLException e = catchThrowableOfType(SQLException.class, row.action()::run);
        d1.faults().clear();
        assertThat((Object) e).isExactlyInstanceOf(row.type());
        assertThat(e.getSQLState()).isEqualTo(row.state());
        assertThat(e.getErrorCode()).isEqualTo(row.code());
        assertThat(e.getMessage())
                .contains(row.part())
                .hasSizeLessThan(500)
                .doesNotContain("\n", d1.server.token(), "T0KEN");
    }
}
