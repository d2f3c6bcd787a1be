package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** Typed exceptions with the right SQLState, and what may be tried again. */
final class ErrorBehaviours {
    private ErrorBehaviours() {}

    private static final String[] SCHEMA = {
        "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 0, c CHECK (c > 0), p REFERENCES p)",
        "CREATE TABLE s (i INTEGER) STRICT",
        "INSERT INTO t (id, u) VALUES (1, 'a')"
    };

    private static void constraint(Table t, String name, String sql, String state, String text) {
        t.row(name, d1 -> {
            d1.run(SCHEMA);
            fails(state, () -> d1.run(sql))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                    .satisfies(e -> {
                        assertThat(e.getMessage()).contains(text);
                        assertThat(e.getErrorCode()).isEqualTo(19);
                    });
        });
    }

    /** A connection that does not try again, so that one fault is seen. */
    private static void once(D1 d1, Fault fault, String sql, String states, Class<? extends SQLException> type)
            throws SQLException {
        try (Connection c = d1.connect("&maxRetries=0");
                Statement s = c.createStatement()) {
            d1.during(fault, () -> fails(states, () -> s.execute(sql)).isInstanceOf(type));
        }
    }

    static Table table() {
        Table t = new Table("error");
        constraint(
                t,
                "unique-typed-exception",
                "INSERT INTO t (u) VALUES ('a')",
                "23505",
                "UNIQUE constraint failed: t.u");
        constraint(t, "primary-key", "INSERT INTO t (id) VALUES (1)", "23505", "constraint failed: t.id");
        constraint(t, "not-null", "INSERT INTO t (n) VALUES (NULL)", "23502", "NOT NULL constraint failed: t.n");
        constraint(t, "check", "INSERT INTO t (c) VALUES (-1)", "23514", "CHECK constraint failed");
        constraint(t, "foreign-key", "INSERT INTO t (p) VALUES (7)", "23503", "FOREIGN KEY constraint failed");
        sql(t);
        service(t);
        return t;
    }

    private static void sql(Table t) {
        t.row("syntax", d1 -> fails("42601", () -> d1.run("SELEC 1")).isInstanceOf(SQLSyntaxErrorException.class));
        t.row(
                "no-such-table",
                d1 -> fails("42S02", () -> d1.run("SELECT * FROM nowhere"))
                        .isInstanceOf(SQLSyntaxErrorException.class)
                        .matches(e -> e.getErrorCode() == 1));
        t.row(
                "no-such-column",
                d1 -> fails("42S22", () -> d1.run("SELECT nix")).isInstanceOf(SQLSyntaxErrorException.class));
        t.row("auth-denied-42", d1 -> {
            fails("42501", () -> d1.run("PRAGMA cache_size = 1")).isInstanceOf(SQLSyntaxErrorException.class);
            fails("42501", () -> d1.run("SELECT * FROM _cf_METADATA")).isInstanceOf(SQLSyntaxErrorException.class);
        });
        t.row("too-big-54", d1 -> {
            fails("54|22001", () -> d1.run("SELECT '" + "x".repeat(100_001) + "'"));
            fails("54|22001", () -> d1.run("SELECT length(zeroblob(1000000000))"));
        });
        t.row("too-many-columns", d1 -> fails("54|42", () -> d1.run("SELECT 1" + ", 1".repeat(2500))));
        t.row("strict-type", d1 -> {
            d1.run(SCHEMA);
            fails("22|23", () -> d1.run("INSERT INTO s VALUES ('x')"));
        });
        t.row(
                "integer-overflow",
                d1 -> fails("22", () -> d1.run("SELECT sum(value) FROM json_each('[9223372036854775807,1]')"))
                        .isInstanceOf(SQLDataException.class));
        t.row("raise-in-a-trigger", d1 -> {
            d1.run(
                    "CREATE TABLE g (a)",
                    "CREATE TRIGGER r BEFORE INSERT ON g BEGIN SELECT RAISE(ABORT, 'not today'); END");
            fails("23|45", () -> d1.run("INSERT INTO g VALUES (1)"))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("not today");
        });
        t.row("attach-is-refused", d1 -> fails("42|HYC00", () -> d1.run("ATTACH 'x' AS y")));
        t.row(
                "unsupported-is-never-0A000",
                d1 -> fails("HYC00", () -> d1.prepare("SELECT 1").setRef(1, null)));
    }

