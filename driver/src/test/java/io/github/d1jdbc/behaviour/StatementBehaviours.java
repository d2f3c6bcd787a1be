package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static io.github.d1jdbc.behaviour.D1.interrupted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Running SQL text: counts, results, keys, limits. */
final class StatementBehaviours {
    private StatementBehaviours() {}

    /** Runs SQL and says of each result whether it is rows or which count it is. */
    private static List<Object> results(Connection c, String sql) throws SQLException {
        List<Object> results = new ArrayList<>();
        try (Statement s = c.createStatement()) {
            boolean rows = s.execute(sql);
            while (rows || s.getUpdateCount() != -1) {
                results.add(rows ? "rows" : s.getUpdateCount());
                rows = s.getMoreResults();
            }
        }
        return results;
    }

    static Table table() {
        Table t = new Table("statement");
        t.row(
                "execute-of-a-select-is-true",
                d1 -> assertThat(d1.statement().execute("SELECT 1")).isTrue());
        t.same("protocol-of-a-select", c -> results(c, "SELECT 1"));
        t.row("protocol-of-an-update", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(results(d1.connection, "INSERT INTO t VALUES (1), (2)")).containsExactly(2);
        });
        t.row(
                "protocol-of-ddl",
                d1 -> assertThat(results(d1.connection, "CREATE TABLE t (a)")).containsExactly(0));
        t.row(
                "several-statements-several-results",
                d1 -> assertThat(
                                results(
                                        d1.connection,
                                        "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); SELECT * FROM t; UPDATE t SET a = 3 WHERE a = 1"))
                        .containsExactly(0, 2, "rows", 1));
        t.row("several-results-are-kept-when-asked", d1 -> {
            Statement s = d1.statement();
            s.execute("SELECT 1; SELECT 2");
            ResultSet first = s.getResultSet();
            assertThat(s.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
            assertThat(first.isClosed()).isFalse();
            assertThat(s.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
            assertThat(first.isClosed()).isTrue();
        });
        t.same("semicolon-in-a-literal", c -> results(c, "SELECT 'a;b'"));
        t.same("trailing-semicolon-and-comment", c -> results(c, "SELECT 1; -- done"));
        t.row("trigger-body-is-one-statement", d1 -> {
            d1.run("CREATE TABLE t (a)", "CREATE TABLE log (a)");
            assertThat(results(
                            d1.connection,
                            "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); SELECT 1; END"))
                    .containsExactly(0);
        });
        t.row("update-count-leaves-triggers-out", d1 -> {
            d1.run(
                    "CREATE TABLE t (a)",
                    "CREATE TABLE log (a)",
                    "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1), (2), (3); END");
            assertThat(d1.statement().executeUpdate("INSERT INTO t VALUES (1)")).isOne();
        });
        t.row("update-count-leaves-cascades-out", d1 -> {
            d1.run(
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE)",
                    "INSERT INTO p VALUES (1)",
                    "INSERT INTO c VALUES (1), (1)");
            assertThat(d1.statement().executeUpdate("DELETE FROM p")).isOne();
        });
        t.row("large-update-count", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.statement().executeLargeUpdate("INSERT INTO t VALUES (1), (2), (3)"))
                    .isEqualTo(3L);
        });
        t.row("nothing-matched-counts-0", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.statement().executeUpdate("DELETE FROM t WHERE a = 1"))
                    .isZero();
            assertThat(d1.statement().executeUpdate("INSERT OR IGNORE INTO t SELECT 1 WHERE 0"))
                    .isZero();
        });
        t.row("replace-counts-1", d1 -> {
            d1.run("CREATE TABLE t (a PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            assertThat(d1.statement().executeUpdate("REPLACE INTO t VALUES (1)"))
                    .isOne();
        });
        t.row("with-before-insert-is-an-update", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.statement().executeUpdate("WITH x(a) AS (VALUES (1), (2)) INSERT INTO t SELECT a FROM x"))
                    .isEqualTo(2);
        });
        t.row("empty-sql-is-an-error", d1 -> {
            fails("42", () -> d1.statement().execute(""));
            fails("42", () -> d1.statement().execute(" ; -- nothing"));
        });
        t.row("no-side-effect-when-rejected", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.requests(() -> {
                        fails("42", () -> d1.statement().executeQuery("INSERT INTO t VALUES (1)"));
                        fails("42", () -> d1.statement().executeUpdate("SELECT 1"));
                        fails("42", () -> d1.statement().executeUpdate("INSERT INTO t VALUES (1) RETURNING a"));
                    }))
                    .isZero();
            assertThat(d1.truth("SELECT count(*) FROM t")).containsExactly("0");
        });
        t.row("executing-again-closes-the-old-rows", d1 -> {
            Statement s = d1.statement();
            ResultSet first = s.executeQuery("SELECT 1");
            s.executeQuery("SELECT 2");
            assertThat(first.isClosed()).isTrue();
        });
        t.row("returning-gives-rows", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            assertThat(D1.column(d1.statement().executeQuery("INSERT INTO t (a) VALUES ('x'), ('y') RETURNING id")))
                    .containsExactly("1", "2");
            assertThat(results(d1.connection, "DELETE FROM t RETURNING a"))
                    .first()
                    .isEqualTo("rows");
        });
        t.row("explain-and-pragma-give-rows", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(D1.column(d1.statement().executeQuery("PRAGMA table_info(t)")))
                    .containsExactly("0");
            assertThat(d1.statement()
                            .executeQuery("EXPLAIN QUERY PLAN SELECT * FROM t")
                            .next())
                    .isTrue();
        });
        t.row("max-rows", d1 -> {
            Statement s = d1.statement();
            s.setMaxRows(2);
            assertThat(s.getMaxRows()).isEqualTo(2);
            assertThat(D1.column(s.executeQuery("SELECT value FROM json_each('[1,2,3]')")))
                    .containsExactly("1", "2");
            s.setLargeMaxRows(0);
            assertThat(D1.column(s.executeQuery("VALUES (1), (2), (3)"))).hasSize(3);
        });
        t.row("max-rows-keeps-duplicates", d1 -> {
            Statement s = d1.statement();
            s.setMaxRows(1);
            ResultSetMetaData metadata =
                    s.executeQuery("SELECT 1 AS id, 2 AS id, 3 AS \"id:1\"").getMetaData();
            assertThat(metadata.getColumnLabel(1)).isEqualTo("id");
            assertThat(metadata.getColumnLabel(2)).isEqualTo("id");
            assertThat(metadata.getColumnLabel(3)).isEqualTo("id:1");
        });
        t.row("max-rows-keeps-limit-and-order", d1 -> {
            Statement s = d1.statement();
            s.setMaxRows(2);
            assertThat(D1.column(s.executeQuery("SELECT value FROM json_each('[3,1,2]') ORDER BY 1 LIMIT 1")))
                    .containsExactly("1");
            assertThat(D1.column(s.executeQuery("SELECT value FROM json_each('[3,1,2]') ORDER BY 1 DESC -- x")))
                    .containsExactly("3", "2");
        });
        t.row("fetch-size-is-a-hint", d1 -> {
            Statement s = d1.statement();
            s.setFetchSize(10);
            assertThat(s.getFetchSize()).isEqualTo(10);
            fails("22", () -> s.setFetchSize(-1));
        });
        t.row("query-timeout", d1 -> {
            Statement s = d1.statement();
            s.setQueryTimeout(1);
            assertThat(s.getQueryTimeout()).isOne();
            d1.during(Fault.on(Route.RAW).times(9).hang(), () -> fails("57014", () -> s.executeQuery("SELECT 1")));
            assertThat(s.executeQuery("SELECT 1").next()).isTrue();
        });
        t.row(
                "query-timeout-refuses-a-negative-one",
                d1 -> fails("22", () -> d1.statement().setQueryTimeout(-1)));
        t.row("cancel-from-other-thread", d1 -> {
            Statement s = d1.statement();
            d1.server().faults().add(Fault.on(Route.RAW).times(9).hang());
            assertThat(interrupted(() -> s.executeQuery("SELECT 1"), s::cancel).getSQLState())
                    .isEqualTo("57014");
            d1.server().faults().clear();
            assertThat(s.executeQuery("SELECT 1").next()).isTrue();
        });
        t.row("cancel-of-nothing-does-nothing", d1 -> d1.statement().cancel());
        t.row("close-on-completion", d1 -> {
            Statement s = d1.statement();
            s.closeOnCompletion();
            assertThat(s.isCloseOnCompletion()).isTrue();
            s.executeQuery("SELECT 1").close();
            assertThat(s.isClosed()).isTrue();
        });
        t.row("closing-connection-closes-stmt", d1 -> {
            Connection c = d1.connect("");
            Statement s = c.createStatement();
            ResultSet rows = s.executeQuery("SELECT 1");
            c.close();
            assertThat(s.isClosed()).isTrue();
            assertThat(rows.isClosed()).isTrue();
        });
        t.row("closing-a-statement-closes-its-rows", d1 -> {
            Statement s = d1.statement();
            ResultSet rows = s.executeQuery("SELECT 1");
            s.close();
            s.close();
            assertThat(rows.isClosed()).isTrue();
            fails("HY010", () -> s.executeQuery("SELECT 1"));
        });
        t.row(
                "statement-knows-its-connection",
                d1 -> assertThat((Object) d1.statement().getConnection()).isSameAs(d1.connection));
        t.row("harmless-pragma-warns", d1 -> {
            Statement s = d1.statement();
            s.execute("PRAGMA foreign_keys = OFF");
            assertThat((Object) s.getWarnings()).isNotNull();
            s.clearWarnings();
            assertThat((Object) s.getWarnings()).isNull();
        });
        t.row("poolable-flag", d1 -> {
            Statement s = d1.statement();
            s.setPoolable(true);
            assertThat(s.isPoolable()).isTrue();
        });
        t.same("enquote", c -> {
            Statement s = c.createStatement();
            return s.enquoteLiteral("it's") + s.enquoteIdentifier("a b", true) + s.isSimpleIdentifier("a1");
        });
        t.row("statement-after-an-error-works", d1 -> {
            Statement s = d1.statement();
            fails("42S02", () -> s.executeQuery("SELECT * FROM nowhere"));
            assertThat(s.executeQuery("SELECT 1").next()).isTrue();
        });
        t.row("keys-on-request", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            Statement s = d1.statement();
            s.executeUpdate("INSERT INTO t VALUES (41, 'x')", Statement.RETURN_GENERATED_KEYS);
            ResultSet keys = s.getGeneratedKeys();
            assertThat(keys.next()).isTrue();
            assertThat(keys.getLong(1)).isEqualTo(41);
            assertThat(keys.next()).isFalse();
        });
        t.row("keys-by-column-names", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            Statement s = d1.statement();
            s.executeUpdate("INSERT INTO t (a) VALUES ('x')", new String[] {"id"});
            ResultSet keys = s.getGeneratedKeys();
            keys.next();
            assertThat(keys.getInt("id")).isOne();
        });
        t.row("keys-by-column-numbers", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            PreparedStatement s = d1.connection.prepareStatement("INSERT INTO t (a) VALUES ('x')", new int[] {1});
            s.executeUpdate();
            ResultSet keys = s.getGeneratedKeys();
            keys.next();
            assertThat(keys.getInt(1)).isOne();
        });
        t.row("keys-beyond-2e53", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
            Statement s = d1.statement();
            s.executeUpdate("INSERT INTO t VALUES (9007199254740993)", Statement.RETURN_GENERATED_KEYS);
            ResultSet keys = s.getGeneratedKeys();
            keys.next();
            assertThat(keys.getLong(1)).isEqualTo(9007199254740993L);
        });
        t.row("no-stale-keys-after-an-update", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES (1, 'x')");
            Statement s = d1.statement();
            s.executeUpdate("UPDATE t SET a = 'y'", Statement.RETURN_GENERATED_KEYS);
            assertThat(s.getGeneratedKeys().next()).isFalse();
        });
        t.row("keys-are-empty-and-not-null", d1 -> {
            Statement s = d1.statement();
            s.execute("SELECT 1");
            assertThat(s.getGeneratedKeys().next()).isFalse();
        });
        return t;
    }
}