    private static void service(Table t) {
        t.row("bad-token", d1 -> {
            Properties properties = new Properties();
            properties.setProperty("password", "wrong");
            fails("28000", () -> DriverManager.getConnection(d1.url(""), properties))
                    .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain("wrong");
        });
        t.row(
                "no-such-database",
                d1 -> fails(
                                "3D000",
                                () -> DriverManager.getConnection(
                                        d1.url("").replace("/" + d1.name + "?", "/nothing?"), d1.properties()))
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("nothing"));
        t.row(
                "unreachable-host",
                d1 -> fails(
                        "08001",
                        () -> DriverManager.getConnection(
                                "jdbc:d1://" + d1.accountId + "/x?maxRetries=0&endpoint=http://127.0.0.1:1",
                                d1.properties())));
        t.row(
                "html-502-state-08",
                d1 -> once(
                        d1, Fault.on(Route.RAW).html(502), "SELECT 1", "08006", SQLTransientConnectionException.class));
        t.row(
                "html-502-of-a-write",
                d1 -> once(
                        d1,
                        Fault.on(Route.RAW).html(502),
                        "CREATE TABLE t (a)",
                        "08007",
                        SQLNonTransientConnectionException.class));
        t.row(
                "reset-read",
                d1 -> once(d1, Fault.on(Route.RAW).reset(), "SELECT 1", "08", SQLTransientConnectionException.class));
        t.row("reset-after-a-write", d1 -> {
            d1.run("CREATE TABLE t (a)");
            d1.during(
                    Fault.on(Route.RAW).resetAfterWork(),
                    () -> fails("08007", () -> d1.run("INSERT INTO t VALUES (1)"))
                            .isInstanceOf(SQLNonTransientConnectionException.class));
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("1");
        });
        t.row(
                "rate-limit",
                d1 -> once(d1, Fault.on(Route.RAW).http(429), "SELECT 1", "53000", SQLTransientException.class));
        t.row(
                "broken-json",
                d1 -> once(
                        d1, Fault.on(Route.RAW).badJson(), "SELECT 1", "08006", SQLTransientConnectionException.class));
        t.row(
                "empty-answer",
                d1 -> once(
                        d1, Fault.on(Route.RAW).empty(), "SELECT 1", "08006", SQLTransientConnectionException.class));
        t.row(
                "cut-answer",
                d1 -> once(
                        d1, Fault.on(Route.RAW).cutBody(20), "SELECT 1", "08", SQLTransientConnectionException.class));
        t.row(
                "export-in-progress",
                d1 -> once(
                        d1,
                        Fault.on(Route.RAW).times(50).error(400, 7500, "Currently processing a long-running export."),
                        "SELECT 1",
                        "55006",
                        SQLTransientException.class));
        t.row(
                "a-read-is-tried-again",
                d1 -> d1.during(
                        Fault.on(Route.RAW).times(1).http(503),
                        () -> assertThat(d1.row("SELECT 5").getInt(1)).isEqualTo(5)));
        t.row("a-write-is-never-doubled", d1 -> {
            d1.run("CREATE TABLE t (a)");
            d1.during(
                    Fault.on(Route.RAW).times(1).resetAfterWork(),
                    () -> fails("08007", () -> d1.run("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x")));
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("1");
        });
        t.row("timeout-is-typed", d1 -> {
            try (Statement s = d1.statement()) {
                s.setQueryTimeout(1);
                d1.during(
                        Fault.on(Route.RAW).times(9).delay(Duration.ofSeconds(20)),
                        () -> fails("57014", () -> s.execute("SELECT 1")).isInstanceOf(SQLTimeoutException.class));
            }
        });
        t.row("errors-name-the-ray", d1 -> {
            try (Connection c = d1.connect("&maxRetries=0");
                    Statement s = c.createStatement()) {
                d1.during(
                        Fault.on(Route.RAW).error(500, 7500, "something"),
                        () -> fails("08|HY", () -> s.execute("SELECT 1"))
                                .extracting(Throwable::getMessage)
                                .asString()
                                .contains("ray"));
            }
        });
        t.row("no-value-in-a-message", d1 -> {
            d1.run("CREATE TABLE t (a UNIQUE)", "INSERT INTO t VALUES ('private')");
            try (var s = d1.prepare("INSERT INTO t VALUES (?)")) {
                s.setString(1, "private");
                fails("23505", s::executeUpdate)
                        .extracting(Throwable::getMessage)
                        .asString()
                        .doesNotContain("private");
            }
        });
        t.row("connection-after-an-error-works", d1 -> {
            fails("42601", () -> d1.run("SELEC"));
            assertThat(d1.connection.isValid(5)).isTrue();
            assertThat(d1.row("SELECT 1").getInt(1)).isOne();
        });
    }
}
